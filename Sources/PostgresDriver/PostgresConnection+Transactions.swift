public import Database

extension PostgresConnection {
    /// Opens a transaction, at the isolation level that the session has by default.
    public func begin() async throws(DatabaseError) {
        try await begin(pipelining: [])
    }

    /// Opens a transaction and runs statements in it, all in one round trip.
    ///
    /// - Throws: `DatabaseError`; the transaction is to be rolled back then.
    @discardableResult
    public func begin(
        pipelining statements: [(sql: String, parameters: [DatabaseValue])]
    ) async throws(DatabaseError) -> [Int] {
        try await interruptibly { handle throws(DatabaseError) in
            guard !handle.isInTransaction else {
                throw DatabaseError(.wrongTransactionState, "a transaction is open already")
            }
            defer { self.hasBegun = handle.isInTransaction }
            return Array(try handle.run(pipelining: [("BEGIN", [])] + statements) { $1.count }.dropFirst())
        }
    }

    /// Makes the open transaction durable.
    ///
    /// After an error it is to be rolled back. When the connection is lost while the server commits, nobody knows
    /// whether it did: the error says so.
    /// - Throws: `DatabaseError` with code `.wrongTransactionState` if none is open or a statement of it has failed.
    public func commit() async throws(DatabaseError) {
        try await interruptibly { handle throws(DatabaseError) in
            guard handle.isLost || handle.isInTransaction else {
                throw DatabaseError(.wrongTransactionState, "no transaction is open")
            }
            guard !handle.hasFailedTransaction else {
                throw DatabaseError(.wrongTransactionState, "a statement of the transaction has failed; roll it back")
            }
            let wasLost = handle.isLost
            let result: PostgresResult
            do throws(DatabaseError) {
                result = try handle.run("COMMIT")
            } catch
                where !wasLost && (error.code == .connectionLost || error.code == .cancelled && handle.isLost)
            {
                throw DatabaseError(
                    .connectionLost,
                    "\(error.message); whether the transaction was committed is not known",
                    statement: error.statement,
                    sqlState: error.sqlState
                )
            }
            // The server answers so when the transaction has failed.
            guard result.tag != "ROLLBACK" else {
                throw DatabaseError(.wrongTransactionState, "the server has undone the transaction")
            }
            self.hasBegun = false
        }
    }

    /// Undoes the open transaction; does nothing if none is open or the server has undone it by itself.
    ///
    /// Cannot be cancelled: a task that was cancelled still has to clean up.
    public func rollback() throws(DatabaseError) {
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
