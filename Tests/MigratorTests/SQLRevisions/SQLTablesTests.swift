import MigratorCore
import MigratorDatabase
import Testing

@Suite struct SQLTablesTests {
    @Test(arguments: [
        ("CREATE TABLE t (a int)", "schema t"),
        ("create table if not exists S.\"T u\" (a int)", "schema s.T u"),
        ("CREATE UNLOGGED TABLE t AS SELECT 1", "schema t"),
        ("CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t USING btree (a)", "schema s.t"),
        ("CREATE INDEX IF NOT EXISTS i ON t (a) WHERE b", "schema t"),
        ("ALTER TABLE IF EXISTS ONLY t ADD COLUMN a int", "schema t"),
        ("ALTER TABLE s.t RENAME TO u", "schema s.t, s.u"),
        ("ALTER TABLE t RENAME a TO b", "schema t"),
        ("ALTER TABLE t SET SCHEMA x", "schema t, x.t"),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (b) ON DELETE SET NULL", "schema t"),
        ("DROP TABLE IF EXISTS a, \"b\", c.d RESTRICT", "schema a, b, c.d"),
        ("INSERT INTO t VALUES (1)", "data t"),
        ("INSERT OR REPLACE INTO main.[T u] VALUES (1)", "data main.T u"),
        ("REPLACE INTO `t` SELECT * FROM u", "data t"),
        ("INSERT INTO t (a) SELECT 1 ON CONFLICT (a) DO UPDATE SET a = 2", "data t"),
        ("UPDATE ONLY t SET a = 'delete from x'", "data t"),
        ("UPDATE OR IGNORE t SET a = 1", "data t"),
        ("/* x */ DELETE -- y\n FROM t WHERE a", "data t"),
        ("TRUNCATE TABLE ONLY a, b RESTART IDENTITY", "data a, b"),
        ("TRUNCATE a;", "data a"),
    ])
    func finds(_ statement: String, _ expected: String) {
        let touches = SQLTables.touched(by: statement, kind: .sqlite)
        let shown = touches.map { "\($0.change) " + $0.tables.map(\.description).joined(separator: ", ") }
        #expect(shown == expected)
    }

    @Test(arguments: [
        "", "SELECT f()", "DROP INDEX i", "CREATE TEMP TABLE t (a int)", "CREATE VIEW v AS SELECT 1",
        "DROP TABLE a CASCADE",
        "TRUNCATE a CASCADE", "WITH x AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM x", "DO $$ $$",
        "INSERT INTO b WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x",
        "ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b",
        "ALTER TABLE t ATTACH PARTITION p DEFAULT", "DELETE FROM a; DELETE FROM b", "CREATE TABLE U&\"t\" (a int)",
        "DELETE FROM 'open", "ALTER INDEX i RENAME TO j", "CREATE TABLE", "INSERT INTO", "UPDATE", "TRUNCATE",
        "DROP TABLE 1",
    ])
    func leavesUnknown(_ statement: String) {
        #expect(SQLTables.touched(by: statement, kind: .postgres) == nil)
    }
}
