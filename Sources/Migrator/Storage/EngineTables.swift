import Database
import MigrationDSL

/// The engine's own tables, which belong to no revision and which no downgrade drops.
struct EngineTables: Sendable {
    let versionTable: VersionTable
    let journal: Journal
    let lock: LockTable
    let outbox: Outbox
    /// Whether the outbox was there when the tables were located; `nil` if nobody has looked.
    private(set) var hasOutbox: Bool?
    /// What tells the database from a copy, if that was asked for on the way.
    private(set) var place: DatabasePlace?

    init(version: TableName) {
        versionTable = VersionTable(name: version)
        journal = Journal(beside: version)
        lock = LockTable(beside: version)
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
        place = try await DatabasePlace.read(self, connection)
    }

    /// Makes what is missing; must be called in a transaction that others cannot be in at the same time.
    ///
    /// - Throws: ``MigratorError`` with code `.permissionDenied` that holds what an administrator has to run.
    func ensure(_ connection: any DatabaseConnection) async throws {
        let dialect = connection.kind.dialect()
        let statements = dialect.engineTables(version: versionTable.name)
        guard connection.kind == .postgres else {
            guard try await isAnyMissing(connection) else { return }
            for statement in statements { try await connection.execute(statement) }
            return
        }
        let (missing, mayUse) = try await state(connection)
        if !mayUse { try await PostgresPrivileges(connection).checkUse(self) }
        guard !missing.isEmpty else { return }
        try await PostgresPrivileges(connection).checkCreate(self)
        // Of one that is there the server would say so, to whoever runs the first revision over Alembic's table.
        let needed = statements.filter { statement in
            (dialect as? PostgresDialect)?.tableMade(by: statement).map(missing.contains) ?? true
        }
        try await make(needed, connection)
    }

    /// Makes them although somebody may have made one in a transaction that is still open: Alembic on its first run.
    ///
    /// `IF NOT EXISTS` does not see that table, waits for the transaction, and fails if it is committed.
    private func make(_ statements: [String], _ connection: any DatabaseConnection) async throws(DatabaseError) {
        for attempt in 1... {
            try await connection.execute("SAVEPOINT migrator_tables")
            do {
                for statement in statements { try await connection.execute(statement) }
                try await connection.execute("RELEASE SAVEPOINT migrator_tables")
                return
            } catch {
                let isThereNow = error.code == .uniqueViolation || error.code == .duplicateObject
                guard isThereNow, attempt <= statements.count else { throw error }
                try await connection.execute("ROLLBACK TO SAVEPOINT migrator_tables")
            }
        }
    }

    /// All of them, in the order of their making.
    var names: [TableName] { [versionTable.name, journal.name, lock.name] + outbox.names }

    /// Whether there is anything to make.
    func isAnyMissing(_ connection: any DatabaseConnection) async throws(DatabaseError) -> Bool {
        guard connection.kind == .postgres else {
            let names = names.filter { $0 != lock.name }
            let schema = versionTable.name.schema.map { TableName.quote($0) + "." } ?? ""
            let places = names.map { _ in "?" }.joined(separator: ", ")
            let sql = """
                SELECT count(*) FROM \(schema)sqlite_schema
                WHERE type = 'table' AND name COLLATE NOCASE IN (\(places))
                """
            return try await connection.query(sql, names.map { .text($0.name) }).first?.values
                != [.int(Int64(names.count))]
        }
        return try await !state(connection).missing.isEmpty
    }

    /// Which tables are missing on PostgreSQL, and whether the role may use those that are there.
    private func state(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseError) -> (missing: Set<TableName>, mayUse: Bool) {
        let names = names
        func table(_ name: TableName) -> String {
            "pg_catalog.to_regclass($\((names.firstIndex(of: name) ?? 0) + 1))"
        }
        let looks = names.map { "\(table($0)) IS NULL" }
        let rights = PostgresPrivileges.needed(self).map { needed in
            "pg_catalog.has_table_privilege(\(table(needed.table))::oid, '\(needed.right)') IS NOT FALSE"
        }
        let sql = "SELECT \(looks.joined(separator: ", ")), \(rights.joined(separator: " AND "))"
        let values = try await connection.query(sql, names.map { .text($0.quoted) }).first?.values ?? []
        return (Set(zip(names, values).filter { $1 != .bool(false) }.map(\.0)), values.last != .bool(false))
    }
}
