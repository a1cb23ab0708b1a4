package import MigratorCatalogue
import MigratorCore
package import MigratorDatabase
import MigratorSystem

/// Pragmas say which objects there are, and texts what they are; a table about which the two differ is not read.
extension SQLiteDialect {
    /// Reads the main database, or those that the scope names, but for the temporary one.
    package func schema(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> Schema {
        try schema(of: try await schemaRows(scope, connection), scope)
    }

    package func schemaQueries(_ scope: SchemaScope) -> [String] {
        SQLiteSchemaQueries(scope.schemas ?? [homeSchema]).statements
    }

    package func schemaRows(
        _ scope: SchemaScope,
        _ connection: any DatabaseConnection
    ) async throws -> [[DatabaseRow]] {
        let names = try await schemaNames(scope, connection)
        return names.isEmpty ? [] : try await rows(SQLiteSchemaQueries(names).statements, connection)
    }

    package func schema(of rows: [[DatabaseRow]], _ scope: SchemaScope) throws -> Schema {
        guard !rows.isEmpty else { return Schema(kind) }
        let count = schemaQueries(scope).count
        guard rows.count == count else {
            throw DatabaseFailure(.other, "these are the rows of \(rows.count) questions, and not of \(count)")
        }
        var reader = SQLiteSchemaReader(try SQLiteSchemaRows(rows), scope)
        return reader.schema()
    }

    /// The databases to read, as the connection calls them.
    private func schemaNames(_ scope: SchemaScope, _ connection: any DatabaseConnection) async throws -> [String] {
        guard let asked = scope.schemas, !asked.isExactly([homeSchema]) else { return [homeSchema] }
        let attached = try await connection.query("SELECT name FROM pragma_database_list ORDER BY seq")
        return try attached.map { row in try row.get("name", as: String.self) }.filter { name in
            !SQLiteName.same(name, "temp") && asked.contains { SQLiteName.same($0, name) }
        }
    }

    /// The rows of statements that see the same state of the database.
    private func rows(_ statements: [String], _ connection: any DatabaseConnection) async throws -> [[DatabaseRow]] {
        try await connection.together {
            let isOpen = await connection.isInTransaction
            // Takes no lock before it reads, and none but for reading.
            if !isOpen { try await connection.execute("BEGIN") }
            do {
                let rows = try await connection.query(pipelining: statements.map { ($0, []) }) { _, rows in rows }
                if !isOpen { try await connection.rollback() }
                return rows
            } catch {
                if !isOpen { try? await connection.rollback() }
                throw error
            }
        }
    }
}
