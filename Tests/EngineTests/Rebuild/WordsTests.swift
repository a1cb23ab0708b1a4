import MigrationDSL
import MigratorDatabase
import MigratorDialects
import Testing

@testable import Migrator
@testable import MigratorCore

/// Which names a piece of SQL speaks of, where words of the language may be names too.
struct WordsTests {
    @Test(
        arguments: [
            (#"("a" DESC, b ASC) WHERE c IS NOT NULL"#, "desc", false),
            (#"("a" DESC, b ASC) WHERE c IS NOT NULL"#, "ASC", false),
            ("(desc DESC)", "desc", true), ("(desc)", "desc", true), ("(a, desc)", "desc", true),
            (#"("desc" COLLATE NOCASE DESC)"#, "desc", true), ("(a COLLATE NOCASE DESC)", "desc", false),
            ("CASE WHEN a > 0 THEN b ELSE 0 END > 1", "end", false),
            ("CASE WHEN a > 0 THEN end END > 1", "end", true), ("start < end", "end", true),
            ("CASE a WHEN 1 THEN 2 END < end", "end", true),
            ("CASE WHEN a THEN CASE WHEN b THEN 1 END END", "end", false),
            ("a LIKE 'x%' AND b NOT GLOB 'y*'", "like", false), ("a LIKE 'x%' AND b NOT GLOB 'y*'", "glob", false),
            ("like > 3 AND a", "like", true), ("a NOT LIKE like", "like", true),
            ("length(a) > 0", "length", false), ("'a' <> b", "a", false), ("[a] > 0", "A", true),
        ]
    )
    func mentions(_ sql: String, _ name: String, _ isSo: Bool) {
        #expect(SQLiteWords(sql).mentions(name) == isSo, "\(sql) \(name)")
    }

    @Test func aDroppedColumnTakesNoIndexAlongThatOnlySoundsLikeIt() async throws {
        let bench = try await RebuildBench(
            #"CREATE TABLE t (a INTEGER, "desc" TEXT, "end" TEXT, CHECK (CASE WHEN a > 0 THEN 1 ELSE 0 END = 1))"#,
            "CREATE INDEX kept ON t (a DESC) WHERE a > 0",
            #"CREATE INDEX gone ON t (a, "desc")"#
        )
        try await bench.change("t") {
            $0.dropColumn("desc")
            $0.dropColumn("end")
        }
        #expect(try await bench.rows("SELECT name FROM sqlite_schema WHERE type = 'index'") == [["kept"]])
        #expect(try await bench.sql("t")?.contains("CASE WHEN a > 0") == true)
    }
}
