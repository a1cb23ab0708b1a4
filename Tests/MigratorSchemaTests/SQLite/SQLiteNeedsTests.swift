import MigrationDSL
import MigratorCatalogue
import Testing

@testable import MigratorDialects

/// Which tables and views a text names, and the order that follows.
struct SQLiteNeedsTests {
    @Test(
        arguments: [
            ("SELECT a FROM t", ["t"]), ("SELECT t FROM u AS t, \"v w\" x, main.[y]", ["u", "v w", "y"]),
            ("SELECT * FROM a JOIN b ON a.x = b.x, c LEFT JOIN d USING (e), f", ["a", "b", "c", "d", "f"]),
            ("SELECT (SELECT max(x), y FROM a) FROM (SELECT 1, z FROM b) s, (c JOIN d)", ["a", "b", "c", "d"]),
            ("SELECT * FROM a WHERE x IN b AND y IN (c, d) AND z IN (SELECT e FROM f)", ["a", "b", "f"]),
            ("SELECT a IS NOT DISTINCT FROM b FROM c ORDER BY d, e LIMIT 1, 2", ["c"]),
            ("WITH x AS (SELECT * FROM a), y(n) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM x, y, b", ["a", "b"]),
            ("SELECT * FROM json_each('[1]'), a UNION SELECT 1, 2 FROM 'b' -- FROM c", ["a", "b"]),
            (
                """
                CREATE TRIGGER t AFTER UPDATE OF a, b ON c WHEN (SELECT 1 FROM d) BEGIN
                  INSERT OR REPLACE INTO e (f, g) VALUES (h, i) ON CONFLICT DO UPDATE SET j = k;
                  UPDATE OR IGNORE l SET m = n, o = p FROM q WHERE r; DELETE FROM s; REPLACE INTO u SELECT v, w FROM x;
                END
                """, ["d", "e", "l", "q", "s", "u", "x"]
            ),
        ] as [(String, [String])]
    )
    func names(_ sql: String, _ names: [String]) {
        #expect(SQLiteRelationNames(in: sql).names == names)
    }

    @Test func eachObjectStandsBehindThoseThatItNeeds() async throws {
        let bench = try await SQLiteReflectionBench(
            "CREATE VIEW a AS SELECT * FROM Z, b",
            "CREATE VIEW b AS SELECT * FROM c",
            "CREATE TABLE c (d REFERENCES e)",
            "CREATE TABLE e (f REFERENCES C, g REFERENCES z)",
            "CREATE TABLE z (h REFERENCES z)",
            "CREATE INDEX i ON z (h)",
            "CREATE VIRTUAL TABLE d USING fts5(x, content='a')"
        )
        let entries = try await bench.schema().objects
        #expect(
            entries.map(\.object.reference) == [
                .table("z"), .table("e"), .table("c"), .view("b"), .view("a"), .table("d"), .index("i", on: "z"),
            ]
        )
        #expect(
            entries.map(\.needs) == [
                [], [.table("c"), .table("z")], [.table("e")], [.table("c")], [.table("z"), .view("b")], [.view("a")],
                [.table("z")],
            ]
        )
    }
}
