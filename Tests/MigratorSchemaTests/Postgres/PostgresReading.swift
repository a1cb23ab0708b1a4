import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorTestSupport

/// Reads schemas of PostgreSQL, and makes what they hold.
enum PostgresReading {
    static let dialect = PostgresDialect(isTransactional: true)

    /// The schema of a new database in which these statements were run.
    static func schema(
        _ scope: SchemaScope = SchemaScope(),
        _ statements: String...
    ) async throws -> Schema {
        try await PostgresServer.withDatabase { database in
            let connection = try await database.connect()
            for statement in statements { try await connection.execute(statement) }
            let schema = try await KeptSchema.read(dialect, scope, connection)
            await connection.close()
            return schema
        }
    }

    /// Makes the objects of a schema in their order, each by its operation.
    static func make(_ objects: [SchemaObject], _ connection: PostgresSession) async throws {
        for object in objects {
            let op = Operations()
            record(object, op)
            for sql in try op.recorded.flatMap(dialect.render).map(\.script) { try await connection.execute(sql) }
        }
    }

    private static func record(_ object: SchemaObject, _ op: Operations) {
        switch object {
        case .schema(let schema):
            op.createSchema(schema.name)
            if let comment = schema.comment { op.comment(on: .schema(schema.name), comment) }
        case .extension(let made): op.createExtension(made)
        case .enumeration(let type): op.createEnum(type)
        case .domain(let domain): op.createDomain(domain)
        case .compositeType(let type): op.createCompositeType(type)
        case .sequence(let sequence): op.createSequence(sequence)
        case .table(let table): op.createTable(table)
        case .virtualTable(let table): op.createVirtualTable(table)
        case .index(let index): op.createIndex(index)
        case .view(let view): op.createView(view)
        case .function(let function): op.createFunction(function)
        case .trigger(let trigger): op.createTrigger(trigger)
        case .policy(let policy): op.createPolicy(policy)
        case .opaque(let object): op.createOpaque(object)
        }
    }
}

extension Schema {
    /// The objects without what is known beside them.
    var values: [SchemaObject] { objects.map(\.object) }

    func table(_ name: ObjectName) -> Table? {
        for case .table(let table) in values where table.name == name { return table }
        return nil
    }

    /// What an object needs, in words.
    func needs(of object: ObjectReference) -> [String]? {
        objects.first { $0.object.reference == object }?.needs.map(\.description).sorted()
    }
}

extension Table {
    func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}
