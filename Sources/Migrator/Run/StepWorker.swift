import Database
import MigrationDSL

/// Does the work of a step's operations, one after the other.
struct StepWorker {
    private let run: Run
    private let revision: any LoadedRevision
    private(set) var statements = 0
    private(set) var rows = 0
    private(set) var payloadDigests: [String: String] = [:]

    init(_ run: Run, _ revision: any LoadedRevision) {
        self.run = run
        self.revision = revision
    }

    private var connection: any DatabaseConnection { run.connection }

    /// Does what one operation means.
    ///
    /// - Throws: ``OperationFailure``, which says where; cancellation passes through.
    mutating func perform(_ work: PreparedStep.Work, inTransaction: Bool) async throws {
        for item in work.items {
            do {
                try await perform(item, of: work.operation, inTransaction: inTransaction)
                guard await connection.isInTransaction == inTransaction else {
                    throw MigratorError(
                        .invalidRevision,
                        inTransaction
                            ? "it ended the transaction, which only the engine may do"
                            : "it left a transaction open, which a revision must not"
                    )
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                throw OperationFailure(work.operation, statement: statements, cause: error)
            }
        }
    }

    private mutating func perform(_ item: WorkItem, of operation: Operation, inTransaction: Bool) async throws {
        switch item {
        case .statement(let sql):
            statements += 1
            let changed = try await connection.execute(sql)
            if operation.touched.data { rows += changed }
        case .perform(let perform):
            statements += 1
            try await perform.body(RevisionConnectionAdapter(connection, inTransaction: inTransaction))
        case .rebuild(let rebuild):
            let done = try await inTransaction ? rebuild.run(on: connection) : rebuild.runAlone(on: connection)
            statements += done.statements
        case .bulkInsert(let insert):
            try await within(transaction: inTransaction) {
                let loader = PayloadLoader(run, revision)
                let loaded = try await loader.load(insert)
                rows += loaded.rows
                statements += 1
                if let digest = loaded.digest { payloadDigests[insert.payload.summary] = digest }
            }
        case .removeRows(let remove):
            try await within(transaction: inTransaction) {
                rows += try await PayloadLoader(run, revision).remove(remove)
                statements += 1
            }
        }
    }

    /// A load is all or nothing, also in a revision that is not.
    private func within(transaction isOpen: Bool, _ body: () async throws -> Void) async throws {
        if isOpen { return try await body() }
        try await connection.begin()
        try await body()
        try await connection.commit()
    }
}

/// An operation that failed, and how.
struct OperationFailure: Error {
    let operation: Operation
    /// The number of the statement in the revision, from 1.
    let statement: Int
    let cause: any Error

    init(_ operation: Operation, statement: Int, cause: any Error) {
        self.operation = operation
        self.statement = statement
        self.cause = cause
    }
}
