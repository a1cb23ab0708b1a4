import Testing

@testable import MigratorCLI

@Suite struct VerbProblemTests {
    private func problem(_ arguments: String) -> String? {
        let words = arguments.split(separator: " ").map(String.init)
        return VerbProblem.find(in: ArgumentNormalizer.normalize(words, verbs: RootCommand.verbs))?.description
    }

    @Test(arguments: [
        ("upgade head", "upgrade"), ("UPGRADE head", "upgrade"), ("chek", "check"), ("stmap x", "stamp"),
        ("up head", "upgrade"), ("hist", "history"), ("--format json dowgrade -1", "downgrade"),
        ("ensure_verison", "ensure-version"), ("help upgade", "upgrade"), ("upgade --help", "upgrade"),
        ("cache claer --all", "clear"), ("cache --all claer", "clear"), ("events lst", "list"),
        ("help cache wram", "warm"),
    ])
    func aMisspeltVerbIsGuessed(_ arguments: String, _ verb: String) {
        let problem = problem(arguments) ?? ""
        #expect(problem.contains("unknown verb"), "\(arguments): \(problem)")
        #expect(problem.contains("; did you mean '\(verb)'? 'migrator "), "\(arguments): \(problem)")
    }

    @Test func whatNobodyCanGuessIsOnlyRefused() {
        #expect(problem("frobnicate") == "unknown verb 'frobnicate'; 'migrator --help' lists the verbs")
        #expect(
            problem("cache frobnicate") == "unknown verb 'cache frobnicate'; 'migrator cache --help' lists its verbs"
        )
        #expect(problem("h")?.contains("did you mean") == false)
    }

    @Test func anUnknownOptionBeforeTheVerbIsNamedInItsPlace() {
        #expect(problem("--datbase x upgrade head") == "unknown option '--datbase'; did you mean '--database'?")
    }

    @Test(arguments: [
        "upgrade head", "help", "help upgrade", "help cache", "help cache warm", "cache", "cache --help",
        "cache clear naming_spirits", "cache list claer", "--version", "events replay 1", "downgrade -1",
    ])
    func whatIsRightIsLeftAlone(_ arguments: String) {
        #expect(problem(arguments) == nil)
    }
}
