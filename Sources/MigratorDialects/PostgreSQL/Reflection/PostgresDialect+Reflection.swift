package import MigratorCatalogue
package import MigratorDatabase

extension PostgresDialect {
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        let parts = PostgresReflection.parts
        let answers: [any PostgresPart] = try await read(scope, connection) { (index, rows) throws(DatabaseFailure) in
            try parts[index].init(rows)
        }
        return try PostgresReflection(answers).schema(without: scope.ownTables)
    }

    package func schemaQueries(_ scope: SchemaScope) -> [String] {
        PostgresReflection.settings + questions(scope)
    }

    private func questions(_ scope: SchemaScope) -> [String] {
        let filter = PostgresSchemaFilter(scope.schemas)
        return PostgresReflection.parts.map { $0.query(filter) }
    }

    package func schemaRows(
        _ scope: SchemaScope,
        _ connection: any DatabaseConnection
    ) async throws -> [[DatabaseRow]] {
        try await read(scope, connection) { (_, rows) in rows }
    }

    package func schema(of rows: [[DatabaseRow]], _ scope: SchemaScope) throws -> Schema {
        let parts = PostgresReflection.parts
        guard rows.count == parts.count else {
            throw DatabaseFailure(.other, "these are the rows of \(rows.count) questions, and not of \(parts.count)")
        }
        var answers: [any PostgresPart] = []
        for (part, rows) in zip(parts, rows) { answers.append(try part.init(rows)) }
        return try PostgresReflection(answers).schema(without: scope.ownTables)
    }

    /// What is made of the answers to the questions about the catalogue, in their order and in one snapshot.
    private func read<Answer: Sendable>(
        _ scope: SchemaScope,
        _ connection: any DatabaseConnection,
        _ make: @Sendable (Int, [DatabaseRow]) throws(DatabaseFailure) -> Answer
    ) async throws -> [Answer] {
        let settings = PostgresReflection.settings + (scope.lockTimeout.map(PostgresReflection.limits) ?? [])
        let statements = (settings + questions(scope)).map { (sql: $0, parameters: [DatabaseCell]()) }
        let answers: [Answer?]
        try await connection.begin()
        do {
            let count = settings.count
            answers = try await connection.query(pipelining: statements) { (index, rows) throws(DatabaseFailure) in
                index < count ? nil : try make(index - count, rows)
            }
        } catch {
            try? await connection.rollback()
            throw error
        }
        // Nothing was written, and the settings go with the transaction.
        try await connection.rollback()
        return answers.compactMap(\.self)
    }
}
