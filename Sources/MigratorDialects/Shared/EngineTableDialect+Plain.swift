package import MigratorCore
package import MigratorDatabase

/// What a plain database answers: it keeps any name, has no roles, and is asked for columns and tables one by one.
extension EngineTableDialect {
    package func check(version: TableName) throws(MigratorError) {}

    package func locate(
        _ version: TableName,
        outbox: String,
        asking columns: String?,
        _ connection: any DatabaseConnection
    ) async throws -> EngineTableLocation {
        EngineTableLocation(version)
    }

    package func growth(beside version: TableName) -> [Growth] { [.journalOfSeveral(beside: version)] }

    package func statement(making step: Growth) -> String {
        switch step.change {
        case .column(let name, let type, let table): "ALTER TABLE \(table.quoted) ADD COLUMN \(name) \(type)"
        case .table(_, let sql): sql
        }
    }

    package func condition(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> EngineTableCondition {
        var condition = EngineTableCondition(missing: [])
        for table in tables.required where try await connection.columns(of: table).isEmpty {
            condition.missing.append(table)
        }
        try await lookForGrowth(tables.growth, &condition, connection)
        return condition
    }

    /// Asks for each step of growth; without roles what is missing can be made.
    func lookForGrowth(
        _ growth: [Growth],
        _ condition: inout EngineTableCondition,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) {
        for step in growth {
            let isThere =
                switch step.change {
                case .column(let name, _, let table): try await hasColumn(name, table, connection)
                case .table(let table, _): try await !connection.columns(of: table).isEmpty
                }
            if isThere {
                condition.grown.insert(step.number)
            } else {
                condition.growable.insert(step.number)
            }
        }
    }

    package func make(
        _ statements: [String],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) {
        for statement in statements { try await connection.execute(statement) }
    }

    package func checkMaking(of tables: EngineTableSet, _ connection: any DatabaseConnection) async throws {}

    package func checkUse(
        of tables: EngineTableSet,
        _ connection: any DatabaseConnection,
        cause: DatabaseFailure?
    ) async throws {}

    package func grants(on tables: EngineTableSet, to role: String) -> [String] { [] }

    package func statements(making step: Growth, for role: String) -> [String] { [statement(making: step)] }

    package var nullText: String { "NULL" }

    package func asText(_ column: String) -> String { "CAST(\(column) AS VARCHAR)" }

    package var deferredChecks: [String] { [] }

    package func hasColumn(
        _ column: String,
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        try await connection.columns(of: table).contains { $0.name == column }
    }

    package func source(
        of columns: String,
        and column: String,
        in table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> SQLFragment {
        let isThere = try await hasColumn(column, table, connection)
        return "(SELECT \(columns), \(isThere ? column : "NULL AS \(column)") FROM \(table.quoted)) AS j"
    }

    package func mayAsk(
        _ table: TableName,
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> Bool {
        true
    }
}
