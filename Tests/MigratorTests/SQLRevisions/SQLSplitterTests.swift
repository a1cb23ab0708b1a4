import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources
import Testing

/// What both databases split alike.
@Suite struct SQLSplitterTests {
    @Test(arguments: DatabaseKind.known)
    func splitsAtSemicolonsOnly(_ kind: DatabaseKind) throws {
        let cases: [(String, [String])] = [
            ("SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]),
            ("SELECT 1;\n\nSELECT 2", ["SELECT 1", "SELECT 2"]),
            (";;SELECT 1;;;", ["SELECT 1"]),
            ("", []),
            ("  \n-- only a comment\n/* another */", []),
            ("SELECT ';';", ["SELECT ';'"]),
            ("SELECT 'it''s; fine';", ["SELECT 'it''s; fine'"]),
            ("SELECT '\\';", ["SELECT '\\'"]),
            ("SELECT E'\\';' ;", ["SELECT E'\\';'"]),
            ("SELECT E'a''b\\\\';", ["SELECT E'a''b\\\\'"]),
            ("SELECT E'a'\n  '\\';' ; SELECT 2", ["SELECT E'a'\n  '\\';'", "SELECT 2"]),
            ("SELECT E'a'\n -- why\n '\\';' ; SELECT 2", ["SELECT E'a'\n -- why\n '\\';'", "SELECT 2"]),
            ("SELECT E'a' ; SELECT '\\'", ["SELECT E'a'", "SELECT '\\'"]),
            ("SELECT x'00', N'a', B'1', U&'\\0041', U&\"a;b\";", ["SELECT x'00', N'a', B'1', U&'\\0041', U&\"a;b\""]),
            ("SELECT \"a;b\"\"c\";", ["SELECT \"a;b\"\"c\""]),
            ("SELECT `a;b``c`;", ["SELECT `a;b``c`"]),
            ("SELECT $$;$$; SELECT $a$ $$ ; $b$ $a$;", ["SELECT $$;$$", "SELECT $a$ $$ ; $b$ $a$"]),
            ("SELECT 1$a$;$a$;", ["SELECT 1$a$;$a$"]),
            ("SELECT a$b$c; SELECT $1;", ["SELECT a$b$c", "SELECT $1"]),
            ("SELECT 1 -- no; end\n;", ["SELECT 1"]),
            ("SELECT /* ; */ 1;", ["SELECT /* ; */ 1"]),
            ("/* a */ SELECT 1 /* b */; -- c", ["SELECT 1"]),
            (
                "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);",
                ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"]
            ),
            ("SELECT 1-- c;\n+1;", ["SELECT 1-- c;\n+1"]),
            ("SELECT 'a' -- 'b;\n;", ["SELECT 'a'"]),
            ("SELECT 'ä;ö', \"ü;\" AS größe;", ["SELECT 'ä;ö', \"ü;\" AS größe"]),
            ("SELECT 1*/*c;*/2;", ["SELECT 1*/*c;*/2"]),
            ("SELECT ')';SELECT '(';", ["SELECT ')'", "SELECT '('"]),
            (
                "SAVEPOINT a; ROLLBACK TO a; ROLLBACK TRANSACTION TO SAVEPOINT a; RELEASE a;",
                ["SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK TRANSACTION TO SAVEPOINT a", "RELEASE a"]
            ),
        ]
        for (body, expected) in cases {
            #expect(try SQLFixture.statements(body, kind) == expected, "\(body)")
        }
    }

    @Test(arguments: DatabaseKind.known)
    func keepsBodiesWhole(_ kind: DatabaseKind) throws {
        let bodies = [
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END",
            "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 3; END",
            "create temporary trigger if not exists t after insert on a begin\n  select case when (1) then ';' end;\nend",
            "CREATE TRIGGER t AFTER UPDATE ON a WHEN new.x > 1 BEGIN\n-- downgrade\nSELECT 1; /* x */ -- y\nEND",
            "CREATE TRIGGER begin AFTER INSERT ON a BEGIN SELECT 1 AS 'end'; END",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
            // On PostgreSQL a trigger has no body, and neither database reserves the word.
            "CREATE TRIGGER t AFTER INSERT ON begin FOR EACH ROW EXECUTE FUNCTION f()",
            "CREATE TRIGGER begin AFTER INSERT ON Begin EXECUTE FUNCTION begin()",
            "CREATE TRIGGER t AFTER UPDATE OF a, begin ON b EXECUTE PROCEDURE begin()",
            "CREATE TRIGGER t AFTER INSERT ON s . begin REFERENCING NEW TABLE AS begin EXECUTE FUNCTION s.begin()",
            "CREATE TRIGGER t AFTER INSERT ON /* c */ begin -- d\n EXECUTE FUNCTION f()",
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON begin FROM begin FOR EACH ROW EXECUTE FUNCTION f()",
            "CREATE TRIGGER t AFTER INSERT ON begin BEGIN SELECT 1; SELECT 2; END",
            "CREATE TEMP TRIGGER begin AFTER UPDATE OF begin ON a WHEN new.begin BEGIN SELECT 1; SELECT 2; END",
            "CREATE TRIGGER IF NOT EXISTS begin AFTER INSERT ON a FOR EACH ROW BEGIN SELECT 1; END",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
            "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC\n SELECT 1;\n SELECT (2);\nEND",
            "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO a VALUES (1); END",
            "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC END",
            "CREATE FUNCTION f() RETURNS void AS $f$\nBEGIN\n-- downgrade\n  x := 1;\nEND;\n$f$ LANGUAGE plpgsql",
            "CREATE FUNCTION \"begin\"() RETURNS text LANGUAGE sql RETURN 'atomic'",
            "CREATE FUNCTION begin() RETURNS int LANGUAGE sql RETURN 1",
            "DO $$ BEGIN COMMIT; END $$",
            "SELECT '\n-- downgrade\n'",
            "/* \n-- upgrade\n*/ SELECT 1",
        ]
        for body in bodies {
            let expected = body.hasPrefix("/*") ? "SELECT 1" : body
            #expect(try SQLFixture.statements("\(body);\nSELECT 9;", kind) == [expected, "SELECT 9"], "\(body)")
            #expect(try SQLFixture.statements(body, kind) == [expected], "without ; \(body)")
        }
    }

    @Test func readsBracketsAsEachDatabaseDoes() throws {
        #expect(
            try SQLFixture.statements("SELECT [a;b] FROM [it's]; SELECT 2;", .sqlite)
                == ["SELECT [a;b] FROM [it's]", "SELECT 2"]
        )
        #expect(
            try SQLFixture.statements("SELECT ARRAY['a]', ';'];SELECT a[1];", .postgres)
                == ["SELECT ARRAY['a]', ';']", "SELECT a[1]"]
        )
        #expect(try SQLFixture.statements("SELECT [x] FROM [y];", .postgres) == ["SELECT [x] FROM [y]"])
        // Only SQLite can read this: loading is fine, running it on PostgreSQL is not.
        let file = try SQLFixture.parse(SQLFixture.file("SELECT 1 FROM\n  [it's];"))
        #expect(throws: MigratorError.self) { try file.items(of: .upgrade, for: .postgres) }
        do {
            _ = try file.items(of: .upgrade, for: .postgres)
        } catch {
            #expect("\(error)" == "f.sql:4:6: this string is never closed; add '")
        }
    }

    @Test func nestsCommentsInPostgresOnly() throws {
        #expect(
            try SQLFixture.statements("/* a /* b */ SELECT 1; /* c */ SELECT 2;", .sqlite) == ["SELECT 1", "SELECT 2"]
        )
        #expect(try SQLFixture.statements("/* a /* b */ c */ SELECT 1;", .postgres) == ["SELECT 1"])
        #expect(SQLFixture.bodyFailure("/* a /* b */ SELECT 1; [ /* c").hasPrefix("3:"))
    }

    @Test func tellsWhereStatementsStand() throws {
        let file = try SQLFixture.parse(
            "\u{FEFF}-- revision: a1\r\n\r\n-- upgrade\r\n  SELECT 1; /* é */ SELECT\r\n 2;\r\n"
                + "-- bulk-insert into t from p/t.csv\r\n-- touches: t, S.\"U v\"\r\nUPDATE x SET y = 'a\r\nb';\r\n"
        )
        #expect(
            try file.items(of: .upgrade, for: .sqlite) == [
                .statement(text: "SELECT 1", location: SourceLocation(file: "f.sql", line: 4, column: 3), touches: nil),
                .statement(
                    text: "SELECT\n 2",
                    location: SourceLocation(file: "f.sql", line: 4, column: 21),
                    touches: nil
                ),
                .bulkInsert(
                    table: TableName("t"),
                    path: "p/t.csv",
                    location: SourceLocation(file: "f.sql", line: 6, column: 1)
                ),
                .statement(
                    text: "UPDATE x SET y = 'a\nb'",
                    location: SourceLocation(file: "f.sql", line: 8, column: 1),
                    touches: [TableName("t"), TableName("U v", schema: "s")]
                ),
            ]
        )
        #expect(try file.items(of: .downgrade, for: .sqlite).isEmpty)
    }
}
