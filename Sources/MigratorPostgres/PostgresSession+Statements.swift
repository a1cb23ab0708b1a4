public import MigratorDatabase

extension PostgresSession {
    /// Runs one statement and returns how many rows it changed; rows that it gives are dropped.
    ///
    /// - Throws: `DatabaseFailure` with code `.syntax` if the text holds no statement or more than one,
    ///   `.wrongParameters` if the values are too many or too few, and as the server's SQLSTATE says.
    @discardableResult
    public func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.change(sql, parameters)
        }
    }

    /// Runs statements one after the other on the connection's own thread.
    public func execute(inOrder statements: [String]) async -> ExecutedStatements {
        var done = ExecutedStatements()
        do throws(DatabaseFailure) {
            try await interruptibly { handle throws(DatabaseFailure) in
                let isTransaction = handle.isInTransaction
                for sql in statements {
                    done.changes.append(try handle.change(sql))
                    guard handle.isInTransaction == isTransaction else { return }
                }
            }
        } catch {
            done.failure = error
        }
        return done
    }

    /// Runs one statement and returns its rows; values of types that `DatabaseCell` has no case for are text.
    public func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.run(sql, parameters).rows()
        }
    }

    /// Prepares a statement that will be run many times.
    public func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.prepare(sql)
        }
    }

    /// Runs a prepared statement and returns how many rows it changed.
    @discardableResult
    public func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.change(statement, parameters)
        }
    }

    /// Runs a prepared statement and returns its rows.
    public func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.run(statement, parameters).rows()
        }
    }

    /// Releases a prepared statement.
    public func discard(_ statement: PreparedStatement) {
        try? openHandle().discard(statement)
    }
}
