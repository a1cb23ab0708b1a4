import Database
import MigrationDSL

/// The table of version rows: Alembic's own, with Alembic's meaning.
struct VersionTable: Sendable {
    let name: TableName

    /// The version rows, or `nil` if the table does not exist.
    func rows(_ connection: any DatabaseConnection) async throws(DatabaseError) -> [RevisionID]? {
        do {
            return try await read(connection)
        } catch {
            guard error.code == .undefinedObject else { throw error }
            // Absent: a database before its first run. Else another process has made it since, or it is another table.
            if try await connection.columns(of: name).isEmpty { return nil }
            return try await read(connection)
        }
    }

    private func read(_ connection: any DatabaseConnection) async throws(DatabaseError) -> [RevisionID] {
        var ids: [RevisionID] = []
        for row in try await connection.query("SELECT version_num FROM \(name.quoted)") {
            ids.append(RevisionID(try row.get("version_num", as: String.self)))
        }
        return ids
    }

    /// The longest id that the table can hold: Alembic makes it 32 characters wide.
    func width(_ connection: any DatabaseConnection) async throws(DatabaseError) -> Int? {
        let column = try await connection.columns(of: name).first { $0.name == "version_num" }
        guard case .text(let width) = column?.kind else { return nil }
        return width
    }

    /// Forgets all rows, whatever they are, and writes these, and does something else in the same go.
    func replace(
        with rows: [RevisionID],
        _ others: [(sql: String, parameters: [DatabaseValue])],
        _ connection: any DatabaseConnection
    ) async throws {
        try await connection.execute("DELETE FROM \(name.quoted)")
        try await apply(VersionRowChange(removed: [], added: rows), with: others, connection)
    }

    /// Changes the rows exactly as planned, and does something else in the same go.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if a row to remove was not there.
    func apply(
        _ change: VersionRowChange,
        with others: [(sql: String, parameters: [DatabaseValue])] = [],
        _ connection: any DatabaseConnection
    ) async throws {
        let place = connection.place(1)
        let removals = change.removed.map { row -> (sql: String, parameters: [DatabaseValue]) in
            ("DELETE FROM \(name.quoted) WHERE version_num = \(place)", [.text(row.rawValue)])
        }
        let additions = change.added.map { row -> (sql: String, parameters: [DatabaseValue]) in
            ("INSERT INTO \(name.quoted) (version_num) VALUES (\(place))", [.text(row.rawValue)])
        }
        let counts = try await connection.execute(pipelining: removals + additions + others)
        for (row, count) in zip(change.removed, counts) where count != 1 {
            throw MigratorError(
                .rowsMoved,
                "the version row \(row) was expected once in \(name) and found \(count) times; nothing was changed",
                revision: row
            )
        }
    }
}
