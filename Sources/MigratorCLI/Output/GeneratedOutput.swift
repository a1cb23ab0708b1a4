import MigrationDSL
import Migrator

/// What `revision --autogenerate` prints: the paths as its answer, all else on standard error.
struct GeneratedOutput {
    private let generated: GeneratedRevisions
    private let console: Console

    init(_ generated: GeneratedRevisions, _ console: Console) {
        self.generated = generated
        self.console = console
    }

    /// Shows what was found, before anything is written.
    func showDifferences(wasAsked: Bool) {
        let report = generated.differences
        if !report.isEqual { console.note(DifferenceText(style: console.errorStyle).text(report)) }
        console.warn(ofUnsupported: report.unsupported)
        console.warn(ofUnverifiedIn: report)
        if !wasAsked { console.note(ofRenames: report.candidates) }
        if !report.isEqual { console.note(DifferenceText.sentence(report)) }
    }

    /// Prints where the revisions are, or that there is none.
    func answer(_ files: [RevisionWriter.File]) {
        console.answer(json(files))
        for (file, revision) in zip(files, generated.revisions) {
            if case .irreversible(let why) = revision.downgrade {
                console.warn(TerminalText.line("\(file.heading.id) is irreversible: \(why)"))
            }
        }
        for failure in generated.proof?.failsOnRows ?? [] { console.warn(TerminalText.line(failure.description)) }
        for table in generated.proof?.tablesWithoutRows ?? [] {
            console.note(TerminalText.line("it was tried without rows in \(table.table): \(table.why)"))
        }
        guard !files.isEmpty else {
            return console.status("\(DifferenceText.sentence(generated.differences)); no revision is written")
        }
        for file in files { console.answer(TerminalText.line(file.path)) }
    }

    private func json(_ files: [RevisionWriter.File]) -> JSON {
        let report = generated.differences
        // What `revision` answers without the flag, where there is one as well.
        let only = files.count == 1 ? files.first : nil
        return .object([
            "command": .string(RevisionCommand.name),
            "revision": only.map { .string($0.heading.id.rawValue) },
            "path": only.map { .string($0.path) },
            "revisions": .array(
                files.enumerated().map { index, file in json(file, generated.revisions.dropFirst(index).first) }
            ),
            "from": .string(report.from),
            "to": .string(report.to),
            "differences": .list(of: report.differences),
            "renames": .strings(generated.renames),
            "candidates": .array(
                report.candidates.map {
                    .object(["rename": .string($0.rename), "summary": .string($0.summary)])
                }
            ),
            "unsupported": .unsupported(report.unsupported),
            "unverified": .unverified(in: report),
            "proof": generated.proof.map(json) ?? .null,
        ])
    }

    private func json(_ file: RevisionWriter.File, _ revision: GeneratedRevision?) -> JSON {
        var why: String?
        if case .irreversible(let reason) = revision?.downgrade { why = reason }
        return .object([
            "revision": .string(file.heading.id.rawValue),
            "path": .string(file.path),
            "message": .string(file.heading.message),
            "parents": .strings(file.heading.parents.map(\.rawValue)),
            "irreversible": why.map { .string($0) },
        ])
    }

    private func json(_ proof: ProofReport) -> JSON {
        .object([
            "tables_with_rows": .strings(proof.tablesWithRows),
            "tables_without_rows": .array(
                proof.tablesWithoutRows.map { .object(["table": .string($0.table), "why": .string($0.why)]) }
            ),
            "fails_on_rows": .array(
                proof.failsOnRows.map { failure in
                    .object([
                        "operation": .string(failure.operation), "reason": .string(failure.reason),
                        "downgrade": .bool(failure.isOfDowngrade), "own_rows": .bool(failure.isOfOwnRows),
                    ])
                }
            ),
        ])
    }
}
