import Migrator
import MigratorSystem

/// Finds a problem with the verb of a command line, about which the parser would say less.
enum VerbProblem {
    /// The error for arguments that were put in order; `nil` if they begin with a verb, or need none.
    static func find(
        in arguments: [String],
        verbs: [String] = RootCommand.verbs,
        pairs: [String] = RootCommand.pairs
    ) -> UsageError? {
        guard let first = arguments.first, !first.hasPrefix("---") else { return nil }
        let help = "'\(ProgramName.current) --help' lists the verbs"
        guard !first.hasPrefix("-") else {
            let needsNone = ["--help", "-h", "--version", "--generate-completion-script"]
            return arguments.contains { needsNone.contains($0) } ? nil : UsageError("no verb was given; \(help)")
        }
        guard verbs.contains(first) else {
            // A word after an unknown option may be its value.
            return unknownOption(in: arguments) ?? unknown(first, among: verbs, help)
        }
        // Options stand before arguments, so the first word is the member of a family, or what should be one.
        var words = arguments.dropFirst().filter { !$0.hasPrefix("-") }[...]
        var family = first
        if first == "help" {
            guard let verb = words.popFirst() else { return nil }
            guard verbs.contains(verb) else { return unknown(verb, among: verbs, help) }
            family = verb
        }
        let members = pairs.filter { $0.hasPrefix(family + " ") }.map { String($0.dropFirst(family.count + 1)) }
        guard !members.isEmpty, let word = words.first, !members.contains(word) else { return nil }
        let list = "'\(ProgramName.current) \(family) --help' lists its verbs"
        return unknownOption(in: arguments) ?? unknown("\(family) \(word)", as: word, among: members, list)
    }

    private static func unknown(
        _ shown: String,
        as word: String? = nil,
        among known: [String],
        _ help: String
    ) -> UsageError {
        let guess = guess(word ?? shown, among: known)
        return UsageError("unknown verb '\(shown)'\(guess.map { "; did you mean '\($0)'? " } ?? "; ")\(help)")
    }

    /// The verb that was probably meant: one that is close, or the only one that begins so.
    static func guess(_ word: String, among known: [String]) -> String? {
        let word = word.lowercased()
        if known.contains(word) { return word }
        if let near = Suggestion.nearest(to: word, among: known) { return near }
        let longer = known.filter { $0.hasPrefix(word) && word.count > 1 }
        return longer.count == 1 ? longer[0] : nil
    }

    private static func unknownOption(in arguments: [String]) -> UsageError? {
        let known = OptionTable.valued + OptionTable.flags
        let names = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
            .map { String($0.dropFirst(2).prefix { $0 != "=" }) }
        guard let name = names.first(where: { !known.contains($0) }) else { return nil }
        let guess = guess(name, among: known).map { "; did you mean '--\($0)'?" } ?? ""
        return UsageError("unknown option '--\(name)'\(guess)")
    }
}
