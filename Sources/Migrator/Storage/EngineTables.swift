import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorOutbox

/// The engine's own tables, which belong to no revision and which no downgrade drops.
struct EngineTables: Sendable {
    /// The database's way to keep them.
    let dialect: any Dialect
    let versionTable: VersionTable
    private(set) var journal: Journal
    let outbox: Outbox
    /// The statements that make them where they are missing.
    let makings: [TableMaking]
    /// The statements that forget old events.
    let pruning: [Outbox.Statement]
    /// Whether the outbox was there when the tables were located; `nil` if that was not looked for.
    private(set) var hasOutbox: Bool?
    /// What tells the database from a copy, if that was asked for on the way.
    private(set) var place: DatabasePlace?

    /// - Throws: `DatabaseFailure` with code `.unsupported` if the database has no outbox.
    init(version: TableName, _ dialect: any Dialect) throws(DatabaseFailure) {
        self.dialect = dialect
        versionTable = VersionTable(name: version, deferredChecks: dialect.deferredChecks)
        journal = Journal(beside: version, dialect)
        outbox = Outbox(beside: version)
        makings = dialect.engineTables(version: version) + (try outbox.tables(on: dialect.kind))
        pruning = try outbox.prune(dialect.kind)
    }

    /// Finds the tables, or where they are to be made: one place for a whole run, whatever becomes of the search path.
    ///
    /// With the place it asks on the way what tells the database from a copy: who tells caches needs it.
    static func locate(
        _ settings: MigratorSettings,
        _ connection: any DatabaseConnection,
        withPlace: Bool = true
    ) async throws -> EngineTables {
        let dialect = try connection.kind.dialect()
        let place = withPlace ? try DatabasePlace.query(on: connection.kind) : nil
        let location = try await dialect.locate(
            settings.versionTable,
            outbox: Outbox.tableName,
            asking: place?.columns,
            connection
        )
        var tables = try EngineTables(version: location.version, dialect)
        tables.hasOutbox = location.hasOutbox
        if let place, let row = location.row { tables.place = place.read(row, location.version.schema ?? "") }
        return tables
    }

    /// Asks for the place, if the tables were located without; must be called outside of a transaction.
    ///
    /// Where events are written without it, only who has caches needs it.
    mutating func findPlace(_ connection: any DatabaseConnection) async throws {
        guard try outbox.needsPlace(on: connection.kind), place == nil else { return }
        place = try await identity.place(connection)
    }

    /// What they have learned since they were first made.
    var growth: [Growth] { dialect.growth(beside: versionTable.name) }

    /// All of them, as the dialect is handed them.
    var all: EngineTableSet {
        EngineTableSet(
            version: versionTable.name,
            makings: makings,
            growth: growth,
            outboxUses: [
                EngineTableSet.Use(outbox.name, ["SELECT", "INSERT", "DELETE"]),
                EngineTableSet.Use(outbox.delivery, ["SELECT", "DELETE"]),
                EngineTableSet.Use(outbox.identity, ["SELECT"]),
            ]
        )
    }

    /// The statements that let a role use them, which it may not make itself.
    func grants(to role: String) -> [String] { dialect.grants(on: all, to: role) }

    /// Does without what has not grown.
    mutating func adopt(_ condition: EngineTableCondition) {
        journal.hasVersionTable = condition.grown.contains(Growth.journalOfSeveral)
        if hasOutbox != nil { hasOutbox = !condition.isAnyMissing }
    }
}
