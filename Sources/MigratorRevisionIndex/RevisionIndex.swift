import Foundation

/// The generator that the RevisionRegistry plugin runs: reads a target's revision files and writes its registry.
///
/// A revision file declares exactly one type that conforms to `Revision` or one of its refinements, at file level,
/// not generic and not private; anything else beside it is allowed. Files in the folder `Support/` are for what
/// revisions share and declare none. What a rule forbids is printed as a compiler prints errors.
@main
struct RevisionIndex {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 4 else {
            printError("usage: MigratorRevisionIndex registry-output payloads-output target source-folder file…")
            exit(2)
        }
        let fixed = Array(arguments.prefix(4))
        let history = History(target: fixed[2], folder: fixed[3], files: Array(arguments.dropFirst(4)))
        guard history.problems.isEmpty else {
            for problem in history.problems { printError(problem.description) }
            exit(1)
        }
        if let warning = history.warning { printError(warning) }
        do {
            try write(history.registrySource, to: fixed[0])
            try write(history.payloadSource, to: fixed[1])
        } catch {
            printError("error: cannot write the registry of \(fixed[2]): \(error.localizedDescription)")
            exit(1)
        }
    }

    /// Writes a file unless it is the same already: what is not written is not compiled again.
    static func write(_ text: String, to path: String) throws {
        let url = URL(filePath: path)
        let data = Data(text.utf8)
        if let old = try? Data(contentsOf: url), old == data { return }
        try data.write(to: url, options: .atomic)
    }

    private static func printError(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
