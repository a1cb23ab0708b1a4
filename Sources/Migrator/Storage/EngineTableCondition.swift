import MigratorDatabase
import MigratorDialects

/// What there is of the engine's tables, as the catalogue says.
struct EngineTableCondition: Sendable {
    /// The tables that are missing and without which no program can do.
    var missing: [TableName]
    /// Whether the role may use those that are there as a run does.
    var mayUse = true
    /// The numbers of the steps of growth that are there, and that the role may use.
    var grown: Set<Int> = []
    /// The numbers of those that are not, and that the role may make.
    var growable: Set<Int> = []
    /// Who asks, on PostgreSQL.
    var role = ""

    /// Whether a table is missing without which no program can do.
    var isAnyMissing: Bool { !missing.isEmpty }
}

extension EngineTables {
    /// Asks the catalogue, on PostgreSQL in one query.
    func condition(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> EngineTableCondition {
        switch connection.kind {
        case .postgres: try await conditionOnPostgres(connection)
        default: try await conditionOnSQLite(connection)
        }
    }

    private func conditionOnSQLite(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition {
        let names = names.filter { $0 != LockTable(beside: versionTable.name).name }
        let schema = versionTable.name.schema.map { TableName.quote($0) + "." } ?? ""
        let places = names.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            SELECT count(*) FROM \(schema)sqlite_schema WHERE type = 'table' AND name COLLATE NOCASE IN (\(places))
            """
        let count = try await connection.query(sql, names.map { .text($0.name) }).first?.values
        // SQLite makes those that are missing without a word about the others.
        var condition = EngineTableCondition(missing: count == [.int(Int64(names.count))] ? [] : names)
        for step in growth(on: .sqlite) {
            guard case .column(let name, _, let table) = step.change else { continue }
            if try await table.hasColumn(name, connection) {
                condition.grown.insert(step.number)
            } else {
                condition.growable.insert(step.number)
            }
        }
        return condition
    }

    private func conditionOnPostgres(
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition {
        var values: [DatabaseCell] = []
        func place(_ text: String) -> String {
            values.append(.text(text))
            return "$\(values.count)"
        }
        func table(_ name: TableName) -> String { "pg_catalog.to_regclass(\(place(name.quoted)))" }
        let rights = PostgresPrivileges.needed(self).map { needed in
            "pg_catalog.has_table_privilege(\(table(needed.table))::oid, '\(needed.right)') IS NOT FALSE"
        }
        var columns = ["current_user::text", rights.joined(separator: " AND ")]
        columns += names.map { "\(table($0)) IS NULL" }
        let steps = growth(on: .postgres)
        for step in steps {
            switch step.change {
            case .column(let name, _, let owner):
                let table = table(owner)
                columns.append(
                    """
                    EXISTS (SELECT FROM pg_catalog.pg_attribute
                        WHERE attrelid = \(table) AND attname = '\(name)' AND NOT attisdropped)
                    """
                )
                let owns = "SELECT pg_catalog.pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class"
                columns.append("COALESCE((\(owns) WHERE oid = \(table)), false)")
            case .table(let name, _):
                let table = table(name)
                let rights = ["SELECT", "INSERT", "UPDATE"].map {
                    "pg_catalog.has_table_privilege(\(table), '\($0)')"
                }
                columns.append("COALESCE(\(rights.joined(separator: " AND ")), false)")
                let schema = place(name.schema ?? "")
                let creates = """
                    SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace
                    WHERE nspname = \(schema)
                    """
                columns.append("\(table) IS NULL AND COALESCE((\(creates)), false)")
            }
        }
        let answer = try await connection.query("SELECT \(columns.joined(separator: ",\n"))", values).first?.values
        guard let answer, case .text(let role) = answer[0] else { return EngineTableCondition(missing: names) }
        let missing = zip(names, answer.dropFirst(2)).filter { $1 != .bool(false) }.map(\.0)
        var condition = EngineTableCondition(missing: missing, mayUse: answer[1] != .bool(false), role: role)
        let growth = answer.dropFirst(2 + names.count)
        for (index, step) in steps.enumerated() {
            let place = growth.startIndex + 2 * index
            if growth[place] == .bool(true) {
                condition.grown.insert(step.number)
            } else if growth[place + 1] == .bool(true) {
                condition.growable.insert(step.number)
            }
        }
        return condition
    }
}

extension TableName {
    /// Whether a table of SQLite has a column: asked in the process, without a round trip.
    func hasColumn(_ column: String, _ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        let sql = "SELECT 1 FROM pragma_table_info(?, ?) WHERE name = ?"
        let values: [DatabaseCell] = [.text(name), schema.map { .text($0) } ?? .null, .text(column)]
        return try await !connection.query(sql, values).isEmpty
    }
}
