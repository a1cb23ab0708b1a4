import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// What is declared, made and compared is equal, however the database writes it.
struct SchemaRoundTripTests {
    private static let plain = DeclaredSchema {
        Table("customers") {
            Column("id", .integer).primaryKey()
            Column("email", .string(200)).notNull().unique()
            Column("note", .text).default("none")
            Column("total", .integer).notNull().default(0)
            Check("total  >=  0 AND (email <> '')", name: "customers_total")
        }
        Index("ix_customers_email", on: "customers", columns: ["email", "total"])
        View("rich", as: "SELECT id FROM customers WHERE total > 100")
    }

    @Test func onSQLite() async throws {
        let bench = SchemaBench(model: Self.plain)
        let engine = try bench.sqlite()
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(bench.folder.path)/own.db"))
        try await bench.make(.model, with: engine, connection)
        #expect(try await engine.diff(from: .database, to: .model).words == [])
        #expect(try await engine.diff(from: .model, to: .database).words == [])
        let file = try bench.folder.write("schema.sql", try await engine.inspect(.database).text(.sql))
        #expect(try await engine.diff(from: .files(file), to: .database).words == [])
    }

    /// Pairs of texts that the compiler of SQLite takes for one, and that no reading of their words does.
    @Test(arguments: [
        ("iif(a > 1, 2, 3)", "CASE WHEN a > 1 THEN 2 ELSE 3 END", true),
        ("a + 0x10", "a + 16", true), ("a + 1", "a + 2", false), ("b = x'00ff'", "b = x'00fe'", false),
    ])
    func theProgramTellsWhatATextMeans(_ old: String, _ new: String, _ isEqual: Bool) async throws {
        let bench = SchemaBench()
        func file(_ name: String, _ text: String) throws -> SchemaSource {
            let sql = "CREATE TABLE t (a INTEGER, b TEXT, CONSTRAINT c CHECK (\(text)));"
            return .files(try bench.folder.write(name, sql))
        }
        let engine = try bench.sqlite()
        let report = try await engine.diff(from: try file("old.sql", old), to: try file("new.sql", new))
        #expect(report.unverified.isEmpty)
        #expect(report.isEqual == isEqual, "\(report.words)")
    }

    @Test func withoutAScratchATextIsUnverified() async throws {
        var bench = SchemaBench(
            model: DeclaredSchema {
                Table("t") {
                    Column("a", .integer)
                    Check("iif(a > 1, 2, 3) > 2", name: "c")
                }
            }
        )
        bench.opensOthers = false
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(bench.folder.path)/own.db"))
        try await connection.execute(
            "CREATE TABLE t (a INTEGER, CONSTRAINT c CHECK (CASE WHEN a > 1 THEN 2 ELSE 3 END > 2))"
        )
        await connection.close()
        let report = try await bench.sqlite().diff(from: .database, to: .model)
        #expect(report.isEqual)
        #expect(report.unverified.map(\.summary) == ["check c of t"])
    }
}
