import MigratorCore
import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The table of one row that says which run may change the database: the fence against a lock that was lost.
///
/// Two version tables in a schema are two histories, whose runs have nothing to do with each other: each has a table.
/// That of `alembic_version` is the one that the first programs had for all.
struct LockTable: Sendable {
    static let tableName = "migrator_lock"

    let name: TableName
    /// Whether it is another than that of `alembic_version`.
    var isOwn: Bool { name.name != Self.tableName }

    /// The table that all version tables of a schema share where they have none of their own.
    init(beside versionTable: TableName) {
        name = TableName(Self.tableName, schema: versionTable.schema)
    }

    /// The table that is a version table's own.
    init(of versionTable: TableName) {
        let isUsual = versionTable.name == EngineTableNames.version
        let own = isUsual ? Self.tableName : Self.shortened("\(Self.tableName)_\(versionTable.name)")
        name = TableName(own, schema: versionTable.schema)
    }

    /// The table that a run uses which has found the engine's tables so far grown.
    init(of versionTable: TableName, grown: Set<Int>) {
        let own = LockTable(of: versionTable)
        self = own.isOwn && !grown.contains(Growth.lockOfItsOwn) ? LockTable(beside: versionTable) : own
    }

    /// PostgreSQL would cut off what is longer than 63 bytes, and then two names could be one.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 63 else { return name }
        let digest = Checksum.digest(of: name).prefix(8)
        var start = name
        while start.utf8.count > 63 - 1 - digest.count { start.unicodeScalars.removeLast() }
        return "\(start)_\(digest)"
    }

    /// Writes down that a run has the lock, and does something else in the same go.
    func write(
        run: UUID,
        _ others: [BoundStatement],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) {
        let process = ProcessInfo.processInfo
        let (host, number) = (String(process.hostName.prefix(255)), Int64(process.processIdentifier))
        let sql: SQLFragment = """
            INSERT INTO \(name.quoted) (id, run, backend, host, process, since)
            VALUES (1, \(value: .uuid(run)), pg_catalog.pg_backend_pid(), \(value: .text(host)), \
            \(value: .int(number)), pg_catalog.clock_timestamp())
            ON CONFLICT (id) DO UPDATE SET run = EXCLUDED.run, backend = EXCLUDED.backend, host = EXCLUDED.host,
                process = EXCLUDED.process, since = EXCLUDED.since
            """
        try await connection.execute(pipelining: [sql.statement(for: connection.kind)] + others)
    }

    /// Locks the row if it is this run's, and gives one row then; fails at once if another transaction has it.
    func fence(_ run: UUID) -> SQLFragment {
        "SELECT 1 FROM \(name.quoted) WHERE id = 1 AND run = \(value: .uuid(run)) FOR NO KEY UPDATE NOWAIT"
    }
}
