import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import Testing

/// What no value says is named, and the rest is read.
struct SQLiteUnsupportedTests {
    private static let remarks: [(String, Schema.Unsupported)] = [
        (
            "CREATE TABLE t (a INTEGER, FOREIGN KEY (a) REFERENCES t (a) MATCH FULL)",
            .init("t.a", kind: "foreign key", why: "SQLite reads MATCH FULL and does nothing with it")
        ),
        (
            "CREATE TABLE t (a INTEGER CONSTRAINT k REFERENCES t ON INSERT CASCADE)",
            .init("t.k", kind: "foreign key", why: "SQLite reads ON INSERT CASCADE and does nothing with it")
        ),
        (
            "CREATE TABLE t (a INTEGER, CONSTRAINT c CHECK (a > 0) ON CONFLICT IGNORE)",
            .init("t.c", kind: "check", why: "SQLite reads ON CONFLICT and does nothing with it")
        ),
        (
            "CREATE TABLE t (a INTEGER, UNIQUE (a COLLATE NOCASE))",
            .init("t.a", kind: "unique constraint", why: "it compares by other collations than its columns")
        ),
        (
            "CREATE TABLE t (a INTEGER, UNIQUE (a DESC))",
            .init(
                "t.a",
                kind: "unique constraint",
                why: "its index orders from the greatest down, which is left out"
            )
        ),
        (
            "CREATE TABLE t (a INTEGER CONSTRAINT d DEFAULT 1)",
            .init("t.d", kind: "constraint name", why: "SQLite reads it and does nothing with it")
        ),
    ]

    @Test(arguments: remarks)
    func isRemarked(_ sql: String, _ remark: Schema.Unsupported) async throws {
        let schema = try await SQLiteReflectionBench(sql).schema()
        #expect(schema.unsupported == [remark])
        #expect(schema.objects.map(\.object.reference) == [.table("t")])
    }

    @Test func aTableWhoseTextWasBent() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE TABLE other (a INTEGER)",
            "CREATE TABLE t (a INTEGER, b INTEGER UNIQUE)",
            "CREATE INDEX i ON t (a)",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a INTEGER, c INTEGER UNIQUE)' WHERE name = 't'",
            "PRAGMA writable_schema = OFF"
        )
        let schema = try await bench.schema()
        #expect(
            schema.unsupported == [.init("t", kind: "table", why: "its text and SQLite differ about its columns")]
        )
        #expect(schema.objects.map(\.object.reference) == [.table("other"), .index("i", on: "t")])
    }

    @Test func aKeyThatComparesByAnotherCollation() async throws {
        let schema = try await SQLiteReflectionBench("CREATE TABLE t (a TEXT, PRIMARY KEY (a COLLATE NOCASE))").schema()
        #expect(
            schema.unsupported == [
                .init("t", kind: "table", why: "its primary key compares by other collations than its columns")
            ]
        )
        #expect(schema.objects.isEmpty)
    }
}
