import MigrationDSL
import MigratorDatabase
import MigratorSources
import Testing

@Suite struct SQLRefusalTests {
    @Test(arguments: [
        ("SELECT\n 'abc;\n", "4:2: this string is never closed; add '"),
        ("SELECT E'abc\\'", "3:8: this string is never closed; add '"),
        ("SELECT 1;\n\"abc", "4:1: this identifier is never closed; add \""),
        ("SELECT `abc", "3:8: this identifier is never closed; add `"),
        ("SELECT 1; /* abc", "3:11: this comment is never closed; add */"),
        ("SELECT 1; /* a /* b */", "valid"),
        ("SELECT $a$ $$ $A$", "3:8: this dollar quote is never closed; add $a$"),
        ("SELECT $$ x", "3:8: this dollar quote is never closed; add $$"),
        ("CREATE TABLE t (\n  a int,\n  b varchar(10);\nSELECT 1;", "3:16: this parenthesis is never closed; add )"),
        (
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\nSELECT 2;",
            "3:36: this trigger's body is never closed; end it with END; after a ;"
        ),
        (
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;",
            "3:33: this function's body is never closed; add END;"
        ),
        ("SELECT 1; /* * */ \\i x", "valid"),
    ])
    func saysWhereItStarted(_ body: String, _ expected: String) {
        if body.hasSuffix("\\i x") {
            #expect(SQLFixture.bodyFailure(body).hasPrefix("3:19: a backslash outside quotes"))
        } else {
            #expect(SQLFixture.bodyFailure(body) == expected)
        }
    }

    @Test(arguments: [
        "BEGIN", "begin transaction", "BEGIN IMMEDIATE", "START TRANSACTION", "COMMIT", "COMMIT WORK", "END",
        "END TRANSACTION",
        "ROLLBACK", "ROLLBACK WORK", "ABORT", "PREPARE TRANSACTION 'x'", "COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'",
        "ROLLBACK TRANSACTION", "/* x */ COMMIT",
    ])
    func refusesTransactionControl(_ statement: String) {
        let column = statement.hasPrefix("/*") ? 9 : 1
        for header in ["-- revision: a1", "-- revision: a1\n-- transaction: off"] {
            let line = header.contains("off") ? 5 : 4
            let failure = SQLFixture.failure(SQLFixture.file("SELECT 1;\n\(statement);", header: header))
            #expect(failure.hasPrefix("\(line):\(column): "), "\(failure)")
            #expect(failure.contains("is the engine's to say"))
        }
    }

