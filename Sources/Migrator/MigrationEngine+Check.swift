import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

extension MigrationEngine {
    /// Looks for what would go wrong, or has: what a CI job runs.
    ///
    /// - Parameters:
    ///   - kinds: What to look for.
    ///   - scratch: Opens an empty, throw-away database of the same kind, on which all revisions are tried and
    ///     payloads are held against their tables; without it these are not looked for.
    /// - Returns: What was found.
    /// - Throws: `MigratorError` or `DatabaseFailure` if looking itself failed.
    public func check(
        _ kinds: Set<CheckReport.Kind> = Set(CheckReport.Kind.allCases),
        scratch: Connect? = nil
    ) async throws -> CheckReport {
        var findings: [CheckReport.Finding] = []
        if kinds.contains(.heads) { findings += headFindings() }
        var databases = DatabaseKind.known
        if !kinds.isDisjoint(with: [.pending, .edited, .payload]) {
            let (found, database) = try await withConnection { (try await databaseFindings(kinds, $0), $0.kind) }
            findings += found
            if !databases.contains(database) { databases.append(database) }
        }
        if kinds.contains(.irreversible) { findings += try irreversibleFindings(on: databases) }
        var checked = kinds
        if let scratch, kinds.contains(.broken) || kinds.contains(.payload) {
            findings += try await Rehearsal(self, scratch).findings().filter { kinds.contains($0.kind) }
        } else {
            checked.remove(.broken)
        }
        return CheckReport(
            findings: findings,
            checked: CheckReport.Kind.allCases.filter(checked.contains),
            revisions: revisions.graph.revisions.count
        )
    }

    private func headFindings() -> [CheckReport.Finding] {
        let heads = revisions.graph.heads
        guard heads.count > 1 else { return [] }
        let list = heads.map(\.rawValue).joined(separator: ", ")
        return [
            CheckReport.Finding(
                kind: .heads,
                revision: nil,
                message: "there are \(heads.count) heads: \(list); join them with 'merge heads'"
            )
        ]
    }

    private func databaseFindings(
        _ kinds: Set<CheckReport.Kind>,
        _ connection: any DatabaseConnection
    ) async throws -> [CheckReport.Finding] {
        let run = try await Run(self, connection)
        let rows = try await run.tables.versionTable.rows(connection) ?? []
        var findings: [CheckReport.Finding] = []
        let status = run.context.planner.current(rows: rows)
        if kinds.contains(.edited) {
            for row in status.unknown {
                let message = UnknownRows.sentence([row.rawValue])
                findings.append(CheckReport.Finding(kind: .edited, revision: row, message: message))
            }
            for step in try await run.tables.journal.unfinished(connection, mayBeMissing: true) {
                let message = UnfinishedStep.error([step]).message
                findings.append(CheckReport.Finding(kind: .edited, revision: step.revision, message: message))
            }
            let (implied, maximal) = revisions.graph.implied(among: status.rows)
            for row in implied {
                let rows = maximal.map(\.rawValue).joined(separator: " ")
                let message = "a version row that the others imply, which keeps an upgrade; 'stamp \(rows)' removes it"
                findings.append(CheckReport.Finding(kind: .edited, revision: row, message: message))
            }
            for error in try await Integrity(run).edited(rows: status.rows) {
                findings.append(
                    CheckReport.Finding(kind: .edited, revision: error.revision, message: error.message)
                )
            }
        }
        if kinds.contains(.payload) { findings += try await payloadFindings(run, rows: status.rows) }
        if kinds.contains(.pending) {
            for id in status.pending {
                let message = "not applied yet: \(revisions.graph[id]?.message ?? "")"
                findings.append(CheckReport.Finding(kind: .pending, revision: id, message: message))
            }
        }
        return findings
    }

    /// Payloads whose files are not what was loaded.
    private func payloadFindings(_ run: Run, rows: [RevisionID]) async throws -> [CheckReport.Finding] {
        let loaded = try await run.tables.journal.appliedPayloads(run.connection)
        guard !loaded.isEmpty else { return [] }
        var findings: [CheckReport.Finding] = []
        for id in run.context.planner.applied(rows) {
            for (path, digest) in (loaded[id] ?? [:]).sorted(by: { $0.key < $1.key }) {
                let revision = try revisions.revision(id)
                // One that is gone is the rehearsal's to report, if it is still named.
                guard let now = try? PayloadLoader(run, revision).digest(of: path), now != digest else { continue }
                let message = "payload \(path) was edited after it was loaded; a downgrade would look for other rows"
                findings.append(CheckReport.Finding(kind: .payload, revision: id, message: message))
            }
        }
        return findings
    }

    /// Revisions that cannot be downgraded, save those that say so themselves.
    private func irreversibleFindings(on databases: [DatabaseKind]) throws(MigratorError) -> [CheckReport.Finding] {
        var findings: [CheckReport.Finding] = []
        for node in revisions.graph.revisions {
            let revision = try revisions.revision(node.id)
            if let message = try revision.whyIrreversible() {
                findings.append(CheckReport.Finding(kind: .irreversible, revision: node.id, message: message))
                continue
            }
            for kind in databases {
                guard let loss = try revisions.loss(of: revision, for: try kind.dialect(), settings) else { continue }
                let message = "revision \(node.id) cannot be downgraded: \(loss)"
                findings.append(CheckReport.Finding(kind: .irreversible, revision: node.id, message: message))
                break
            }
        }
        return findings
    }
}
