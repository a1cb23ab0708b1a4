import MigratorDatabase

/// The invalid copies of indexes that `REINDEX CONCURRENTLY` makes, and leaves behind where it fails.
struct InvalidCopies: StatementTraces {
    private static let query = """
        SELECT c.oid::bigint AS oid, n.nspname::text AS schema, c.relname::text AS name
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
        """

    private let connection: any DatabaseConnection
    /// Those that were there before.
    private var known: Set<Int64> = []

    init(_ connection: any DatabaseConnection) {
        self.connection = connection
    }

    mutating func prepare() async throws {
        known = Set(try await connection.query(Self.query).map { try $0.get("oid", as: Int64.self) })
    }

    /// Drops those that are there now and were not before, and that nobody builds.
    func remove() async throws {
        for row in try await connection.query(Self.query) where try !known.contains(row.get("oid", as: Int64.self)) {
            let name = TableName(try row.get("name", as: String.self), schema: try row.get("schema", as: String.self))
            try await ConcurrentIndex.drop(name, connection)
        }
    }

    func fate(of process: ServerProcess, waiting timeout: Duration) async throws -> InterruptedStatementFate {
        .notDone
    }
}
