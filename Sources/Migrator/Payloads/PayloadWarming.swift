import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Fills the cache with the payloads of a whole history, on a throw-away database whose tables tell the columns.
///
/// Definitions are run as in a rehearsal. Rows go into a temporary table of the same columns and are rolled back: what
/// other rows they count on is not there.
struct PayloadWarming {
    private let migrator: MigrationEngine
    private let scratch: MigrationEngine.Connect

    init(_ migrator: MigrationEngine, _ scratch: @escaping MigrationEngine.Connect) {
        self.migrator = migrator
        self.scratch = scratch
    }

    /// Loads what the cache lacks and may be worth keeping.
    ///
    /// - Throws: `MigratorError` or `DatabaseFailure` of the first revision that does not run.
    func run() async throws -> [PayloadReport] {
        let connection = try await scratch()
        do {
            let run = try await Run(migrator, connection)
            for step in try run.context.planner.upgrade(to: "heads", rows: []).steps {
                let revision = try migrator.revisions.revision(step.revision)
                let prepared = try PreparedStep(revision, .upgrade, for: run.context.dialect, run.context.settings)
                for work in prepared.work {
                    for item in work.items { try await warm(item, of: revision, run) }
                }
            }
            let reports = await run.context.payloads.finish()
            await connection.close()
            return reports
        } catch {
            await connection.close()
            throw error
        }
    }

    private func warm(_ item: WorkItem, of revision: any LoadedRevision, _ run: Run) async throws {
        switch item {
        case .statement(let sql): try await run.connection.execute(sql.text)
        case .rebuild(let rebuild): _ = try await rebuild.runAlone(on: run.connection)
        case .bulkInsert(let insert): try await PayloadLoader(run, revision).warm(insert)
        // A closure may count on rows that are not there.
        case .perform, .removeRows: break
        }
    }
}

extension MigrationEngine {
    /// Fills the cache with what the payloads of all revisions hold, so that the first run anywhere finds them.
    ///
    /// - Parameter scratch: Opens an empty, throw-away database of the same kind as the one to be migrated.
    /// - Returns: What was made or found, of those payloads that may be worth it.
    /// - Throws: `MigratorError` or `DatabaseFailure` if a revision does not run on an empty database.
    public func warmPayloads(scratch: @escaping Connect) async throws -> [PayloadReport] {
        try await PayloadWarming(self, scratch).run()
    }
}
