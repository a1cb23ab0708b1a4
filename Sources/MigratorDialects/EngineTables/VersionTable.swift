package import MigrationDSL
package import MigratorDatabase

/// The table of version rows: Alembic's own, with Alembic's meaning.
package struct VersionTable: Sendable {
    package let name: TableName
    /// The statements that do what the database leaves for the end of a transaction: run where a change of the rows
    /// ends one.
    package let deferredChecks: [String]

    /// Creates it.
    package init(name: TableName, deferredChecks: [String] = []) {
        self.name = name
        self.deferredChecks = deferredChecks
    }

    /// The version rows, or `nil` if the table does not exist.
    package func rows(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [RevisionID]? {
        do {
            return try await read(connection)
        } catch {
            guard error.code == .undefinedObject else { throw error }
            // Absent: a database before its first run. Else another process has made it since, or it is another table.
            if try await connection.columns(of: name).isEmpty { return nil }
            return try await read(connection)
        }
    }

    /// Does something, and reads the version rows of a table that is there in the same go.
    package func rows(
        after others: [BoundStatement],
        _ connection: any DatabaseConnection
    ) async throws(DatabaseFailure) -> [RevisionID] {
        let answers = try await connection.query(pipelining: others + [(query, [])]) {
            index,
            rows throws(DatabaseFailure) in
            index == others.count ? try ids(in: rows) : []
        }
        return answers[others.count]
    }

    private func read(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> [RevisionID] {
        try ids(in: try await connection.query(query))
    }

    /// The query of all version rows.
    package var query: String { "SELECT version_num FROM \(name.quoted)" }

    /// The revisions that an answer to ``query`` names.
    package func ids(in rows: [DatabaseRow]) throws(DatabaseFailure) -> [RevisionID] {
        try rows.map { row throws(DatabaseFailure) in RevisionID(try row.get("version_num", as: String.self)) }
    }

    /// The longest id that the table can hold: Alembic makes it 32 characters wide.
    package func width(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Int? {
        let column = try await connection.columns(of: name).first { $0.name == "version_num" }
        guard case .text(let width) = column?.kind else { return nil }
        return width
    }
}
