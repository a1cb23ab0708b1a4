import MigratorDatabase
import MigratorOutbox

extension DatabasePlace {
    /// The place of the database that the tables lie in, which was perhaps asked for when they were located; must be
    /// called outside of a transaction.
    static func read(_ tables: EngineTables, _ connection: any DatabaseConnection) async throws -> DatabasePlace {
        if let place = tables.place { return place }
        return try await read(schema: tables.versionTable.name.schema, connection)
    }
}
