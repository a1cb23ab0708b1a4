import ArgumentParser
import Migrator

/// The verb `show REV`.
struct ShowCommand: Verb {
    static let name = "show"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Show all about a revision.",
            discussion: """
                The revision is named by its id or its first four characters, by a label, as 'head', 'heads' or \
                'current', or counted down from the heads as in '-2'.
                """,
            examples: [("head", "the newest"), ("9f94", "the one that begins so"), ("current", "the database's")]
        )
    }

    @Argument(help: "The revision.")
    var revision: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .looking)
        let entries = try await migrator.show(revision)
        let console = session.console
        console.answer(JSON.object(["revisions": .array(entries.map { .revision($0) })]))
        let text = RevisionText(migrator.revisions.graph, console.style)
        if entries.isEmpty { console.status("'\(TerminalText.line(revision))' names no revision: it is base") }
        for entry in entries { console.answer(text.paragraph(entry)) }
        return .done
    }
}
