import Database
import MigrationDSL

/// Tries all revisions on an empty database: definitions and statements are run, payloads only read.
struct Rehearsal {
    private let migrator: Migrator
    private let scratch: Migrator.Connect

    init(_ migrator: Migrator, _ scratch: @escaping Migrator.Connect) {
        self.migrator = migrator
        self.scratch = scratch
    }

    /// What does not run, and which payloads do not fit; ends at the first revision that does not run.
    func findings() async throws -> [CheckReport.Finding] {
        let connection = try await scratch()
        defer { Task { await connection.close() } }
        let run = Run(migrator, connection)
        var findings: [CheckReport.Finding] = []
        for step in try run.planner.upgrade(to: "heads", rows: []).steps {
            let revision = try migrator.revisions.revision(step.revision)
            do {
                let prepared = try PreparedStep(
                    revision,
                    .upgrade,
                    for: connection.kind,
                    run.settings
                )
                for work in prepared.work {
                    for item in work.items {
                        findings += try await rehearse(item, of: revision, run)
                    }
                }
            } catch let error as MigratorError
                where error.code == .unsupportedByDialect || error.code == .statementFailed
            {
                findings.append(finding(.broken, revision, error.message))
                return findings
            } catch let error as DatabaseError {
                findings.append(finding(.broken, revision, "does not run on an empty database: \(error.message)"))
                return findings
            }
        }
        return findings
    }

    private func rehearse(
        _ item: WorkItem,
        of revision: any LoadedRevision,
        _ run: Run
    ) async throws -> [CheckReport.Finding] {
        switch item {
        case .statement(let sql):
            try await run.connection.execute(sql)
            return []
        case .rebuild(let rebuild):
            _ = try await rebuild.runAlone(on: run.connection)
            return []
        case .bulkInsert(let insert):
            do {
                try await PayloadLoader(run, revision).check(insert)
                return []
            } catch let error as MigratorError {
                return [finding(.payload, revision, error.description)]
            }
        // A closure may count on rows that a rehearsal does not load.
        case .perform, .removeRows:
            return []
        }
    }

    private func finding(
        _ kind: CheckReport.Kind,
        _ revision: any LoadedRevision,
        _ message: String
    ) -> CheckReport.Finding {
        CheckReport.Finding(kind: kind, revision: revision.id, message: message)
    }
}
