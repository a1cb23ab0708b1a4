import ArgumentParser
import Migrator

/// The program without a verb: its help.
struct RootCommand: ParsableCommand {
    static let groups: [(name: String, verbs: [any Verb.Type])] = [
        (
            "Changing a database",
            [UpgradeCommand.self, DowngradeCommand.self, StampCommand.self, EnsureVersionCommand.self]
        ),
        ("Looking at a database", [CurrentCommand.self, CheckCommand.self]),
        ("Looking at what revisions do", [LintCommand.self]),
        ("Knowing a database without asking it", FactsCommand.verbs),
        ("Looking at schemas", [InspectCommand.self, DiffCommand.self]),
        (
            "Looking at the revisions",
            [HistoryCommand.self, HeadsCommand.self, BranchesCommand.self, ShowCommand.self]
        ),
        (
            "Writing revisions",
            [
                RevisionCommand.self, MergeCommand.self, EditCommand.self, InitCommand.self,
                ListTemplatesCommand.self,
            ]
        ),
        ("Coming from another tool", [ImportCommand.self, AdoptCommand.self]),
        ("Looking at the caches, and clearing them", CacheCommand.verbs),
        ("Looking at events, and delivering them", EventsCommand.verbs),
    ]

    /// The first words of all verbs.
    static let verbs = groups.flatMap { $0.verbs }.compactMap { $0.words.first } + ["help"]

    /// The verbs that have two words.
    static let pairs = groups.flatMap { $0.verbs }.filter { $0.words.count == 2 }.map { $0.name }

    /// The commands that a group shows first: a family instead of its verbs.
    private static func subcommands(_ verbs: [any Verb.Type]) -> [any ParsableCommand.Type] {
        switch verbs.first?.words.first {
        case CacheCommand.name: [CacheCommand.self]
        case EventsCommand.name: [EventsCommand.self]
        case FactsCommand.name: [FactsCommand.self]
        default: verbs
        }
    }

    /// Parses a command line that was put in order.
    ///
    /// - Returns: The verb, or a command of the parser's own such as `help`.
    static func parse(normalized arguments: [String]) throws -> any ParsableCommand {
        // Most command lines are right: to parse one verb takes half the time of all. The whole tells more in errors and help.
        let verb = groups.lazy.flatMap { $0.verbs }.first { arguments.starts(with: $0.words) }
        if let verb, let command = try? verb.parseAsRoot(Array(arguments.dropFirst(verb.words.count))),
            type(of: command) == verb
        {
            return command
        }
        return try parseAsRoot(arguments)
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: ProgramName.current,
            abstract: "Migrates a database along a graph of revisions.",
            discussion: """
                A revision says what an upgrade changes and which revisions it follows. The database remembers where \
                it stands, so that it can be brought to any other place.

                  \(ProgramName.current) upgrade head              apply all that is missing
                  \(ProgramName.current) upgrade head --dry-run    show the SQL and run nothing
                  \(ProgramName.current) downgrade -1              take the last revision back
                  \(ProgramName.current) history --graph           draw the revisions
                  \(ProgramName.current) revision -m "add titles"  begin a new one

                Every verb knows the flags --database, --revisions, --config, --format json, --verbose and others; \
                they may stand before it or after it. '\(ProgramName.current) help VERB' lists them.

                Exit status: 0 done, 1 failed, 3 a check found something, 4 the lock was not to be had, 5 the \
                database cannot be reached, 6 a revision was edited or a version row is unknown, 64 usage.
                """,
            version: "\(ProgramName.current) \(MigrationEngine.version)",
            groupedSubcommands: groups.map { CommandGroup(name: $0.name, subcommands: subcommands($0.verbs)) }
        )
    }
}

/// Makes the configuration of a verb, with examples beneath its discussion.
func verbConfiguration(
    _ name: String,
    _ abstract: String,
    discussion: String,
    examples: [(arguments: String, meaning: String)],
    subcommands: [any ParsableCommand.Type] = []
) -> CommandConfiguration {
    let lines = examples.map { example in
        let arguments = example.arguments.isEmpty ? "" : " \(example.arguments)"
        return ("\(ProgramName.current) \(name)\(arguments)", example.meaning)
    }
    let width = lines.map(\.0.count).max() ?? 0
    let list = lines.map { line, meaning in
        "  \(line)\(String(repeating: " ", count: width - line.count))  \(meaning)"
    }
    return CommandConfiguration(
        commandName: String(name.split(separator: " ").last ?? ""),
        abstract: abstract,
        discussion: discussion + "\n\n" + list.joined(separator: "\n"),
        subcommands: subcommands
    )
}
