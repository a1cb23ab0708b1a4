import MigrationDSL
import MigratorDialects
import Testing

/// Which SQL makes the same at any time, as far as its words say.
struct PostgresRepeatabilityTests {
    private let dialect = PostgresDialect(isTransactional: true)

    @Test(arguments: [
        "", "-- nothing", "CREATE TABLE t (a int, at timestamptz DEFAULT now(), CHECK (s IN ('unknown', 'known')))",
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED) PARTITION BY RANGE (a)",
        "CREATE TABLE p PARTITION OF t FOR VALUES FROM ('2024-01-01') TO (MAXVALUE)",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS "
            + "$$ BEGIN NEW.updated_at = now(); RETURN NEW; END $$",
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS 'DELETE FROM t'",
        "CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE VIEW v AS SELECT a, now() FROM t", "INSERT INTO t VALUES (now(), gen_random_uuid())",
        "SELECT setval('t_id_seq', (SELECT max(id) FROM t))", "CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"",
        "COMMENT ON TABLE t IS 'what once was with us is now gone'",
    ])
    func whatSaysWhatItMakesIsRepeatable(_ sql: String) {
        #expect(dialect.isRepeatable(["CREATE TABLE t (a int)", sql]))
    }

    @Test(arguments: [
        "DO $$ BEGIN END $$", "CALL p()", "EXECUTE x", "SELECT f()", "SELECT partman.create_parent('a')",
        "CREATE EXTENSION pg_partman", "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'x'; END $$",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'CREATE TABLE x (a int)'",
        "CREATE TABLE t (d date DEFAULT 'today')", "CREATE TABLE t (d date DEFAULT ' TOMORROW'::date)",
        "CREATE TABLE t (d date DEFAULT 'to'\n'day')", "CREATE TABLE t (d date DEFAULT $$now$$)",
        "CREATE TABLE t (d date DEFAULT E'\\x6eow')", "CREATE TABLE t (d date DEFAULT E'yesterda\\y')",
        "CREATE TABLE t (d date DEFAULT U&'\\006eow')", "CREATE TABLE t (d timestamptz DEFAULT 'today at 12:00 utc')",
        "CREATE TABLE p PARTITION OF t FOR VALUES FROM (CURRENT_DATE) TO (MAXVALUE)",
        "ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (date_part('year', now()))", "CREATE TABLE t ('",
        "IMPORT FOREIGN SCHEMA x FROM SERVER y INTO z",
    ])
    func whatMayBeAnotherEachTimeIsNot(_ sql: String) {
        #expect(!dialect.isRepeatable(["CREATE TABLE t (a int)", sql]))
    }

    @Test func aTextIsRepeatableUnlessItBecomesADay() {
        func isRepeatable(_ text: String, _ kind: ScratchText.Kind = .condition) -> Bool {
            dialect.isRepeatable(ScratchText(kind, text, over: Table("t") { Column("d", .date) }))
        }
        #expect(isRepeatable("d > now()"))
        #expect(isRepeatable("d > '2020-01-01'"))
        #expect(!isRepeatable("d > 'yesterday'"))
        #expect(!isRepeatable("FOR VALUES FROM (1) TO (2)", .bounds(key: "RANGE (a)")))
    }
}
