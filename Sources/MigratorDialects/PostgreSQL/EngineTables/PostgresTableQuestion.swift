import MigratorDatabase

/// The question what there is of the engine's tables and what the role may do with them: one query of the catalogue.
///
/// It names some tables several times, so it counts its parameters itself.
struct PostgresTableQuestion {
    private let required: [TableName]
    private let growth: [Growth]
    private var columns = ["current_user::text"]
    private var parameters: [DatabaseCell] = []

    init(_ tables: EngineTableSet) {
        required = tables.required
        growth = tables.growth
        let rights = tables.rightsOfARun.map { needed in
            "pg_catalog.has_table_privilege(\(oid(needed.table))::oid, '\(needed.right)') IS NOT FALSE"
        }
        columns.append(rights.joined(separator: " AND "))
        columns += required.map { "\(oid($0)) IS NULL" }
        for step in growth {
            switch step.change {
            case .column(let name, _, let table): ask(forColumn: name, of: table)
            case .table(let name, _): ask(forTable: name)
            }
        }
    }

    func ask(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> EngineTableCondition {
        let sql = "SELECT \(columns.joined(separator: ",\n"))"
        let answer = try await connection.query(sql, parameters).first?.values
        guard let answer, case .text(let role) = answer[0] else { return EngineTableCondition(missing: required) }
        let missing = zip(required, answer.dropFirst(2)).filter { $1 != .bool(false) }.map(\.0)
        var condition = EngineTableCondition(missing: missing)
        condition.mayUse = answer[1] != .bool(false)
        condition.role = role
        let pairs = answer.dropFirst(2 + required.count)
        for (index, step) in growth.enumerated() {
            let isThere = pairs.startIndex + 2 * index
            if pairs[isThere] == .bool(true) {
                condition.grown.insert(step.number)
            } else if pairs[isThere + 1] == .bool(true) {
                condition.growable.insert(step.number)
            }
        }
        return condition
    }

    // MARK: Columns

    /// Asks whether a column is there, and whether the role may make it.
    private mutating func ask(forColumn name: String, of owner: TableName) {
        let table = oid(owner)
        columns.append(
            """
            EXISTS (SELECT FROM pg_catalog.pg_attribute
                WHERE attrelid = \(table) AND attname = '\(name)' AND NOT attisdropped)
            """
        )
        let owns = "SELECT pg_catalog.pg_has_role(relowner, 'USAGE') FROM pg_catalog.pg_class"
        columns.append("COALESCE((\(owns) WHERE oid = \(table)), false)")
    }

    /// Asks whether the role may use a table that is there, and whether it may make one that is not.
    private mutating func ask(forTable name: TableName) {
        let table = oid(name)
        let rights = ["SELECT", "INSERT", "UPDATE"].map { "pg_catalog.has_table_privilege(\(table), '\($0)')" }
        columns.append("COALESCE(\(rights.joined(separator: " AND ")), false)")
        let creates = """
            SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace
            WHERE nspname = \(placeholder(name.schema ?? ""))
            """
        columns.append("\(table) IS NULL AND COALESCE((\(creates)), false)")
    }

    private mutating func oid(_ table: TableName) -> String {
        "pg_catalog.to_regclass(\(placeholder(table.quoted)))"
    }

    private mutating func placeholder(_ text: String) -> String {
        parameters.append(.text(text))
        return "$\(parameters.count)"
    }
}
