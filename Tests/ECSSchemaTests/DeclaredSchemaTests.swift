import ECSSchema
import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// The declared schema against databases that the whole history has made.
@Suite struct DeclaredSchemaTests {
    @Test(arguments: Kind.there)
    func aMigratedDatabaseIsAsDeclared(kind: Kind) async throws {
        let database: DatabaseKind = kind == .postgres ? .postgres : .sqlite
        let dialect = try database.dialect()
        try await Bench.on(kind) { bench in
            let connection = try await bench.connect()
            let tables = try await dialect.schema(SchemaScope(), connection).objects.map(\.object.reference)
                .filter { $0.kind == .table }.map(\.name)
            let ownTables = tables.filter { $0.name.hasPrefix("migrator_") || $0.name.hasPrefix("alembic_") }
            #expect(!ownTables.isEmpty)
            let made = try await dialect.schema(SchemaScope(ownTables: Set(ownTables)), connection)
            await connection.close()
            let declared = Schema(.ecs, for: database)
            for (old, new) in [(made, declared), (declared, made)] {
                let comparison = try await SchemaComparer(dialect).differences(from: old, to: new)
                #expect(comparison.differences.map(\.summary) == [])
                #expect(comparison.unverified == [])
                #expect(comparison.unsupported == [])
            }
        }
    }
}
