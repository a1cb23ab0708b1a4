import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorSchema
import Testing

/// What is written in Swift compiles, and then says what it was written of.
@Suite struct GoldenTests {
    @Test func everyOperationIsWrittenAndReadBackByTheCompiler() throws {
        let text = GoldenFiles.everything
        #expect(try GoldenFiles.text("EveryOperation.swift", writing: text) == text)
        let op = Operations()
        EveryOperation().upgrade(op)
        #expect(Self.spelling(op.recorded) == Self.spelling(SampleOperations.all))
        #expect(EveryOperation.id == "5b1f0c2d9e77")
    }

    @Test func aSchemaOfPostgresIsWrittenAndReadBackByTheCompiler() throws {
        let text = try GoldenFiles.postgres.swift(named: "postgresSample")
        #expect(try GoldenFiles.text("PostgresSample.swift", writing: text) == text)
        let compiled = DeclaredSchema.postgresSample.objects.map(\.object)
        #expect(
            GoldenSchema.spellings(compiled)
                == GoldenSchema.spellings(GoldenFiles.postgres.schema.objects.map(\.object))
        )
    }

    @Test func aSchemaOfSQLiteIsWrittenAndReadBackByTheCompiler() throws {
        let text = try GoldenFiles.sqlite.swift(named: "sqliteSample")
        #expect(try GoldenFiles.text("SQLiteSample.swift", writing: text) == text)
        let compiled = DeclaredSchema.sqliteSample.objects.map(\.object)
        #expect(
            GoldenSchema.spellings(compiled) == GoldenSchema.spellings(GoldenFiles.sqlite.schema.objects.map(\.object))
        )
    }

    /// What a revision's checksum is taken of, and what its downgrade would be.
    private static func spelling(_ operations: [Operation]) -> [String] {
        operations.map { operation in
            let back = (try? operation.reversed()) ?? []
            return [[operation], back].map { list in
                list.canonicalText { text, database in SQLCanonical.text(of: text, kind: database.kind) }
            }.joined(separator: " <- ")
        }
    }
}
