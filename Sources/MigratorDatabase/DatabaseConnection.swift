/// One session with a database: the protocol between the engine and a driver.
///
/// A driver's connection is an actor on an executor of its own, so that a call that blocks never holds a thread of
/// the shared pool. Cancelling the task that awaits a call interrupts the statement; the call then throws
/// `DatabaseFailure` with code `.cancelled`.
public protocol DatabaseConnection: AnyObject, Sendable {
    /// The kind of database.
    nonisolated var kind: DatabaseKind { get }

    /// Runs one statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> Int

    /// Runs one statement and returns its rows.
    func query(_ sql: String, _ parameters: [DatabaseCell]) async throws(DatabaseFailure) -> [DatabaseRow]

    /// Runs statements one after the other, each when the one before it is done, and drops rows that they give.
    ///
    /// For lists of any length: there is no change of threads between two statements, and no statement is kept for
    /// later.
    /// - Returns: The number of rows that each statement changed, up to the first that failed. If there are fewer and
    ///   none failed, the last of them has opened or ended a transaction, and those after it were not run.
    func execute(inOrder statements: [String]) async -> ExecutedStatements

    /// Prepares a statement that will be run many times.
    func prepare(_ sql: String) async throws(DatabaseFailure) -> PreparedStatement

    /// Runs a prepared statement and returns how many rows it changed.
    @discardableResult
    func execute(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> Int

    /// Runs a prepared statement and returns its rows.
    func query(
        _ statement: PreparedStatement,
        _ parameters: [DatabaseCell]
    ) async throws(DatabaseFailure) -> [DatabaseRow]

    /// Releases a prepared statement.
    func discard(_ statement: PreparedStatement) async

    /// Runs statements one after the other and returns how many rows each changed.
    ///
    /// Of a statement that gives rows, PostgreSQL counts those.
    ///
    /// A database that can be sent the next before it has answered the last is.
    /// - Throws: `DatabaseFailure` of the first statement that fails; those after it are not run.
    @discardableResult
    func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int]

    /// Runs statements as ``execute(pipelining:)`` does, and reads the rows of each, while the database is at the next.
    ///
    /// - Parameters:
    ///   - statements: The statements, with their parameters.
    ///   - read: Makes something of a statement's rows; is told how many statements were before it.
    /// - Returns: What was made of each.
    /// - Throws: `DatabaseFailure` of a statement, or what `read` throws.
    func query<Answer: Sendable>(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])],
        _ read: @Sendable (Int, [DatabaseRow]) throws(DatabaseFailure) -> Answer
    ) async throws(DatabaseFailure) -> [Answer]

    /// Runs calls of this connection on its own executor, so that there is no change of threads between them.
    func together<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result

    /// The number of the server's process, as the server itself said when the session began; `nil` where there is none.
    ///
    /// A pooler in between makes one up.
    var serverProcess: Int? { get async }

    /// Opens a transaction that may write; waits for the lock as long as the connection's time-out allows.
    func begin() async throws(DatabaseFailure)

    /// Opens a transaction and runs statements in it, in one round trip where ``execute(pipelining:)`` takes one.
    ///
    /// - Returns: How many rows each changed.
    /// - Throws: `DatabaseFailure`; the transaction is to be rolled back then.
    @discardableResult
    func begin(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int]

    /// Makes the open transaction durable; on SQLite `foreign_key_check` must be clean first.
    func commit() async throws(DatabaseFailure)

    /// Makes the open transaction durable without a check of foreign keys: a caller that has turned the check off does
    /// it later.
    func commitUnchecked() async throws(DatabaseFailure)

    /// Undoes the open transaction; does nothing if none is open.
    func rollback() async throws(DatabaseFailure)

    /// Whether a transaction is open.
    var isInTransaction: Bool { get async }

    /// Loads rows into a table as fast as the database can, and returns how many the source gave.
    ///
    /// Must be called in a transaction: after an error what was loaded is undone with it.
    /// - Throws: `DatabaseFailure`, or an error of the source.
    func bulkLoad(
        into table: TableName,
        from source: sending any BulkSource,
        onConflict: BulkConflict
    ) async throws -> Int

    /// Returns the columns of a table, in order; empty if there is no such table.
    func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn]

    /// Interrupts the statement that runs now, if one does; may be called from anywhere.
    nonisolated func cancel()

    /// The database's messages beside its answers, such as warnings, from now on.
    nonisolated func notices() -> AsyncStream<DatabaseNotice>

    /// Ends the session; the connection cannot be used afterwards.
    func close() async
}

extension DatabaseConnection {
    /// Runs them where the caller does.
    public func together<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await body()
    }

    /// Runs them one by one.
    public func execute(inOrder statements: [String]) async -> ExecutedStatements {
        var done = ExecutedStatements()
        let isTransaction = await isInTransaction
        for sql in statements where done.failure == nil {
            do throws(DatabaseFailure) {
                done.changes.append(try await execute(sql, []))
            } catch {
                done.failure = error
            }
            guard await isInTransaction == isTransaction else { break }
        }
        return done
    }

    /// Runs them one by one.
    @discardableResult
    public func execute(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        var changes: [Int] = []
        for (sql, parameters) in statements { changes.append(try await execute(sql, parameters)) }
        return changes
    }

    /// Runs them one by one.
    public func query<Answer: Sendable>(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])],
        _ read: @Sendable (Int, [DatabaseRow]) throws(DatabaseFailure) -> Answer
    ) async throws(DatabaseFailure) -> [Answer] {
        var answers: [Answer] = []
        for (index, statement) in statements.enumerated() {
            answers.append(try read(index, try await query(statement.sql, statement.parameters)))
        }
        return answers
    }

    /// Opens it, and runs them.
    @discardableResult
    public func begin(
        pipelining statements: [(sql: String, parameters: [DatabaseCell])]
    ) async throws(DatabaseFailure) -> [Int] {
        try await begin()
        return try await execute(pipelining: statements)
    }

    /// Commits in the usual way, for a driver whose commit checks no more foreign keys than the database does.
    public func commitUnchecked() async throws(DatabaseFailure) {
        try await commit()
    }

    /// None.
    public var serverProcess: Int? {
        get async { nil }
    }

    /// Runs one statement without parameters and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: String) async throws(DatabaseFailure) -> Int {
        try await execute(sql, [])
    }

    /// Runs one statement without parameters and returns its rows.
    public func query(_ sql: String) async throws(DatabaseFailure) -> [DatabaseRow] {
        try await query(sql, [])
    }
}
