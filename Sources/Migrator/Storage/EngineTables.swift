import Database

/// The engine's own tables, which belong to no revision and which no downgrade drops.
struct EngineTables {
    let versionTable: VersionTable
    let journal: Journal

    init(_ settings: MigratorSettings) {
        versionTable = VersionTable(name: settings.versionTable)
        journal = Journal(beside: settings.versionTable)
    }

    /// Makes what is missing; must be called in a transaction that others cannot be in at the same time.
    func ensure(_ connection: any DatabaseConnection) async throws {
        for statement in connection.kind.dialect().engineTables(version: versionTable.name) {
            try await connection.execute(statement)
        }
    }
}
