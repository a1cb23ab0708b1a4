import MigratorDatabase

/// What a new connection sees of a ``MortalHistory``.
struct MortalSight: Sendable {
    var versions: [String] = []
    /// The uuids of the steps that are done, and of the events, in their order.
    var steps: [String] = []
    var events: [String] = []
    /// How many events Redis has not been told of, by the database's own account.
    var waiting = 0
    var effects = MortalHistory.Effects(after: 0)

    init(_ bench: MortalBench) async throws {
        self = try await bench.withConnection { try await Self(over: $0) }
    }

    private init(over connection: any DatabaseConnection) async throws {
        if try await Self.has("alembic_version", connection) {
            versions = try await Self.texts("SELECT version_num FROM alembic_version", connection)
        }
        if try await Self.has("migrator_journal", connection) {
            let done = "SELECT CAST(uuid AS VARCHAR) FROM migrator_journal WHERE state = 'done' ORDER BY id"
            steps = try await Self.texts(done, connection)
        }
        if try await Self.has("migrator_outbox", connection) {
            events = try await Self.texts("SELECT CAST(uuid AS VARCHAR) FROM migrator_outbox ORDER BY id", connection)
            let told = "SELECT event FROM migrator_delivery WHERE target = 'redis' AND delivered_at IS NOT NULL"
            waiting = try await connection.query("SELECT 1 FROM migrator_outbox WHERE id NOT IN (\(told))").count
        }
        let hasSpirits = try await Self.has("naming_spirits", connection)
        effects = MortalHistory.Effects(
            hasSpirits: hasSpirits,
            hasAudit: try await Self.has("audit", connection),
            name: try await Self.name(connection),
            rows: hasSpirits ? try await connection.query("SELECT 1 FROM naming_spirits").count : 0,
            hasIndex: try await hasIndex(connection)
        )
    }

    private func hasIndex(_ connection: any DatabaseConnection) async throws -> Bool {
        let name = "'ix_naming_spirits_name'"
        let sql =
            connection.kind == .postgres
            ? "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(\(name)) AND indisvalid"
            : "SELECT 1 FROM sqlite_schema WHERE name = \(name)"
        return try await !connection.query(sql).isEmpty
    }

    /// The first spirit's name.
    static func name(_ connection: any DatabaseConnection) async throws -> String? {
        guard try await has("naming_spirits", connection) else { return nil }
        return try await texts("SELECT name FROM naming_spirits WHERE id = 1", connection).first
    }

    /// Whether the step of an event can be seen.
    static func hasStep(_ uuid: String, _ connection: any DatabaseConnection) async throws -> Bool {
        try await texts("SELECT CAST(uuid AS VARCHAR) FROM migrator_journal WHERE state = 'done'", connection)
            .contains(uuid)
    }

    private static func has(_ table: String, _ connection: any DatabaseConnection) async throws -> Bool {
        try await !connection.columns(of: TableName(table)).isEmpty
    }

    private static func texts(_ sql: String, _ connection: any DatabaseConnection) async throws -> [String] {
        try await connection.query(sql).map { String(databaseCell: $0.values[0]) ?? "" }
    }
}
