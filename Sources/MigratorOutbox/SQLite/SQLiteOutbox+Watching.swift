import MigratorDatabase

extension SQLiteOutbox {
    var isServer: Bool { false }

    /// To ask costs a microsecond.
    func commits(_ connection: any DatabaseConnection) async throws -> Int64? {
        try await connection.query("PRAGMA data_version").first.flatMap { Int64(databaseCell: $0[0]) }
    }

    func place(schema: String?, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        DatabasePlace(file: try await DatabasePlace.file(of: schema, connection))
    }

    func ground(of outbox: TableName) -> any OutboxGround { SQLiteGround(outbox) }
}
