public import MigratorDatabase
import Synchronization

/// A transaction that notes what it writes: see ``CachedDatabase/write(_:)``.
///
/// Not to be used after the body has returned.
public final class CachedTransaction: Sendable {
    /// The connection with the open transaction.
    public let connection: any DatabaseConnection
    /// Reads in the transaction, past the cache.
    public let database: CachedDatabase
    private let notes = Mutex(Touched())

    package init(_ connection: any DatabaseConnection, database: CachedDatabase) {
        self.connection = connection
        self.database = database
    }

    var touched: Touched { notes.withLock { $0 } }

    /// Notes that a table was written, by SQL of the caller's own too.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - entities: The entities whose rows were written, if that is known; all answers that read the table are stale
    ///     otherwise.
    public func touch(_ table: String, entities: [String]? = nil) {
        notes.withLock { $0.insert(table, entities: entities) }
    }

    /// Runs a statement of the application's own.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - parameters: Its values.
    ///   - tables: The tables that it writes.
    ///   - entities: The entities whose rows it writes, if that is known.
    /// - Returns: How many rows it changed.
    /// - Throws: What the database gives.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: [DatabaseCell] = [],
        touching tables: [String],
        entities: [String]? = nil
    ) async throws(DatabaseFailure) -> Int {
        for table in tables { touch(table, entities: entities) }
        return try await connection.execute(sql, parameters)
    }
}
