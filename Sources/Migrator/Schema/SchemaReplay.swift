import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Runs revisions on an empty database for the schema that they make: payloads are left out, closures run.
///
/// What reaches beyond a database, such as CREATE ROLE, is not run.
struct SchemaReplay {
    private let engine: MigrationEngine
    private let connection: any DatabaseConnection
    private let dialect: any Dialect

    init(_ engine: MigrationEngine, on connection: any DatabaseConnection) throws(MigratorError) {
        self.engine = engine
        self.connection = connection
        dialect = try connection.kind.dialect()
    }

    /// Runs the steps in their order.
    ///
    /// - Throws: ``MigratorError`` with code `.statementFailed` that names the revision which does not run.
    func run(_ steps: [Step]) async throws {
        // The rows that others refer to may be in payloads.
        let keysOff = (try? dialect.script(lockTimeout: engine.settings.lockTimeout))?.foreignKeys(false) ?? []
        for sql in keysOff { try await connection.execute(sql) }
        let session = try await dialect.sessionState(connection)
        for step in steps {
            let revision = try engine.revisions.revision(step.revision)
            do {
                try await run(revision, session)
            } catch let failure as OperationFailure {
                throw Self.explained(failure.cause, failure.operation.summary, revision)
            } catch let error as DatabaseFailure {
                throw Self.explained(error, revision.node.message, revision)
            }
        }
    }

    private func run(_ revision: any LoadedRevision, _ session: any SessionState) async throws {
        let prepared = try PreparedStep(revision, .upgrade, for: dialect, engine.settings)
        // Values of enum types are committed before the rest uses them.
        for work in prepared.preludes { try await run(work.items, of: work.operation, revision) }
        let isTransaction = revision.isTransactional && dialect.rehearsesInTransaction
        if isTransaction { try await connection.begin() }
        for work in prepared.work { try await run(work.items, of: work.operation, revision) }
        if isTransaction { try await connection.commit() }
        // What a revision sets is not the next one's.
        if prepared.mayChangeSession { try await session.establish(connection) }
    }

    private func run(
        _ items: [WorkItem],
        of operation: Operation,
        _ revision: any LoadedRevision
    ) async throws {
        do {
            for item in items {
                switch item {
                case .statement(let sql): try await dialect.rehearse(sql.text, connection)
                case .rebuild(let rebuild): _ = try await rebuild.runAlone(on: connection)
                case .perform(let perform):
                    let dialect = dialect.rendering(inTransaction: await connection.isInTransaction)
                    try await perform.body(RevisionConnectionAdapter(connection, dialect))
                case .bulkInsert, .removeRows: break
                }
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw OperationFailure(operation, cause: error)
        }
    }

    private static func explained(
        _ error: any Error,
        _ summary: String,
        _ revision: any LoadedRevision
    ) -> any Error {
        if let error = error as? DatabaseFailure {
            if error.code == .cancelled { return CancellationError() }
            if error.code == .connectionLost { return error }
        }
        let text =
            switch error {
            case let error as MigratorError: error.message
            case let error as DatabaseFailure: error.message
            default: "\(error)"
            }
        return MigratorError(
            .statementFailed,
            "revision \(revision.id) does not run on an empty database, without the rows of payloads: \(summary): \(text)",
            revision: revision.id,
            location: revision.node.source,
            cause: error
        )
    }
}
