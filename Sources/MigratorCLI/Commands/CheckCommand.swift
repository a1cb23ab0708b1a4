import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `check`.
struct CheckCommand: Verb {
    static let name = "check"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Look for what should stop a build or a deployment.",
            discussion: """
                Finds pending revisions, more than one head, revisions that were edited after they ran, revisions \
                that cannot be downgraded, payloads that are missing or malformed, and revisions that do not run on \
                an empty database. Exits with 3 if it found any. Each can be switched off. The empty database lies in \
                memory, or on PostgreSQL beside the database, if the role may make one; it is dropped afterwards.
                """,
            examples: [
                ("", "look for everything"),
                ("--no-pending", "before a deployment"),
                ("--no-pending --no-edited --format json", "without a database that matters"),
            ]
        )
    }

    @Flag(help: "Allow pending revisions.")
    var noPending = false
    @Flag(help: "Allow more than one head.")
    var noHeads = false
    @Flag(help: "Allow revisions that were edited after they ran, and unknown version rows.")
    var noEdited = false
    @Flag(help: "Allow revisions that cannot be downgraded.")
    var noIrreversible = false
    @Flag(help: "Do not read the payloads.")
    var noPayload = false
    @Flag(help: "Do not run the revisions on an empty database.")
    var noBroken = false

    @OptionGroup var global: GlobalOptions

    private var kinds: Set<CheckReport.Kind> {
        var kinds = Set(CheckReport.Kind.allCases)
        if noPending { kinds.remove(.pending) }
        if noHeads { kinds.remove(.heads) }
        if noEdited { kinds.remove(.edited) }
        if noIrreversible { kinds.remove(.irreversible) }
        if noPayload { kinds.remove(.payload) }
        if noBroken { kinds.remove(.broken) }
        return kinds
    }

    func run(_ session: Session) async throws -> ExitStatus {
        let report = try await report(session)
        let console = session.console
        console.answer(json(report))
        guard !report.findings.isEmpty else {
            let checked = report.checked.map(\.rawValue).joined(separator: ", ")
            console.status("nothing found in \(counted(report.revisions, "revision")) (\(checked))")
            return .done
        }
        let rows = report.findings.map { finding in
            [
                finding.kind.rawValue, finding.revision.map(RevisionText.safe) ?? "-",
                TerminalText.line(finding.message),
            ]
        }
        console.answer(TextTable.draw(["KIND", "REVISION", "FINDING"], rows))
        console.note("\(counted(report.findings.count, "finding")) in \(counted(report.revisions, "revision"))")
        return .found
    }

    private func report(_ session: Session) async throws -> CheckReport {
        let migrator = try session.migrator(for: .looking)
        let kinds = kinds
        guard !kinds.isDisjoint(with: [.payload, .broken]) else { return try await migrator.check(kinds) }
        return try await session.withScratch { try await migrator.check(kinds, scratch: $0) }
    }

    private func json(_ report: CheckReport) -> JSON {
        .object([
            "command": .string("check"),
            "revisions": .number(report.revisions),
            "checked": .strings(report.checked.map(\.rawValue)),
            "findings": .array(
                report.findings.map { finding in
                    .object([
                        "kind": .string(finding.kind.rawValue),
                        "revision": finding.revision.map { .string($0.rawValue) } ?? .null,
                        "message": .string(finding.message),
                    ])
                }
            ),
        ])
    }
}
