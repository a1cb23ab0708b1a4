import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// The parser of CREATE TABLE texts.
struct TableTextTests {
    @Test func clausesStayWordForWord() throws {
        let text = try SQLiteTableText(
            parsing: """
                CREATE TABLE "odd ""name" (
                    id INTEGER PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT, -- a key, (
                    [a b] VARCHAR ( 10 , 2 ) CONSTRAINT nn NOT  NULL ON CONFLICT FAIL DEFAULT (1 + (2)) COLLATE NOCASE,
                    `select` DEFAULT -1.5 CHECK ("select" <> ')'), /* , */
                    'str' unsigned big int NULL UNIQUE,
                    g INT GENERATED ALWAYS AS (id * 2) STORED,
                    h AS (id + 1),
                    p REFERENCES other(id) ON DELETE SET NULL ON UPDATE SET DEFAULT NOT DEFERRABLE INITIALLY IMMEDIATE,
                    q DEFAULT NULL,
                    CONSTRAINT u UNIQUE ("a b" COLLATE BINARY DESC, g) ON CONFLICT IGNORE
                    CHECK (id > 0), FOREIGN KEY (p, [a b]) REFERENCES "odd ""name"(x, y) DEFERRABLE INITIALLY DEFERRED
                ) STRICT , WITHOUT ROWID
                """
        )
        #expect(text.name == #"odd "name"#)
        #expect(text.columns.map(\.name) == ["id", "a b", "select", "str", "g", "h", "p", "q"])
        #expect(
            text.columns.map(\.type) == ["INTEGER", "VARCHAR ( 10 , 2 )", "", "unsigned big int", "INT", "", "", ""]
        )
        #expect(
            text.columns.map { $0.clauses.map(\.text) } == [
                ["PRIMARY KEY ASC ON CONFLICT REPLACE AUTOINCREMENT"],
                ["NOT  NULL ON CONFLICT FAIL", "DEFAULT (1 + (2))", "COLLATE NOCASE"],
                ["DEFAULT -1.5", #"CHECK ("select" <> ')')"#],
                ["NULL", "UNIQUE"],
                ["GENERATED ALWAYS AS (id * 2) STORED"],
                ["AS (id + 1)"],
                ["REFERENCES other(id) ON DELETE SET NULL ON UPDATE SET DEFAULT NOT DEFERRABLE INITIALLY IMMEDIATE"],
                ["DEFAULT NULL"],
            ]
        )
        #expect(text.columns[1].clauses.map(\.name) == ["nn", nil, nil])
        #expect(text.constraints.map(\.kind) == [.unique, .check, .foreignKey])
        #expect(text.constraints.map(\.name) == ["u", nil, nil])
        #expect(text.constraints.map(\.columns) == [["a b", "g"], [], ["p", "a b"]])
        #expect(text.options == "STRICT , WITHOUT ROWID")
        #expect(text.isStrict && text.isWithoutRowID && text.hasAutoincrement)
        #expect(try SQLiteTableText(parsing: text.sql()) == text)
    }

    @Test(arguments: [
        ("CREATE TABLE t (a INTEGER PRIMARY KEY)", "a"), ("CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))", "a"),
        ("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", nil), ("CREATE TABLE t (a INT PRIMARY KEY)", nil),
        ("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID", nil),
        ("CREATE TABLE t (a \"INTEGER\", b, PRIMARY KEY (a, b))", nil),
    ])
    func theColumnThatIsTheRowID(_ sql: String, _ column: String?) throws {
        #expect(try SQLiteTableText(parsing: sql).rowIDColumn == column)
    }

    @Test func whatStandsInUnusualPlacesIsUnderstood() throws {
        let text = try SQLiteTableText(
            parsing: """
                CREATE TABLE t (
                    a INTEGER REFERENCES p (x) NOT NULL DEFERRABLE INITIALLY DEFERRED,
                    b DEFAULT + 5 CONSTRAINT lost CONSTRAINT kept CHECK (b > 0) CONSTRAINT unused,
                    PRIMARY KEY ((a) AUTOINCREMENT) CONSTRAINT unused
                )
                """
        )
        #expect(text.hasAutoincrement && text.rowIDColumn == "a")
        #expect(
            text.columns.map { $0.clauses.map(\.text) } == [
                ["REFERENCES p (x)", "NOT NULL", "DEFERRABLE INITIALLY DEFERRED"], ["DEFAULT + 5", "CHECK (b > 0)"],
            ]
        )
        #expect(text.columns[1].clauses.map(\.name) == [nil, "kept"])
        let key = SQLiteTableText.Key(
            columns: ["a"],
            table: "p",
            referencedColumns: ["x"],
            deferral: .initiallyDeferred
        )
        #expect(
            text.columns[0].clauses.map(\.rule) == [.foreignKey(key), .notNull(nil), .deferral(.initiallyDeferred)]
        )
        #expect(text.constraints.map(\.rule) == [.primaryKey([.init(name: "a")], isNumbered: true, nil)])
        #expect(try SQLiteTableText(parsing: text.sql()) == text)
    }

    @Test(arguments: [
        ("CREATE TABLE t (a INTEGER FOO (1) BAR)", "what follows column a is not known"),
        ("CREATE TABLE t (a, CHECK (1) b)", "what follows a constraint is not known"),
        ("CREATE TABLE t (a, PRIMARY (a))", "a constraint is not known"),
        ("CREATE TABLE t (a, UNIQUE (a + 1))", "a column of a key is not known"),
    ])
    func whatIsNotKnownIsRefused(_ sql: String, _ why: String) {
        #expect(throws: SQLiteTextProblem(why)) { try SQLiteTableText(reading: sql) }
    }

    @Test(arguments: [
        "CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE VIEW v AS SELECT 1", "CREATE TABLE t (a", "",
        "CREATE TABLE t (a 'b)", "CREATE TABLE t AS SELECT 1",
    ])
    func whatIsNoTableIsRefused(_ sql: String) {
        #expect(throws: MigratorError.self) { try SQLiteTableText(parsing: sql) }
    }

    @Test func indexesAreRenamedInTheirText() {
        #expect(
            SQLiteIndexRename.text("CREATE UNIQUE INDEX [a b] on t (on1) WHERE on1 > 1", as: "c\"d")
                == #"CREATE UNIQUE INDEX "c""d" on t (on1) WHERE on1 > 1"#
        )
    }
}
