import MigrationDSL
import Migrator
import MigratorCore
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// What PostgreSQL would take in another way than it is said.
    struct PostgresBadSchemaTests {
        private static let long = String(repeating: "n", count: 64)

        @Test func aNewNameThatTheServerWouldCutIsRefused() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench(
                    model: DeclaredSchema { Table(ObjectName(Self.long)) { Column("id", .integer) }.renamed(from: "t") }
                )
                let engine = try bench.postgres(database)
                let old = try bench.folder.write("old.sql", "CREATE TABLE t (id integer);")
                let new = try bench.folder.write("new.sql", "CREATE TABLE \(Self.long) (id integer);")
                let options = SchemaOptions(renames: ["t=\(Self.long)"])
                let told = await #expect(throws: MigratorError.self) {
                    try await engine.diff(from: .files(old), to: .files(new), options)
                }
                #expect(told?.code == .invalidSetting)
                let said = told?.message ?? ""
                #expect(said.contains("63 bytes at the most, and this one 64"), "\(said)")
                let declared = await #expect(throws: MigratorError.self) { try await engine.inspect(.model) }
                #expect(declared?.code == .invalidSetting)
                #expect(declared?.location?.file.hasSuffix("PostgresBadSchemaTests.swift") == true)
                // The name as the server has it is the new schema's.
                let cut = SchemaOptions(renames: ["t=\(Self.long.dropLast())"])
                let report = try await engine.diff(from: .files(old), to: .files(new), cut)
                #expect(report.differences.map(\.change) == ["renameTable"], "\(report.words)")
            }
        }

        @Test func aSchemaThatNeitherSideHasIsAnError() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE SCHEMA app", "CREATE SCHEMA bare", "CREATE TABLE app.t (id integer)")
                let engine = try SchemaBench().postgres(database)
                let error = await #expect(throws: MigratorError.self) {
                    try await engine.diff(from: .empty, to: .database, SchemaOptions(schemas: ["app", "nosuch"]))
                }
                #expect(error?.code == .invalidSetting)
                #expect(error?.message == "there is no schema 'nosuch' in empty, nor in database")
                // One that is there without a table in it, or on one side alone, is no mistake.
                let bare = SchemaOptions(schemas: ["bare", "public"])
                #expect(try await engine.diff(from: .database, to: .database, bare).words == [])
                let one = SchemaOptions(schemas: ["app"])
                let differences = try await engine.diff(from: .empty, to: .database, one).differences
                #expect(differences.map(\.change) == ["createSchema", "createTable"])
            }
        }
    }
}
