import MigrationDSL
public import MigratorDatabase
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A transaction that notes what it writes: see ``CachedDatabase/write(_:)``.
///
/// Not to be used after the body has returned.
public final class ECSTransaction: Sendable {
    /// The connection with the open transaction.
    public let connection: any DatabaseConnection
    /// Reads in the transaction, past the cache.
    public let database: CachedDatabase
    private let notes = Mutex(Touched())

    init(_ connection: any DatabaseConnection, database: CachedDatabase) {
        self.connection = connection
        self.database = database
    }

    var touched: Touched { notes.withLock { $0 } }

    /// Notes that a table was written, by whatever means.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - agents: The agents whose rows were written, if that is known; all answers that read the table are stale
    ///     otherwise.
    public func touch(_ table: String, agents: [UUID]? = nil) {
        notes.withLock { $0.insert(table, agents: agents.map { $0.map(\.text) }) }
    }

    /// Runs a statement of the application's own.
    ///
    /// - Parameters:
    ///   - sql: The statement.
    ///   - parameters: Its values.
    ///   - tables: The tables that it writes.
    ///   - agents: The agents whose rows it writes, if that is known.
    /// - Returns: How many rows it changed.
    /// - Throws: What the database gives.
    @discardableResult
    public func execute(
        _ sql: String,
        _ parameters: [DatabaseCell] = [],
        touching tables: [String],
        agents: [UUID]? = nil
    ) async throws(DatabaseFailure) -> Int {
        for table in tables { touch(table, agents: agents) }
        return try await connection.execute(sql, parameters)
    }

    /// Stores a record, in place of one of the same id, and returns it as it is stored.
    func store<Stored: CachedRecord>(
        _ record: Stored,
        agents: [UUID]? = nil,
        conflict: [String] = ["id"]
    ) async throws(DatabaseFailure) -> Stored {
        let table = Stored.definition.name
        touch(table, agents: agents)
        // What is left out takes the column's default.
        let values = record.values.filter { !($0.value == .null && Self.isMoment($0.column)) }
        let columns = values.map(\.column)
        var changes = columns.filter { !conflict.contains($0) && !["id", "created_at"].contains($0) }
            .map { "\($0) = excluded.\($0)" }
        if Stored.definition.table.columns.contains(where: { $0.name == "updated_at" }), !columns.contains("updated_at")
        {
            changes.append("updated_at = CURRENT_TIMESTAMP")
        }
        let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let sql = """
            INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))
            ON CONFLICT (\(conflict.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))
            RETURNING \(Stored.definition.table.columns.map(\.name).joined(separator: ", "))
            """
        guard let row = try await connection.query(sql, values.map(\.value)).first else {
            throw DatabaseFailure(.other, "storing into \(table) gave no row back", statement: sql)
        }
        return try Stored(row: row)
    }

    /// Deletes rows of a table by an equality.
    @discardableResult
    func remove(
        from table: String,
        where conditions: KeyValuePairs<String, DatabaseCell>,
        agents: [UUID]? = nil
    ) async throws(DatabaseFailure) -> Bool {
        // Rows that go with these are written too.
        for touched in ECSTables.deletion(from: table).sorted() { touch(touched, agents: agents) }
        let condition = conditions.enumerated().map { "\($1.key) = $\($0 + 1)" }.joined(separator: " AND ")
        return try await connection.execute("DELETE FROM \(table) WHERE \(condition)", conditions.map(\.value)) > 0
    }

    private static func isMoment(_ column: String) -> Bool {
        ["created_at", "updated_at", "last_activity"].contains(column)
    }
}
