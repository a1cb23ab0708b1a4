import MigratorDatabase
import MigratorSystem

/// An advisory lock that stands for something of the engine's beside its version table.
struct PostgresAdvisoryLock: Sendable {
    /// The first eight bytes of the SHA-256 of a name: the same in every version of the engine.
    let key: Int64

    /// The lock of a run.
    init(for versionTable: TableName) {
        self.init("migrator.run-lock", in: versionTable.schema, for: versionTable.name)
    }

    init(_ use: String, in schema: String?, for name: String) {
        let text = "\(use)\u{0}\(schema ?? "")\u{0}\(name)"
        key = Digest.sha256(Array(text.utf8)).prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Takes it for the session if it is free.
    func take(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        try await ask("SELECT pg_catalog.pg_try_advisory_lock(\(parameter))", connection)
    }

    /// Takes it until the end of the transaction if it is free.
    func takeForTransaction(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        try await ask("SELECT pg_catalog.pg_try_advisory_xact_lock(\(parameter))", connection)
    }

    /// Whether some session has it.
    func isHeld(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        let sql: SQLFragment = """
            SELECT EXISTS (
                SELECT FROM pg_catalog.pg_locks
                WHERE locktype = 'advisory' AND granted AND objsubid = 1
                    AND database = (
                        SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
                    AND ((classid::bigint << 32) | objid::bigint) = \(parameter))
            """
        return try await ask(sql, connection)
    }

    func release(_ connection: any DatabaseConnection) async throws(DatabaseFailure) {
        _ = try await ask("SELECT pg_catalog.pg_advisory_unlock(\(parameter))", connection)
    }

    private var parameter: SQLFragment { SQLFragment(value: .int(key)) }

    private func ask(_ sql: SQLFragment, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        try await connection.query(sql).first?.values == [.bool(true)]
    }
}
