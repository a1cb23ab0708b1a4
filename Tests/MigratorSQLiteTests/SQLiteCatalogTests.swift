import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteCatalogTests {
    private func columns(_ sql: String, of table: TableName = TableName("t")) async throws -> [CatalogColumn] {
        try await openInMemory(sql).columns(of: table)
    }

    @Test(arguments: [
        ("CREATE TABLE t (id INTEGER PRIMARY KEY)", false, true),
        ("CREATE TABLE t (id integer, x, PRIMARY KEY (id))", false, true),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT", false, true),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY DESC)", true, false),
        ("CREATE TABLE t (id INT PRIMARY KEY)", true, false),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID", false, false),
        ("CREATE TABLE t (id TEXT PRIMARY KEY) STRICT", false, false),
        ("CREATE TABLE t (id INTEGER, x INTEGER, PRIMARY KEY (id, x))", true, false),
        ("CREATE TABLE t (id TEXT DEFAULT NULL)", true, false),
        ("CREATE TABLE t (id TEXT DEFAULT 'NULL')", true, true),
        ("CREATE TABLE t (id TEXT NOT NULL DEFAULT (lower('X')))", false, true),
        ("CREATE VIEW t AS SELECT 1 AS id", true, false),
    ])
    func theFirstColumn(_ sql: String, _ isNullable: Bool, _ hasDefault: Bool) async throws {
        let column = try #require(try await columns(sql).first)
        #expect(column.name == "id")
        #expect(column.isNullable == isNullable)
        #expect(column.hasDefault == hasDefault)
    }

    @Test func generatedColumnsOfBothKinds() async throws {
        let columns = try await columns(
            "CREATE TABLE t (a INT, b INT AS (a) VIRTUAL, c INT GENERATED ALWAYS AS (a) STORED)"
        )
        #expect(columns.map(\.isGenerated) == [false, true, true])
        #expect(columns.map(\.declaredType) == ["INT", "INT", "INT"])
    }

    @Test func aSchemaIsLookedInAlone() async throws {
        let connection = try await openInMemory(
            "CREATE TABLE t (a)",
            "CREATE TEMP TABLE t (b)",
            "CREATE TEMP TABLE \"o'dd\" (c)"
        )
        #expect(try await connection.columns(of: TableName("t")).map(\.name) == ["b"])
        #expect(try await connection.columns(of: TableName("t", schema: "main")).map(\.name) == ["a"])
        #expect(try await connection.columns(of: TableName("T", schema: "temp")).map(\.name) == ["b"])
        #expect(try await connection.columns(of: TableName("o'dd", schema: "main")).isEmpty)
        #expect(try await connection.columns(of: TableName("o'dd")).map(\.name) == ["c"])
    }
}
