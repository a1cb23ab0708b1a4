import Testing

@testable import Migrator
@testable import MigratorDialects

struct SQLitePragmaTests {
    @Test(arguments: [
        ("PRAGMA foreign_keys=OFF", "foreign_keys", "off"), ("pragma Foreign_Keys = 0", "foreign_keys", "0"),
        ("PRAGMA foreign_keys(no)", "foreign_keys", "no"), ("PRAGMA main.foreign_keys = 'off'", "foreign_keys", "off"),
        ("PRAGMA cache_size=-2000", "cache_size", "-2000"),
        ("PRAGMA \"journal_mode\" = \"WAL\"", "journal_mode", "wal"),
        ("PRAGMA /* why */ foreign_keys /* not */ = OFF", "foreign_keys", "off"),
    ])
    func itIsReadAsSQLiteReadsIt(_ sql: String, _ name: String, _ value: String) throws {
        let pragma = try #require(SQLitePragma(sql))
        #expect(pragma.name == name)
        #expect(pragma.value == value)
    }

    @Test(arguments: ["SELECT 1", "CREATE TABLE pragma (a)", "-- PRAGMA foreign_keys = OFF", "UPDATE pragma SET a = 1"])
    func otherStatementsAreNone(_ sql: String) {
        #expect(SQLitePragma(sql) == nil)
    }

    @Test func oneThatIsAskedSetsNothing() throws {
        let pragma = try #require(SQLitePragma("PRAGMA foreign_keys"))
        #expect(pragma.value == nil)
        #expect(!pragma.turnsForeignKeysOff)
        #expect(SQLitePragma("PRAGMA journal_mode")?.refusal(isTransactional: true) == nil)
    }

    @Test(arguments: [
        ("OFF", true), ("off", true), ("0", true), ("no", true), ("false", true), ("nonsense", true), ("'off'", true),
        ("ON", false), ("1", false), ("yes", false), ("true", false), ("2", false),
    ])
    func whatSQLiteTakesForNo(_ value: String, _ isOff: Bool) {
        #expect(SQLitePragma("PRAGMA foreign_keys = \(value)")?.turnsForeignKeysOff == isOff)
    }

    @Test(arguments: [
        "journal_mode = WAL", "journal_mode(truncate)", "page_size = 8192", "auto_vacuum = FULL", "temp_store = 2",
        "wal_checkpoint", "wal_checkpoint(TRUNCATE)",
    ])
    func whatATransactionMakesInertHasItsPlaceOutside(_ text: String) {
        let refusal = SQLitePragma("PRAGMA \(text)")?.refusal(isTransactional: true)
        #expect(refusal?.contains("-- transaction: off") == true)
        #expect(SQLitePragma("PRAGMA \(text)")?.refusal(isTransactional: false) == nil)
    }

    @Test(arguments: [
        "busy_timeout = 5", "locking_mode = EXCLUSIVE", "query_only = ON", "synchronous = OFF", "hard_heap_limit = 1",
        "encoding = 'UTF-16'", "journal_mode = OFF", "journal_mode = memory", "temp_store_directory = '/x'",
    ])
    func whatTheEngineCountsOnIsRefusedAnywhere(_ text: String) {
        #expect(SQLitePragma("PRAGMA \(text)")?.refusal(isTransactional: true) != nil)
        #expect(SQLitePragma("PRAGMA \(text)")?.refusal(isTransactional: false) != nil)
    }

    @Test(arguments: [
        "foreign_keys = OFF", "defer_foreign_keys = ON", "ignore_check_constraints = ON", "user_version = 4",
        "application_id = 7", "legacy_alter_table = ON", "writable_schema = ON", "integrity_check", "table_info(x)",
        "cache_size = 10", "optimize", "recursive_triggers = ON",
    ])
    func whatWorksInATransactionMayStay(_ text: String) {
        #expect(SQLitePragma("PRAGMA \(text)")?.refusal(isTransactional: true) == nil)
    }
}

struct SQLiteSessionWordsTests {
    @Test(arguments: [
        "PRAGMA x = 1", "attach 'a' as b", "DETACH b", "CREATE TEMP TABLE a (b)", "CREATE TEMPORARY VIEW v AS SELECT 1",
        "CREATE TABLE temp.a (b)", "DROP TRIGGER TEMP.t",
    ])
    func whatMayChangeASession(_ sql: String) {
        #expect(SQLiteDialect.mayChangeSession(sql))
    }

    @Test(arguments: ["INSERT INTO a VALUES (1)", "CREATE TABLE a (b)", "", "tem", "prag", "DELETE FROM t"])
    func whatCannot(_ sql: String) {
        #expect(!SQLiteDialect.mayChangeSession(sql))
    }

    @Test func whatAScriptTakesAwayAfterAStep() {
        let leavings = SQLiteLeavings(of: [
            "PRAGMA ignore_check_constraints = ON", "CREATE TEMP TABLE IF NOT EXISTS \"a b\" (x)",
            "CREATE TEMP TRIGGER fire AFTER INSERT ON t BEGIN SELECT 1; END", "CREATE INDEX temp.ix ON \"a b\" (x)",
            "ATTACH 'x.db' AS aside", "PRAGMA foreign_key_check", "INSERT INTO template VALUES (1)",
        ])
        #expect(
            leavings.temporary == [
                #"DROP INDEX IF EXISTS "temp"."ix""#, #"DROP TRIGGER IF EXISTS "temp"."fire""#,
                #"DROP TABLE IF EXISTS "temp"."a b""#,
            ]
        )
        #expect(leavings.settings == ["PRAGMA ignore_check_constraints = OFF", #"DETACH "aside""#])
    }
}
