import Database
import MigrationDSL

/// The table of version rows: Alembic's own, with Alembic's meaning.
struct VersionTable {
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

    /// Forgets all rows, whatever they are, and writes these.
    func replace(with rows: [RevisionID], _ connection: any DatabaseConnection) async throws {
        try await connection.execute("DELETE FROM \(name.quoted)")
        try await apply(VersionRowChange(removed: [], added: rows), connection)
    }

    /// Changes the rows exactly as planned.
    ///
    /// - Throws: ``MigratorError`` with code `.rowsMoved` if a row to remove was not there.
    func apply(_ change: VersionRowChange, _ connection: any DatabaseConnection) async throws {
        let place = connection.kind == .postgres ? "$1" : "?"
        for row in change.removed {
            let count = try await connection.execute(
                "DELETE FROM \(name.quoted) WHERE version_num = \(place)",
                [.text(row.rawValue)]
            )
            guard count == 1 else {
                throw MigratorError(
                    .rowsMoved,
                    "the version row \(row) was expected once in \(name) and found \(count) times; nothing was changed",
                    revision: row
                )
            }
        }
        for row in change.added {
            try await connection.execute(
                "INSERT INTO \(name.quoted) (version_num) VALUES (\(place))",
                [.text(row.rawValue)]
            )
        }
    }
}
