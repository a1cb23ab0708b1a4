import CacheBridge
import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema

/// The schema of an empty database on which something was run, by the rows that it was read from.
///
/// Kept are the rows and not the schema: a schema is made of them as of those of the database itself.
struct RememberedSchema {
    private let memory: ScratchMemory?
    private let dialect: any Dialect
    private let settings: MigratorSettings
    private let schemas: [String]?

    init(_ memory: ScratchMemory?, _ dialect: any Dialect, _ settings: MigratorSettings, _ schemas: [String]?) {
        self.memory = memory
        self.dialect = dialect
        self.settings = settings
        self.schemas = schemas
    }

    /// Where the rows lie of the schema that follows from these parts; `nil` if they are not remembered.
    ///
    /// Beside the database there must be nothing else that it follows from; what may be another each time has no parts.
    func key(_ parts: () -> [String]?) async -> CacheKey? {
        guard let memory, let parts = parts() else { return nil }
        return await memory.key(ofSchemaMadeBy: parts, SchemaScope(schemas: schemas), settings)
    }

    /// The fingerprint of the schema, if somebody remembers.
    func fingerprint(_ key: CacheKey) async -> String? {
        await memory?.fingerprint(key)
    }

    /// The schema, if somebody remembers.
    func schema(_ key: CacheKey) async -> Schema? {
        guard let rows = await memory?.rows(key), let first = rows.first else { return nil }
        var own: [ObjectName] = []
        for row in first {
            guard row.columns.count == 2, case .text(let name) = row[1] else { return nil }
            switch row[0] {
            case .null: own.append(ObjectName(name))
            case .text(let schema): own.append(ObjectName(name, schema: schema))
            default: return nil
            }
        }
        return try? dialect.schema(of: Array(rows.dropFirst()), SchemaScope(schemas: schemas, ownTables: Set(own)))
    }

    /// Reads the schema, and remembers it.
    func schema(
        _ key: CacheKey,
        ownTables: [ObjectName],
        _ connection: any DatabaseConnection
    ) async throws -> Schema {
        let scope = SchemaScope(schemas: schemas, ownTables: Set(ownTables), lockTimeout: settings.lockTimeout)
        let rows = try await dialect.schemaRows(scope, connection)
        let schema = try dialect.schema(of: rows, scope)
        let own = ownTables.map { table in
            let schema = table.schema.map { DatabaseCell.text($0) } ?? .null
            return DatabaseRow(columns: ["schema", "name"], values: [schema, .text(table.name)])
        }
        if let memory, await memory.isSameServer() {
            await memory.remember([own] + rows, key)
            await memory.remember(schema.fingerprint, key)
        }
        return schema
    }
}
