import CMigratorSQLite
public import MigratorDatabase

extension SQLiteSession {
    /// Runs one statement and returns how many rows it changed; rows that it gives are dropped.
    ///
    /// - Throws: `DatabaseFailure` with code `.syntax` if the text holds no statement or more than one,
    ///   `.wrongParameters` if the values are too many or too few, and as SQLite's result says.
    @discardableResult
    public func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int {
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.run(handle.statement(sql), parameters)
        }
    }

    /// Runs statements one after the other on the connection's own thread.
    public func execute(inOrder statements: [String]) async -> ExecutedStatements {
        var done = ExecutedStatements()
        do throws(DatabaseFailure) {
            try await interruptibly { handle throws(DatabaseFailure) in
                let isTransaction = handle.isInTransaction
                for sql in statements {
                    done.changes.append(try self.run(SQLiteStatement(sql, on: handle.database)))
                    guard handle.isInTransaction == isTransaction else { return }
                }
            }
        } catch {
            done.failure = error
        }
        return done
    }

    /// Runs one statement and returns its rows, each value by the type that its column declares.
    public func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.rows(of: handle.statement(sql), parameters)
        }
    }

    /// Prepares a statement that will be run many times.
    public func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement {
        try await interruptibly { handle throws(DatabaseFailure) in
            try handle.statements.prepare(sql, on: handle.database)
        }
    }

    /// Runs a prepared statement and returns how many rows it changed.
    @discardableResult
    public func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int {
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.run(handle.statements.statement(statement), parameters)
        }
    }

    /// Runs a prepared statement and returns its rows.
    public func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await interruptibly { handle throws(DatabaseFailure) in
            try self.rows(of: handle.statements.statement(statement), parameters)
        }
    }

    /// Releases a prepared statement.
    public func discard(_ statement: PreparedStatement) {
        try? openHandle().statements.discard(statement)
    }

    // MARK: Running

    /// Runs a statement of the driver's own and returns the rows' values.
    func rows(
        _ sql: String,
        _ parameters: [DatabaseCell] = [],
        on handle: SQLiteHandle
    ) throws(DatabaseFailure) -> [[DatabaseCell]] {
        try rows(of: SQLiteStatement(sql, on: handle.database), parameters).map(\.values)
    }

    func rows(of statement: SQLiteStatement, _ parameters: [DatabaseCell]) throws(DatabaseFailure) -> [DatabaseRow] {
        var rows: [DatabaseRow] = []
        var names: [String] = []
        _ = try run(statement, parameters) {
            if rows.isEmpty { names = statement.rowColumns().map(\.name) }
            rows.append(DatabaseRow(columns: names, values: statement.rowValues()))
        }
        return rows
    }

    /// Runs a statement to its end and returns how many rows it changed.
    func run(
        _ statement: SQLiteStatement,
        _ parameters: [DatabaseCell] = [],
        eachRow: () -> Void = {}
    ) throws(DatabaseFailure) -> Int {
        // A statement that is not reset would keep the transaction from ending.
        defer { statement.reset() }
        try statement.bind(parameters)
        guard try begin(statement) else { return statement.changes }
        repeat { eachRow() } while try isRow(statement.step(), of: statement)
        return statement.changes
    }

    /// Takes the first step, again and again while the database is busy.
    ///
    /// SQLite does not ask its busy handler everywhere: not for `journal_mode = WAL`, not when another connection
    /// recovers the log, not when a snapshot is too old. Outside a transaction nothing has been done yet, so the
    /// statement can simply begin anew.
    private func begin(_ statement: SQLiteStatement) throws(DatabaseFailure) -> Bool {
        guard !interrupter.isCancelled else { throw .cancelled(statement.sql) }
        let mayBeginAnew = try !openHandle().isInTransaction
        while true {
            let result = statement.step()
            guard result & 0xff == SQLITE_BUSY, mayBeginAnew, interrupter.wait() else {
                return try isRow(result, of: statement)
            }
            statement.rewind()
        }
    }

    private func isRow(_ result: Int32, of statement: SQLiteStatement) throws(DatabaseFailure) -> Bool {
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        // A cancelled wait for a lock ends in SQLITE_BUSY.
        case _ where interrupter.isCancelled: throw .cancelled(statement.sql)
        default: throw statement.error(result)
        }
    }
}
