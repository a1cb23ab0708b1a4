import MigrationDSL
import Migrator
import MigratorDatabase
import Testing

@testable import MigratorSources

@Suite struct SQLHeaderTests {
    @Test func readsEveryKey() throws {
        let text = """
            -- Copyright someone

            -- revision: 3f2a9c1b7d04
            --parents:22ebdcff71c4 ,  9f94d908afb9
            -- a plain comment, see
            -- https://example.org/x
            --   branch-labels : audit,titles
            -- depends-on: 9f94d908afb9, naming
            -- message: add the audit log: part 1
            /* block
            -- revision: not this
            */
            -- transaction: OFF

            -- Upgrade
            VACUUM;
            -- downgrade
            """
        let file = try SQLFixture.parse(text)
        #expect(
            file.header
                == SQLRevisionHeader(
                    id: "3f2a9c1b7d04",
                    parents: ["22ebdcff71c4", "9f94d908afb9"],
                    branchLabels: ["audit", "titles"],
                    dependsOn: ["9f94d908afb9", "naming"],
                    message: "add the audit log: part 1",
                    isTransactional: false,
                    line: 3
                )
        )
        #expect(file.hasDowngrade)
        #expect(try file.items(of: .downgrade, for: .postgres).isEmpty)
    }

    @Test func needsTheRevisionOnly() throws {
        let file = try SQLFixture.parse("-- revision: a1\n-- upgrade", path: "dir/a1_add_the-log.sql")
        #expect(file.header == SQLRevisionHeader(id: "a1", message: "add the log", line: 1))
        #expect(!file.hasDowngrade)
        #expect(try SQLFixture.parse("-- revision: a1\n-- upgrade", path: "a1.sql").header.message == "a1")
        #expect(try SQLFixture.parse("-- revision: a1\n-- upgrade", path: "x.sql").header.message == "x")
        #expect(try SQLFixture.parse("-- revision: a1\n-- parents:\n-- upgrade").header.parents == [])
    }

    @Test func takesSectionsInAnyOrder() throws {
        let file = try SQLFixture.parse("-- revision: a1\n  -- downgrade  \nSELECT 2;\n--UPGRADE\nSELECT 1")
        #expect(try file.items(of: .upgrade, for: .postgres).count == 1)
        #expect(file.hasDowngrade)
        let prose = SQLFixture.file("SELECT 1; -- downgrade\n-- upgrade the table\n-- downgrades\nSELECT 2;")
        #expect(try SQLFixture.parse(prose).items(of: .upgrade, for: .postgres).count == 2)
        #expect(try !SQLFixture.parse(prose).hasDowngrade)
    }

    private static let keys =
        "the keys are revision, parents, branch-labels, depends-on, message, transaction, lock-timeout, lock-retries, "
        + "irreversible, imported-from, uses, repeatable"

    @Test(arguments: [
        ("", "1:1: the header names no revision; begin the file with '-- revision: ID'"),
        (
            "-- revision: a1\n-- irreversible: rows are gone\n-- upgrade\nSELECT 1;\n-- downgrade\n",
            "2:4: the header says that the revision is irreversible, and the file has a downgrade section; keep one of them"
        ),
        (
            "-- revision: a1\n-- irreversible:\n-- upgrade\nSELECT 1;\n",
            "2:4: irreversible says why the revision cannot be taken back"
        ),
        (
            "-- revision: a1\n-- imported-from:\n-- upgrade\nSELECT 1;\n",
            "2:4: imported-from says which tool the revision comes from"
        ),
        ("-- upgrade\nSELECT 1", "1:1: the header names no revision; begin the file with '-- revision: ID'"),
        (
            "-- revision: a1\n",
            "2:1: the file has no upgrade section; write '-- upgrade' alone on a line before its statements"
        ),
        (
            "-- revision: a1\n-- downgrade\n",
            "3:1: the file has no upgrade section; write '-- upgrade' alone on a line before its statements"
        ),
        (
            "-- revision: a1\n-- note\n  SELECT 1;\n-- upgrade",
            "3:3: SQL before the first section; write '-- upgrade' alone on a line before it"
        ),
        ("-- revision: a1\n--  parnets: b", "2:5: unknown header key 'parnets'; did you mean 'parents'?; \(keys)"),
        ("-- down_revision: b", "1:4: unknown header key 'down_revision'; did you mean 'parents'?; \(keys)"),
        ("-- Message: b", "1:4: unknown header key 'Message'; did you mean 'message'?; \(keys)"),
        ("-- branch_labels: b", "1:4: unknown header key 'branch_labels'; did you mean 'branch-labels'?; \(keys)"),
        ("-- Note: b", "1:4: unknown header key 'Note'; \(keys)"),
        ("-- revision: a1\n-- revision: a2", "2:4: the header holds 'revision' twice; keep one"),
        ("-- revision:", "1:13: the revision id will not do: it is empty"),
        ("-- revision: a b", "1:14: the revision id 'a b' will not do: it holds whitespace"),
        ("-- revision: .a", "1:14: the revision id '.a' will not do: it begins with a dot"),
        (
            "-- revision: a1\n-- parents: b, c@d",
            "2:16: the parent 'c@d' will not do: it holds '@', which has a meaning in targets such as 'label@head' or '+2'"
        ),
        ("-- revision: a1\n-- branch-labels: x,", "2:21: the branch label will not do: it is empty"),
        ("-- revision: a1\n-- depends-on: ,x", "2:16: the dependency will not do: it is empty"),
        ("-- revision: a1\n-- transaction: maybe", "2:17: transaction is 'on' or 'off', not 'maybe'"),
        ("-- message: a\u{1B}[31mb", "1:14: a control character (U+001B) in the header; remove it"),
        ("-- message: é\u{2028}b", "1:14: a control character (U+2028) in the header; remove it"),
        ("-- revision: a1\n-- upgrade\n\n-- upgrade", "4:1: a second upgrade section; keep one"),
        (
            "-- revision: a1\n-- upgrade\n-- downgrade:\n",
            "3:1: this is no section line; write '-- downgrade' and nothing else, or another comment"
        ),
        (
            "-- revision: a1\n---- Upgrade ----\n",
            "2:1: this is no section line; write '-- upgrade' and nothing else, or another comment"
        ),
        ("-- revision: a1\n-- ä\0", "2:5: a NUL byte, which no SQL text holds; save the file as UTF-8"),
        (
            "-- a\rb",
            "1:5: a carriage return alone within a comment: PostgreSQL ends the comment there and SQLite does not; "
                + "end lines with LF or CRLF"
        ),
    ])
    func refuses(_ text: String, _ expected: String) {
        #expect(SQLFixture.failure(text) == expected)
    }

    @Test func refusesOtherEncodings() {
        func failure(_ bytes: [UInt8]) -> String {
            do throws(MigratorError) {
                _ = try SQLRevisionFile(path: "f.sql", contents: bytes)
                return "valid"
            } catch {
                return "\(error)"
            }
        }
        let tail = "invalid UTF-8; save the file as UTF-8"
        #expect(failure([0x2D, 0x2D, 0x0A, 0x61, 0xE9]) == "f.sql:2:2: \(tail)")
        #expect(
            failure([0xFF, 0xFE, 0x2D, 0]) == "f.sql:1:1: invalid UTF-8 (it looks like UTF-16); save the file as UTF-8"
        )
        for malformed: [UInt8] in [
            [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0x80],
            [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80],
        ] {
            #expect(failure(malformed) == "f.sql:1:1: \(tail)")
        }
    }
}
