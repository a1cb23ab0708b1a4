import ArgumentParser
import Migrator

/// The verb `history`.
struct HistoryCommand: Verb {
    static let name = "history"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List the revisions, newest first.",
            discussion: """
                A range has both its ends: 'A:B', 'A:' or ':B', where an end may be any revision, 'base', 'heads', \
                'current', or counted from the other end as in '-3:'. The database is asked only where 'current' or \
                -i needs it.
                """,
            examples: [
                ("", "all of them"),
                ("--graph -i", "drawn, with the database's place in it"),
                ("-r current:", "what is pending"),
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
        if console.isJSON {
            console.answer(
                JSON.object([
                    "revisions": .array(report.entries.map { .revision($0) }),
                    "unknown": report.unknown.isEmpty ? nil : .strings(report.unknown),
                    "unfinished": UnfinishedText.json(report.unfinished),
                ])
            )
        } else {
            show(report.entries, RevisionText(migrator.revisions.graph, console.style), console)
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
