public import MigratorDatabase

extension PostgresSession {
    /// Opens a transaction, at the isolation level that the session has by default.
    public func begin() async throws(DatabaseFailure) {
        try await begin(pipelining: [])
    }

    /// Opens a transaction and runs statements in it, all in one round trip.
    ///
    /// - Throws: `DatabaseFailure`; the transaction is to be rolled back then.
    @discardableResult
    public func begin(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        try await interruptibly { handle throws(DatabaseFailure) in
            guard !handle.isInTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "a transaction is open already")
            }
            defer { self.hasBegun = handle.isInTransaction }
            return Array(try handle.run(pipelining: [("BEGIN", [])] + statements) { $1.count }.dropFirst())
        }
    }

    /// Makes the open transaction durable.
    ///
    /// After an error it must be rolled back. When the connection is lost while the server commits, it is not known
    /// whether the transaction is durable: the error says so.
    /// - Throws: `DatabaseFailure` with code `.wrongTransactionState` if none is open or a statement of it has failed.
    public func commit() async throws(DatabaseFailure) {
        try await interruptibly { handle throws(DatabaseFailure) in
            guard handle.isLost || handle.isInTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "no transaction is open")
            }
            guard !handle.hasFailedTransaction else {
                throw DatabaseFailure(.wrongTransactionState, "a statement of the transaction has failed; roll it back")
            }
            let wasLost = handle.isLost
            let result: PostgresResult
            do throws(DatabaseFailure) {
                result = try handle.run("COMMIT")
            } catch
                where !wasLost && (error.code == .connectionLost || error.code == .cancelled && handle.isLost)
            {
                throw DatabaseFailure(
                    .connectionLost,
                    "\(error.message); whether the transaction was committed is not known",
                    statement: error.statement,
                    sqlState: error.sqlState
                )
            }
            // The server answers so when the transaction has failed.
            guard result.tag != "ROLLBACK" else {
                throw DatabaseFailure(.wrongTransactionState, "the server has undone the transaction")
            }
            self.hasBegun = false
        }
    }

    /// Undoes the open transaction; does nothing if none is open or the server has undone it by itself.
    ///
    /// Cannot be cancelled: a task that was cancelled still has to clean up.
    public func rollback() throws(DatabaseFailure) {
        let handle = try openHandle()
        // With the connection the server has lost the transaction, too.
        hasBegun = false
        if handle.isInTransaction { try handle.runScript("ROLLBACK", within: PostgresHandle.patience) }
    }

    /// Whether a transaction is open, or was undone by an error and waits for ``rollback()``.
    public var isInTransaction: Bool {
        guard let handle = try? openHandle() else { return false }
        return hasBegun || handle.isInTransaction
    }
}
