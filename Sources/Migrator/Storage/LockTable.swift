import Database

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The table of one row that says which run may change the database: the fence against a lock that was lost.
///
/// PostgreSQL only; a transaction of SQLite has the whole database.
struct LockTable: Sendable {
    static let tableName = "migrator_lock"

    let name: TableName

    init(beside versionTable: TableName) {
        name = TableName(Self.tableName, schema: versionTable.schema)
    }

    /// Writes down that a run has the lock, and does something else in the same go.
    func write(
        run: UUID,
        _ others: [(sql: String, parameters: [DatabaseValue])],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseError) {
        let sql = """
            INSERT INTO \(name.quoted) (id, run, backend, host, process, since)
            VALUES (1, $1, pg_catalog.pg_backend_pid(), $2, $3, pg_catalog.clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET run = EXCLUDED.run, backend = EXCLUDED.backend, host = EXCLUDED.host,
                process = EXCLUDED.process, since = EXCLUDED.since
            """
        let process = ProcessInfo.processInfo
        let values: [DatabaseValue] = [
            .uuid(run), .text(String(process.hostName.prefix(255))), .int(Int64(process.processIdentifier)),
        ]
        try await connection.execute(pipelining: [(sql, values)] + others)
    }

    /// Locks the row if it is this run's, and gives one row then; fails at once if another transaction has it.
    var fence: String {
        "SELECT 1 FROM \(name.quoted) WHERE id = 1 AND run = $1 FOR NO KEY UPDATE NOWAIT"
    }
}
