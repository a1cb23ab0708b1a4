import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSources

/// Does the work of a step's operations, one after the other.
struct StepWorker {
    let run: Run
    private let revision: any LoadedRevision
    private var names: NameCheck
    var statements = 0
    var rows = 0
    var payloadDigests: [String: String] = [:]
    /// Whether a closure was run that must not run twice.
    private(set) var isUnrepeatable = false

    init(_ run: Run, _ revision: any LoadedRevision) {
        self.run = run
        self.revision = revision
        names = NameCheck(run.context.dialect, on: run.connection)
    }

    var connection: any DatabaseConnection { run.connection }

    /// Does what one operation means.
    ///
    /// - Throws: ``OperationFailure``, which says where; cancellation passes through.
    mutating func perform(_ work: PreparedStep.Work) async throws {
        for item in work.items { try await perform(item, of: work.operation, inTransaction: true) }
    }

    /// Refuses what the revision has left without the tables that it is about.
    mutating func finish() async throws { try await names.finish() }

    /// Does one piece of it.
    mutating func perform(_ item: WorkItem, of operation: Operation, inTransaction: Bool) async throws {
        do {
            try await work(on: item, of: operation, inTransaction: inTransaction)
            guard await connection.isInTransaction == inTransaction else {
                throw inTransaction ? Self.endedTransaction : Self.leftTransaction
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw OperationFailure(operation, cause: error)
        }
    }

    static let endedTransaction = MigratorError(
        .invalidRevision,
        "it ended the transaction, which only the engine may do"
    )
    private static let leftTransaction = MigratorError(
        .invalidRevision,
        "it left a transaction open, which a revision must not"
    )

    private mutating func work(on item: WorkItem, of operation: Operation, inTransaction: Bool) async throws {
        if !run.context.dialect.refusesUnknownNames { try await names.check(before: item, of: operation) }
        switch item {
        case .statement(let sql):
            statements += 1
            let sql = sql.text
            try await run.context.dialect.inquiry(before: sql)?(connection)
            let changed = try await connection.execute(sql)
            if operation.touched.data { rows += changed }
        case .perform(let perform):
            statements += 1
            if !perform.isRepeatable { isUnrepeatable = true }
            let dialect = run.context.dialect.rendering(inTransaction: inTransaction)
            try await perform.body(RevisionConnectionAdapter(connection, dialect))
        case .rebuild(let rebuild):
            statements += try await rebuild.run(on: connection).statements
        case .bulkInsert(let insert):
            let loaded = try await PayloadLoader(run, revision).load(insert)
            rows += loaded.rows
            statements += 1
            if let digest = loaded.digest { payloadDigests[insert.payload.summary] = digest }
        case .removeRows(let remove):
            rows += try await PayloadLoader(run, revision).remove(remove)
            statements += 1
        }
    }
}

/// An operation that failed, and how.
struct OperationFailure: Error {
    let operation: Operation
    let cause: any Error

    init(_ operation: Operation, cause: any Error) {
        self.operation = operation
        self.cause = cause
    }
}
