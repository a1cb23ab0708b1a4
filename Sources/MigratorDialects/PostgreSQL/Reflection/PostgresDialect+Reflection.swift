package import MigratorCatalogue
package import MigratorDatabase

extension PostgresDialect {
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        let parts = PostgresReflection.parts
        let limits = scope.lockTimeout.map(PostgresReflection.limits) ?? []
        let settings = (PostgresReflection.settings + limits).map { (sql: $0, parameters: [DatabaseCell]()) }
        let filter = PostgresSchemaFilter(scope.schemas)
        let queries = parts.map { (sql: $0.query(filter), parameters: [DatabaseCell]()) }
        let answers: [(any PostgresPart)?]
        try await connection.begin()
        do {
            let count = settings.count
            answers = try await connection.query(pipelining: settings + queries) {
                (index, rows) throws(DatabaseFailure) in
                index < count ? nil : try parts[index - count].init(rows)
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
        // Nothing was written, and the settings go with the transaction.
        try await connection.rollback()
        return try PostgresReflection(answers.compactMap(\.self)).schema(without: scope.ownTables)
    }
}
