import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorSchema
import Testing

/// What a database says of a schema, kept as bytes and read again.
enum KeptSchema {
    /// The schema that a connection sees.
    ///
    /// What is made of the same rows after they were kept must be the same in every way.
    static func read(
        _ dialect: any Dialect,
        _ scope: SchemaScope,
        _ connection: any DatabaseConnection
    ) async throws -> Schema {
        let schema = try await dialect.schema(scope, connection)
        let rows = try await dialect.schemaRows(scope, connection)
        let bytes = try #require(KeptRows.bytes(of: rows), "a value is of a kind that is not kept")
        let kept = try dialect.schema(of: try #require(KeptRows.rows(bytes)), scope)
        #expect(schema.objects.map(\.object) == kept.objects.map(\.object))
        #expect(schema.objects.map(\.needs) == kept.objects.map(\.needs))
        #expect(schema.unsupported == kept.unsupported)
        #expect(sql(schema, dialect) == sql(kept, dialect))
        return schema
    }

    /// The bytes of the statements; none for a schema that has no such.
    private static func sql(_ schema: Schema, _ dialect: any Dialect) -> [UInt8]? {
        (try? SchemaText(schema, dialect).sql()).map { Array($0.utf8) }
    }
}
