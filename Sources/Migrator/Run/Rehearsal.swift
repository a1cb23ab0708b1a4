import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Tries all revisions on an empty database: definitions and statements are run, payloads only read.
///
/// What reaches beyond a database, such as CREATE ROLE, is not run: it would be done for all databases of a server.
struct Rehearsal {
    private let migrator: MigrationEngine
    private let scratch: MigrationEngine.Connect

    init(_ migrator: MigrationEngine, _ scratch: @escaping MigrationEngine.Connect) {
        self.migrator = migrator
        self.scratch = scratch
    }

    /// What does not run, and which payloads do not fit; ends at the first revision that does not run.
    func findings() async throws -> [CheckReport.Finding] {
        let connection = try await scratch()
        do {
            let findings = try await findings(over: connection)
            await connection.close()
            return findings
        } catch {
            await connection.close()
            throw error
        }
    }

    private func findings(over connection: any DatabaseConnection) async throws -> [CheckReport.Finding] {
        let run = try await Run(migrator, connection)
        let session = try await run.context.dialect.sessionState(connection)
        var findings: [CheckReport.Finding] = []
        for step in try run.context.planner.upgrade(to: "heads", rows: []).steps {
            let revision = try migrator.revisions.revision(step.revision)
            do {
                findings += try await rehearse(revision, run, session)
            } catch let error as MigratorError
                where [.unsupportedByDialect, .statementFailed, .invalidRevision].contains(error.code)
            {
                return findings + [finding(.broken, revision, error.message)]
            } catch let failure as OperationFailure {
                guard let error = failure.cause as? MigratorError else { throw failure.cause }
                return findings + [finding(.broken, revision, "\(failure.operation.summary): \(error.message)")]
            } catch let error as DatabaseFailure where error.code != .connectionLost && error.code != .cancelled {
                let file = revision.node.source?.file
                let advice = revision.isTransactional ? error.transactionAdvice(file: file) : nil
                let message = "does not run on an empty database: \(error.message)" + (advice.map { "; \($0)" } ?? "")
                return findings + [finding(.broken, revision, message)]
            }
        }
        return findings
    }

    private func rehearse(
        _ revision: any LoadedRevision,
        _ run: Run,
        _ session: any SessionState
    ) async throws -> [CheckReport.Finding] {
        let prepared = try PreparedStep(revision, .upgrade, for: run.context.dialect, run.context.settings)
        var findings: [CheckReport.Finding] = []
        for item in prepared.preludes.flatMap(\.items) { findings += try await rehearse(item, of: revision, run) }
        let isTransaction = revision.isTransactional && run.context.dialect.rehearsesInTransaction
        // A payload may take its time.
        if isTransaction { try await run.connection.begin(pipelining: run.context.dialect.idleForLong) }
        var names = NameCheck(run.context.dialect, on: run.connection)
        for work in prepared.work {
            for item in work.items {
                do {
                    try await names.check(before: item, of: work.operation)
                } catch let error as MigratorError {
                    throw OperationFailure(work.operation, cause: error)
                }
                findings += try await rehearse(item, of: revision, run)
            }
        }
        try await names.finish()
        if isTransaction { try await run.connection.commit() }
        // What a revision sets is not the next one's.
        if prepared.mayChangeSession { try await session.establish(run.connection) }
        return findings
    }

    private func rehearse(
        _ item: WorkItem,
        of revision: any LoadedRevision,
        _ run: Run
    ) async throws -> [CheckReport.Finding] {
        switch item {
        case .statement(let sql):
            _ = try await run.context.dialect.rehearse(sql.text, run.connection, withoutRows: true)
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
