import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorOutbox

/// The engine's own tables, which belong to no revision and which no downgrade drops.
struct EngineTables: Sendable {
    let versionTable: VersionTable
    private(set) var journal: Journal
    private(set) var lock: LockTable
    let outbox: Outbox
    /// Whether the outbox was there when the tables were located; `nil` if nobody has looked.
    private(set) var hasOutbox: Bool?
    /// What tells the database from a copy, if that was asked for on the way.
    private(set) var place: DatabasePlace?

    init(version: TableName) {
        versionTable = VersionTable(name: version)
        journal = Journal(beside: version)
        lock = LockTable(of: version)
        outbox = Outbox(beside: version)
    }

    /// Finds the tables, or where they are to be made: one place for a whole run, whatever becomes of the search path.
    ///
    /// With the place it asks on the way what tells the database from a copy: who tells caches needs it.
    static func locate(
        _ settings: MigratorSettings,
        _ connection: any DatabaseConnection,
        withPlace: Bool = true
    ) async throws -> EngineTables {
        let named = settings.versionTable
        if connection.kind == .postgres { try PostgresDialect.checkLength(of: named) }
        guard named.schema == nil else { return EngineTables(version: named) }
        // A temporary table of that name would be found first.
        guard connection.kind == .postgres else {
            return EngineTables(version: TableName(named.name, schema: "main"))
        }
        let row = try await located(named, connection, withPlace: withPlace)
        guard let row, case .text(let quoted) = row[0] else {
            throw MigratorError(
                .invalidSetting,
                "the search path names no schema that exists, so there is no place for table \(named); "
                    + "set search_path, or name a schema with --version-table-schema"
            )
        }
        let schema = TableName.unquoted(quoted)
        var tables = EngineTables(version: TableName(named.name, schema: schema))
        tables.hasOutbox = row[1] == .bool(true)
        tables.place = row.columns.count > 2 ? DatabasePlace(row, schema: schema) : nil
        return tables
    }

    /// Asks for the schema, as SQL writes it, for the outbox and for the place at once.
    ///
    /// By functions: to plan a query of the catalogue takes a new session three times as long.
    private static func located(
        _ named: TableName,
        _ connection: any DatabaseConnection,
        withPlace: Bool
    ) async throws -> DatabaseRow? {
        func sql(_ place: String) -> String {
            """
            SELECT s.name, pg_catalog.to_regclass(s.name || '.\(Outbox.tableName)') IS NOT NULL
                \(place)
            FROM (SELECT COALESCE(
                (pg_catalog.pg_identify_object(
                    'pg_catalog.pg_class'::pg_catalog.regclass, pg_catalog.to_regclass($1), 0)).schema,
                pg_catalog.quote_ident(pg_catalog.current_schema())
            ) AS name) AS s
            """
        }
        guard withPlace else { return try await connection.query(sql(""), [.text(named.quoted)]).first }
        do {
            return try await connection.query(sql(", \(DatabasePlace.columns)"), [.text(named.quoted)]).first
        } catch {
            guard error.code != .connectionLost, error.code != .cancelled else { throw error }
            // Not every server tells its place.
            return try await connection.query(sql(""), [.text(named.quoted)]).first
        }
    }

    /// Asks for the place, if the tables were located without; must be called outside of a transaction.
    ///
    /// On SQLite only who has caches needs it.
    mutating func findPlace(_ connection: any DatabaseConnection) async throws {
        guard connection.kind == .postgres, place == nil else { return }
        place = try await identity.place(connection)
    }

    /// All without which no program can do, in the order of their making.
    var names: [TableName] {
        [versionTable.name, journal.name, LockTable(beside: versionTable.name).name] + outbox.names
    }

    /// What makes them where they are missing.
    func makings(on kind: DatabaseKind) -> [TableMaking] {
        kind.dialect().engineTables(version: versionTable.name) + outbox.tables(on: kind)
    }

    /// The statements that let a role of PostgreSQL use them, which it may not make itself.
    func grants(to role: String) -> [String] {
        let tables = makings(on: .postgres).compactMap(\.table)
        return PostgresDialect(isTransactional: true).grants(on: tables, in: versionTable.name.schema, to: role)
    }

    /// What they have learned since they were first made.
    func growth(on kind: DatabaseKind) -> [Growth] { Growth.steps(beside: versionTable.name, on: kind) }

    /// Does without what has not grown.
    mutating func adopt(_ condition: EngineTableCondition) {
        journal.hasVersionTable = condition.grown.contains(Growth.journalOfSeveral)
        if lock.isOwn, !condition.grown.contains(Growth.lockOfItsOwn) { lock = LockTable(beside: versionTable.name) }
        if hasOutbox != nil { hasOutbox = !condition.isAnyMissing }
    }
}
