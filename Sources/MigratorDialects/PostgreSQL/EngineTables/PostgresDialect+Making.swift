package import MigratorDatabase

extension PostgresDialect {
    /// Tries again where another program has made one of the tables meanwhile.
    ///
    /// Its transaction may still be open, as that of Alembic's first run: `IF NOT EXISTS` does not see the table then,
    /// waits for the transaction, and fails if it is committed.
    package func make(
        _ statements: [String],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) {
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
}
