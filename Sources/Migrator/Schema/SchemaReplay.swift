import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// Runs revisions on an empty database for the schema that they make: closures run, payloads are left out or loaded.
///
/// What reaches beyond a database, such as CREATE ROLE, is not run.
struct SchemaReplay {
    private let engine: MigrationEngine
    private let connection: any DatabaseConnection
    private let dialect: any Dialect
    private let withRows: Bool

    /// Creates it.
    ///
    /// - Parameters:
    ///   - engine: The engine whose revisions are run.
    ///   - connection: A session with the empty database.
    ///   - withRows: Whether payloads are loaded.
    /// - Throws: ``MigratorError`` for a database without a dialect.
    init(
        _ engine: MigrationEngine,
        on connection: any DatabaseConnection,
        withRows: Bool
    ) throws(MigratorError) {
        self.engine = engine
        self.connection = connection
        self.withRows = withRows
        dialect = try connection.kind.dialect()
    }

    /// What comes to light on the way.
    private struct Progress {
        /// Whether rows of a payload were left out.
        var lacksRows = false
        /// The statements that were not run.
        var left: [Schema.Unsupported] = []
    }

    /// Runs the steps in their order.
    ///
    /// - Returns: The statements that were not run.
    /// - Throws: ``WantOfRows`` if something may have failed because payloads are left out; ``MigratorError`` with code
    ///   `.statementFailed` that names the revision which does not run.
    func run(_ steps: [Step]) async throws -> [Schema.Unsupported] {
        // The rows that others refer to may be in payloads.
        let keysOff = (try? dialect.script(lockTimeout: engine.settings.lockTimeout))?.foreignKeys(false) ?? []
        for sql in keysOff { try await connection.execute(sql) }
        let session = try await dialect.sessionState(connection)
        let run = withRows ? try await Run(engine, connection) : nil
        var progress = Progress()
        for step in steps {
            let revision = try engine.revisions.revision(step.revision)
            do {
                try await self.run(revision, session, run, &progress)
            } catch let failure as OperationFailure {
                let isClosure = failure.operation.details is Perform
                if progress.lacksRows, WantOfRows.isOne(failure.cause, inClosure: isClosure) { throw WantOfRows() }
                throw explained(failure.cause, failure.operation.summary, revision)
            } catch let error as DatabaseFailure {
                // What is checked when the transaction ends.
                if progress.lacksRows, WantOfRows.isOne(error, inClosure: false) { throw WantOfRows() }
                throw explained(error, revision.node.message, revision)
            }
        }
        return progress.left
    }

    private func run(
        _ revision: any LoadedRevision,
        _ session: any SessionState,
        _ run: Run?,
        _ progress: inout Progress
    ) async throws {
        let prepared = try PreparedStep(revision, .upgrade, for: dialect, engine.settings)
        let loader = run.map { PayloadLoader($0, revision) }
        // Values of enum types are committed before the rest uses them.
        for work in prepared.preludes { try await self.run(work, of: revision, loader, &progress) }
        let isTransaction = revision.isTransactional && dialect.rehearsesInTransaction
        if isTransaction { try await connection.begin() }
        for work in prepared.work { try await self.run(work, of: revision, loader, &progress) }
        if isTransaction { try await connection.commit() }
        // What a revision sets is not the next one's.
        if prepared.mayChangeSession { try await session.establish(connection) }
    }

    private func run(
        _ work: PreparedStep.Work,
        of revision: any LoadedRevision,
        _ loader: PayloadLoader?,
        _ progress: inout Progress
    ) async throws {
        do {
            for item in work.items {
                switch item {
                case .statement(let sql):
                    let outcome = try await dialect.rehearse(sql.text, connection, withoutRows: false)
                    guard case .leftOut(let why) = outcome else { continue }
                    progress.left.append(
                        Schema.Unsupported("revision \(revision.id)", kind: "statement", why: why)
                    )
                case .rebuild(let rebuild): _ = try await rebuild.runAlone(on: connection)
                case .perform(let perform):
                    let dialect = dialect.rendering(inTransaction: await connection.isInTransaction)
                    try await perform.body(RevisionConnectionAdapter(connection, dialect))
                case .bulkInsert(let insert):
                    progress.lacksRows = progress.lacksRows || loader == nil
                    if let loader { try await inTransaction { _ = try await loader.load(insert) } }
                case .removeRows(let rows):
                    if let loader { try await inTransaction { _ = try await loader.remove(rows) } }
                }
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw OperationFailure(work.operation, cause: error)
        }
    }

    /// Not the driver's own transaction, whose end checks foreign keys: the rows that they mean may come later.
    private func inTransaction(_ body: () async throws -> Void) async throws {
        guard await !connection.isInTransaction else { return try await body() }
        try await connection.execute("BEGIN")
        try await body()
        try await connection.execute("COMMIT")
    }

    private func explained(
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
        let rows = withRows ? "with the rows of payloads" : "without the rows of payloads"
        return MigratorError(
            .statementFailed,
            "revision \(revision.id) does not run on an empty database, \(rows): \(summary): \(text)",
            revision: revision.id,
            location: revision.node.source,
            cause: error
        )
    }
}

/// Revisions did not run without the rows of their payloads, and may run with them.
struct WantOfRows: Error {
    /// Whether an error may come from rows that are not there: they break a rule, or a closure counts on them.
    static func isOne(_ error: any Error, inClosure: Bool) -> Bool {
        guard let failure = error as? DatabaseFailure else { return inClosure && !(error is CancellationError) }
        switch failure.code {
        case .foreignKeyViolation, .notNullViolation, .checkViolation, .uniqueViolation: return true
        case .connectionLost, .cancelled: return false
        default: return inClosure
        }
    }
}
