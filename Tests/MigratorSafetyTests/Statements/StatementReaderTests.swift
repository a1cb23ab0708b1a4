import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

struct StatementReaderTests {
    private func read(_ sql: String) -> KnownStatement { LintBench.read(sql, .postgres) }

    private func changes(_ sql: String) -> [KnownStatement.TableChange] {
        guard case .alterTable(let altering) = read(sql) else { return [] }
        return altering.changes
    }

    @Test func aColumnIsReadWithAllThatStandsBehindIt() throws {
        let sql = """
            CREATE TABLE s.t (
                "Id" int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                a character varying(20) DEFAULT coalesce('x', 'not null') NOT NULL,
                b numeric(10, 2) CONSTRAINT b_ok CHECK (b > 0 AND b IS NOT NULL),
                c bigint REFERENCES p (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
                UNIQUE (a, b)
            )
            """
        guard case .createTable(let making) = read(sql) else {
            Issue.record("no table")
            return
        }
        #expect(making.name == ObjectName("t", schema: "s"))
        #expect(making.columns.map(\.column.name) == ["Id", "a", "b", "c"])
        #expect(making.columns.map(\.column.isNullable) == [false, false, true, true])
        #expect(making.columns[1].column.type == SQLType("varchar", [20]))
        #expect(making.columns[1].column.defaultValue?.text == "coalesce('x', 'not null')")
        #expect(making.columns[2].constraints.map(\.name) == ["b_ok"])
        let key = try #require(making.columns[3].constraints.first)
        #expect(key.references == "p" && key.onDelete == "set null" && key.isDeferred)
        #expect(making.constraints.map(\.columns) == [["a", "b"]])
    }

    @Test func severalChangesOfATableAreSeveral() {
        let sql =
            "ALTER TABLE IF EXISTS ONLY t ADD a int DEFAULT 1, DROP COLUMN b CASCADE, ALTER c SET DATA TYPE text USING d::text"
        let changes = changes(sql)
        #expect(changes.count == 3)
        guard case .addColumn(let making) = changes[0],
            case .dropColumn("b", ifExists: false, cascade: true) = changes[1],
            case .setType("c", let type, let using, _) = changes[2]
        else {
            Issue.record("\(changes)")
            return
        }
        #expect(making.column.name == "a")
        #expect(type == SQLType("text"))
        #expect(using?.text == "d::text")
    }

    @Test(arguments: [
        ("int4", "integer"), ("INT", "integer"), ("timestamp(3) with time zone", "timestamptz"),
        ("double precision", "double precision"), ("pg_catalog.bpchar", "char"), ("\"Mood\"", "Mood"),
    ])
    func aTypeHasOneName(text: String, name: String) {
        guard case .addColumn(let making)? = changes("ALTER TABLE t ADD COLUMN a \(text)").first else {
            Issue.record("no column")
            return
        }
        #expect(making.column.type.base == name)
    }

    @Test(arguments: ["DO $$ BEGIN END $$", "EXECUTE p", "CALL f()", "MERGE INTO t USING u ON true", "FROBNICATE t"])
    func whatCannotBeReadIsSaidToBe(sql: String) {
        guard case .uninspected = read(sql) else {
            Issue.record("\(read(sql))")
            return
        }
    }

    @Test(arguments: [
        "COMMENT ON TABLE t IS 'DROP TABLE t'", "GRANT SELECT ON t TO r", "CREATE SEQUENCE s", "ANALYZE t",
        "CREATE EXTENSION IF NOT EXISTS citext", "ALTER SEQUENCE s OWNED BY t.a", "DROP POLICY p ON t",
    ])
    func whatHarmsNobodyIsKnown(sql: String) {
        guard case .harmless = read(sql) else {
            Issue.record("\(read(sql))")
            return
        }
    }

    @Test func aConditionIsTakenApart() throws {
        guard case .rows(let change) = read("DELETE FROM t WHERE (a = 1 AND b BETWEEN 2 AND 3) AND c IN (4, 5)") else {
            Issue.record("no rows")
            return
        }
        let condition = try #require(change.condition)
        #expect(condition.conjuncts.map(\.text) == ["a = 1", "b BETWEEN 2 AND 3", "c IN (4, 5)"])
    }
}