    @Test(arguments: [
        ("VACUUM", "VACUUM"), ("vacuum full t", "VACUUM"), ("ATTACH 'x' AS y", "ATTACH"), ("DETACH y", "DETACH"),
        ("CREATE INDEX CONCURRENTLY i ON t (a)", "CREATE INDEX CONCURRENTLY"),
        ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "CREATE INDEX CONCURRENTLY"),
        ("DROP INDEX CONCURRENTLY i", "DROP INDEX CONCURRENTLY"),
        ("REINDEX TABLE CONCURRENTLY t", "REINDEX CONCURRENTLY"),
        ("CREATE DATABASE d", "CREATE DATABASE"), ("ALTER SYSTEM SET a = 1", "ALTER SYSTEM"),
    ])
    func refusesWhatNeedsNoTransaction(_ statement: String, _ name: String) {
        #expect(
            SQLFixture.bodyFailure(statement)
                == "3:1: \(name) cannot run inside a transaction; put it into a revision of its own with "
                + "'-- transaction: off' in the header"
        )
        let off = SQLFixture.file(statement, header: "-- revision: a1\n-- transaction: off")
        #expect(SQLFixture.failure(off) == "valid")
    }

    @Test(arguments: [
        "SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "ALTER TABLE t ATTACH PARTITION p DEFAULT",
        "PREPARE p AS SELECT 1",
        "COPY t FROM '/srv/x.csv'", "CREATE TABLE begin (a int)", "SELECT commit FROM t", "CREATE INDEX i ON t (a)",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v", "DO $$ BEGIN END $$", "INSERT INTO stdin VALUES (1)",
    ])
    func allows(_ statement: String) {
        #expect(SQLFixture.bodyFailure(statement) == "valid")
    }

    @Test func refusesWhatOnlyShellsUnderstand() {
        #expect(
            SQLFixture.bodyFailure("COPY t (a) FROM stdin;\n1\n\\.\n").hasPrefix("3:1: COPY … FROM stdin needs psql")
        )
        #expect(SQLFixture.bodyFailure("COPY t TO STDOUT").hasPrefix("3:1: COPY … TO stdout"))
        #expect(SQLFixture.bodyFailure("SELECT 1;\n\\copy t from 'x'").hasPrefix("4:1: a backslash outside quotes"))
        #expect(SQLFixture.bodyFailure("SELECT 1 \\gset").hasPrefix("3:10: a backslash outside quotes"))
        #expect(SQLFixture.bodyFailure(".read x.sql").hasPrefix("3:1: commands of the sqlite3 shell"))
    }

    @Test(arguments: [
        ("-- bulk-insert t from p.csv", "3:16: bulk-insert without 'into'; "),
        ("-- bulk-insert", "3:15: bulk-insert without 'into'; "),
        ("-- bulk-insert into 1t from p.csv", "3:21: bulk-insert needs a table's name here; "),
        ("-- bulk-insert into t p.csv", "3:23: bulk-insert without 'from' after the table; "),
        ("-- bulk-insert into t from", "3:27: bulk-insert needs a path here; "),
        (
            "-- bulk-insert into t from /p.csv",
            "3:28: a payload's path is relative to this file; it cannot begin with /"
        ),
        ("-- bulk-insert into t from a/../../p.csv", "3:28: a payload stays inside the folder of its revision"),
        ("-- bulk-insert into t from a//p.csv", "3:28: an empty part between slashes"),
        ("-- bulk-insert into t from a\\p.csv", "3:28: a payload's path has /"),
        ("-- bulk-insert into t from p.xml", "3:28: a payload's name ends in .json"),
        (
            "SELECT 1\n-- bulk-insert into t from p.csv",
            "4:1: '-- bulk-insert' stands between statements; is a ; missing"
        ),
        ("SELECT 1; -- bulk-insert into t from p.csv", "3:11: '-- bulk-insert' stands on a line of its own"),
        ("-- touches: a, ", "3:15: a table's name is expected here"),
        ("-- touches: a", "3:1: '-- touches' is about the statement after it"),
        ("-- touches: a\n-- touches: b\nSELECT 1", "3:1: '-- touches' is about the statement after it"),
        ("-- touches: a\n-- bulk-insert into t from p.csv", "3:1: '-- touches' is about the statement after it"),
        ("-- touches: a\n-- downgrade\nSELECT 1", "3:1: '-- touches' is about the statement after it"),
        ("-- touches: a b\nSELECT 1", "3:15: a table's name is expected here"),
    ])
    func refusesDirective(_ body: String, _ expected: String) {
        let failure = SQLFixture.bodyFailure(body)
        #expect(failure.hasPrefix(expected), "\(failure)")
    }

    @Test func refusesDirectiveBeforeTheSections() {
        #expect(
            SQLFixture.failure("-- revision: a1\n-- bulk-insert into t from p.csv")
                == "2:1: '-- bulk-insert' stands within a section, after '-- upgrade'"
        )
    }

    @Test func readsDirectives() throws {
        let body = """
            -- bulk-insert into T from p.csv
            --BULK-INSERT INTO s.t FROM a/b c.json.gz
              -- bulk-insert into "S""x"."T" from ./x.ndjson.zst
            -- bulk-inserting is nice
            -- touches nothing much
            """
        let items = try SQLFixture.parse(SQLFixture.file(body)).items(of: .upgrade, for: .postgres)
        func location(_ line: Int, _ column: Int) -> MigrationDSL.SourceLocation {
            MigrationDSL.SourceLocation(file: "f.sql", line: line, column: column)
        }
        #expect(
            items == [
                .bulkInsert(table: TableName("t"), path: "p.csv", location: location(3, 1)),
                .bulkInsert(table: TableName("t", schema: "s"), path: "a/b c.json.gz", location: location(4, 1)),
                .bulkInsert(table: TableName("T", schema: "S\"x"), path: "./x.ndjson.zst", location: location(5, 3)),
            ]
        )
    }
}
