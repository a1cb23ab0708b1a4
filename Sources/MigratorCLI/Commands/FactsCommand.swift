import ArgumentParser
import Migrator

/// The verbs of facts, which begin with `facts`.
struct FactsCommand: ParsableCommand {
    static let name = "facts"

    static let verbs: [any Verb.Type] = [FactsPullCommand.self]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Ask a database for what is to be known of it without asking.",
            discussion: "Facts are rows, bytes and writes of each table, in a file that can lie in git.",
            examples: [("pull -o facts.json", "write them")],
            subcommands: verbs
        )
    }
}

/// The verb `facts pull`.
struct FactsPullCommand: Verb {
    static let name = "facts pull"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Write how large a database's tables are, and how often they are written.",
            discussion: """
                PostgreSQL is asked for its own statistics, which are estimates and cost nothing; SQLite has none, so \
                that rows are counted. The file holds no values of rows. 'lint --facts' reads it.
                """,
            examples: [("-o facts.json", "write a file"), ("", "print it")]
        )
    }

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("A file to write, whole or not at all, in place of standard output.", valueName: "file")
    )
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let facts = try await session.migrator(for: .looking).facts()
        let console = session.console
        guard let output else {
            try console.printDocument(facts.json)
            return .done
        }
        try System.replaceFile(output, facts.json)
        console.answer(
            JSON.object([
                "command": .string(Self.name), "path": .string(output), "tables": .number(facts.tables.count),
            ])
        )
        console.status("\(counted(facts.tables.count, "table")) written to \(TerminalText.line(output))")
        return .done
    }
}
