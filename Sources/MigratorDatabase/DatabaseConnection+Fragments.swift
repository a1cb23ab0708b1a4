extension DatabaseConnection {
    /// Runs one statement with the values that stand in it, and returns how many rows it changed.
    @discardableResult
    package func execute(_ fragment: SQLFragment) async throws(DatabaseFailure) -> Int {
        let statement = fragment.statement(for: kind)
        return try await execute(statement.sql, statement.parameters)
    }

    /// Runs one statement with the values that stand in it, and returns its rows.
    package func query(_ fragment: SQLFragment) async throws(DatabaseFailure) -> [DatabaseRow] {
        let statement = fragment.statement(for: kind)
        return try await query(statement.sql, statement.parameters)
    }
}
