import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSQLite
import Testing

/// A database in memory whose schema is read.
struct SQLiteReflectionBench {
    let connection: SQLiteSession
    private let dialect = SQLiteDialect(isTransactional: true)

    /// Makes objects by SQL.
    init(_ statements: String...) async throws {
        try await self.init(statements)
    }

    /// Makes objects by SQL.
    init(_ statements: [String]) async throws {
        connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        for statement in statements { try await connection.execute(statement) }
    }

    /// Makes objects as a revision does.
    init(recording body: (Operations) -> Void) async throws {
        try await self.init([])
        let operations = Operations()
        body(operations)
        for operation in operations.recorded {
            for item in try dialect.render(operation) {
                guard case .statement(let statement) = item else { continue }
                try await connection.execute(statement)
            }
        }
    }

    /// Makes objects of their values.
    init(making objects: [SchemaObject]) async throws {
        try await self.init(recording: { op in
            for object in objects {
                switch object {
                case .table(let table): op.createTable(table)
                case .index(let index): op.createIndex(index)
                case .view(let view): op.createView(view)
                case .trigger(let trigger): op.createTrigger(trigger)
                case .virtualTable(let table): op.createVirtualTable(table)
                default: Issue.record("SQLite has no \(object.reference)")
                }
            }
        })
    }

    func schema(_ scope: SchemaScope = SchemaScope()) async throws -> Schema {
        try await KeptSchema.read(dialect, scope, connection)
    }

    /// The objects of the main database; there must be nothing that cannot be read.
    func objects() async throws -> [SchemaObject] {
        let schema = try await schema()
        #expect(schema.unsupported.isEmpty)
        return schema.objects.map(\.object)
    }

    /// The tables of the main database; there must be nothing else.
    func tables() async throws -> [Table] {
        try await objects().compactMap { object in
            guard case .table(let table) = object else {
                Issue.record("\(object.reference) is no table")
                return nil
            }
            return table
        }
    }
}
