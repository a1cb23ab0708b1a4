import ArgumentParser
import Migrator
import MigratorDatabase

/// The verb `history`.
struct HistoryCommand: Verb {
    static let name = "history"

    static let formats: [OutputFormat] = OutputFormat.everywhere + [.html, .mermaid, .dot]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List the revisions, newest first.",
            discussion: """
                A range has both its ends: 'A:B', 'A:' or ':B', where an end may be any revision, 'base', 'heads', \
                'current', or counted from the other end as in '-3:'. The database is asked only where 'current' or \
                -i needs it.

                Format html is a page that draws the revisions and shows the one that is chosen, with its SQL both \
                ways, and with -i where the database stands and when each was run; mermaid is Markdown with \
                diagrams, dot a graph for Graphviz.
                """,
            examples: [
                ("", "all of them"),
                ("--graph -i", "drawn, with the database's place in it"),
                ("-r current:", "what is pending"),
                ("-i --format html > history.html", "a page to look at"),
            ]
        )
    }

    @Option(
        name: [.customShort("r"), .customLong("rev-range"), .customLong("range")],
        help: ArgumentHelp("From which revision to which.", valueName: "from:to")
    )
    var range: String?

    @Flag(name: .shortAndLong, help: "Mark where the database stands.")
    var indicateCurrent = false

    @Flag(help: "Draw how the revisions follow each other.")
    var graph = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .looking)
        let report = try await migrator.history(range: range, withRows: indicateCurrent)
        let console = session.console
        if let format = session.settings.format.picture {
            try console.printDocument(
                try await migrator.text(of: report, as: format, for: session.databaseURL.kind)
            )
        } else if console.isJSON {
            console.answer(
                JSON.object([
                    "revisions": .array(report.entries.map { .revision($0) }),
                    "repeatables": report.repeatables.isEmpty
                        ? nil : .array(report.repeatables.map { .repeatable($0) }),
                    "unknown": report.unknown.isEmpty ? nil : .strings(report.unknown),
                    "unfinished": UnfinishedText.json(report.unfinished),
                ])
            )
        } else {
            show(report.entries, RevisionText(migrator.revisions.graph, console.style), console)
            show(report.repeatables, console)
        }
        guard report.unknown.isEmpty else {
            console.complain(UnknownRows.report(report.unknown))
            return .integrity
        }
        guard report.unfinished.isEmpty else {
            console.complain(UnfinishedText.error(report.unfinished))
            return .integrity
        }
        return .done
    }

    private func show(_ repeatables: [RepeatableEntry], _ console: Console) {
        for entry in repeatables {
            let after = entry.dependsOn.isEmpty ? "" : ", after \(entry.dependsOn.joined(separator: ", "))"
            let state = entry.isDue == true ? " (to be run)" : ""
            console.answer(TerminalText.line("repeatable \(entry.name)\(after): \(entry.message)") + state)
        }
    }

    private func show(_ entries: [HistoryEntry], _ text: RevisionText, _ console: Console) {
        let lines: [String]
        if graph {
            lines = GraphDrawing.draw(
                entries.map { entry in
                    .init(id: entry.revision, parents: entry.parents, text: text.line(entry, [.labels, .message]))
                }
            )
        } else if console.isVerbose {
            lines = entries.map { text.paragraph($0) }
        } else {
            lines = entries.map { text.line($0, [.parents, .labels, .shape, .message]) }
        }
        if !lines.isEmpty { console.answer(lines.joined(separator: "\n")) }
    }
}
