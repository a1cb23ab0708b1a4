import MigratorDatabase
import MigratorSystem

/// The compiled statements of a connection: those that were prepared by name, and the last few that were run.
struct SQLiteStatementCache {
    private struct Entry {
        let statement: SQLiteStatement
        var lastUse: Int
    }

    private static let capacity = 32
    private static let longestText = 10_000

    private var recent: [ExactText: Entry] = [:]
    private var uses = 0
    private var prepared: [Int: SQLiteStatement] = [:]
    private var lastID = 0

    /// Returns the compiled statement of a text.
    mutating func statement(_ sql: String, on database: OpaquePointer) throws(DatabaseFailure) -> SQLiteStatement {
        uses += 1
        let text = ExactText(sql)
        if let statement = recent[text]?.statement {
            recent[text]?.lastUse = uses
            return statement
        }
        let isWorthKeeping = sql.utf8.count <= Self.longestText && SQLText.isDML(sql)
        let statement = try SQLiteStatement(sql, on: database, willBeKept: isWorthKeeping)
        guard isWorthKeeping else { return statement }
        if recent.count >= Self.capacity, let oldest = recent.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            recent[oldest.key] = nil
        }
        recent[text] = Entry(statement: statement, lastUse: uses)
        return statement
    }

    mutating func prepare(_ sql: String, on database: OpaquePointer) throws(DatabaseFailure) -> PreparedStatement {
        let statement = try SQLiteStatement(sql, on: database, willBeKept: true)
        lastID += 1
        prepared[lastID] = statement
        return PreparedStatement(id: lastID, sql: sql, parameterCount: statement.parameterCount)
    }

    func statement(_ handle: PreparedStatement) throws(DatabaseFailure) -> SQLiteStatement {
        guard let statement = prepared[handle.id], statement.sql == handle.sql else {
            throw DatabaseFailure(
                .undefinedObject,
                "the prepared statement was discarded, or belongs to another connection",
                statement: handle.sql
            )
        }
        return statement
    }

    mutating func discard(_ handle: PreparedStatement) {
        guard prepared[handle.id]?.sql == handle.sql else { return }
        prepared[handle.id] = nil
    }

    mutating func removeAll() {
        recent.removeAll()
        prepared.removeAll()
    }
}
