import ArgumentParser
import Migrator

/// The verb `heads`.
struct HeadsCommand: Verb {
    static let name = "heads"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "List the revisions that no other follows.",
            discussion: """
                A head that another revision depends on is marked '(effective head)', and left out with \
                --resolve-dependencies. More than one head is joined by 'merge'.
                """,
            examples: [("", "by parents only"), ("--resolve-dependencies -v", "dependencies counted, at length")]
        )
    }

    @Flag(help: "Leave out heads that another revision depends on.")
    var resolveDependencies = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let migrator = try session.migrator(for: .looking)
        let report = migrator.heads()
        let console = session.console
        console.answer(
            JSON.object(["heads": .strings(report.heads), "effective_heads": .strings(report.effectiveHeads)])
        )
        let text = RevisionText(migrator.revisions.graph, console.style)
        let ids = resolveDependencies ? report.effectiveHeads : report.heads
        for entry in ids.compactMap({ migrator.entry($0) }) {
            console.answer(console.isVerbose ? text.paragraph(entry) : text.line(entry, [.labels]))
        }
        return .done
    }
}
