import MigratorDialects
import Testing

/// Which SQL makes the same in SQLite at any time.
struct SQLiteRepeatabilityTests {
    @Test(arguments: [
        ("CREATE TABLE t (a TEXT DEFAULT CURRENT_TIMESTAMP, b INTEGER AS (1) VIRTUAL)", true),
        ("CREATE VIRTUAL TABLE f USING fts5(a, b)", true), ("INSERT INTO t VALUES (datetime('now'))", true),
        ("CREATE VIRTUAL TABLE c USING csv(filename='a.csv')", false), ("ATTACH 'other.db' AS o", false),
        ("UPDATE \"sqlite_schema\" SET sql = 'x'", false), ("PRAGMA writable_schema = on", false),
        ("SELECT load_extension('x')", false), ("CREATE TABLE t ('", false),
    ])
    func onlyOtherFilesAndTheSchemasOwnTableChangeIt(_ sql: String, _ isRepeatable: Bool) {
        #expect(SQLiteDialect(isTransactional: true).isRepeatable(["CREATE TABLE t (a)", sql]) == isRepeatable)
    }
}
