import MigrationDSL
import MigratorCore
import MigratorImport
import Testing

/// What becomes of the text itself, whichever tool it is of.
struct TextTests {
    private func upgrade(_ text: String) throws -> (text: String, revision: ImportedRevision, left: [String]) {
        let project = try Project(.golangMigrate, ["1_x.up.sql": text, "1_x.down.sql": ""]).imported()
        let revision = project.revisions[0]
        let from = try #require(revision.text.firstRange(of: "-- upgrade\n"))
        let to = try #require(revision.text.firstRange(of: "\n-- downgrade\n"))
        return (String(revision.text[from.upperBound..<to.lowerBound]), revision, project.leftover)
    }

    @Test(arguments: [
        "-- a comment\nCREATE TABLE \"t x\" (a text DEFAULT 'a;b\n''c'); /* and */ SELECT $f$ ; $f$;\n",
        "\n\n  SELECT 1  ;;\n", "-- key: value\nSELECT 1;\n", "SELECT 'é\u{301}', '\u{1F600}';\n",
    ])
    func textThatNeedsNothingIsKeptByteByByte(text: String) throws {
        let made = try upgrade(text)
        #expect(Array(made.text.utf8) == Array(text.utf8))
        #expect(made.left.isEmpty)
    }

    @Test func lineEndsAndMarksAreThoseOfRevisions() throws {
        #expect(try upgrade("\u{FEFF}SELECT 1;\r\nSELECT 2;").text == "SELECT 1;\nSELECT 2;\n")
        #expect(try upgrade("").text == "")
    }

    @Test(arguments: ["-- upgrade", "--downgrade", "---- Downgrade ----", "-- touches: a b", "-- bulk-insert nothing"])
    func commentsThatWouldSaySomethingToTheEngineAreSilent(comment: String) throws {
        let made = try upgrade("SELECT 1;\n\(comment)\nSELECT 2;\n")
        #expect(made.text == "SELECT 1;\n-- |\(comment.dropFirst(2))\nSELECT 2;\n")
        #expect(made.left.isEmpty)
        // In a string it is no comment.
        #expect(try upgrade("SELECT '\n\(comment)\n';\n").text == "SELECT '\n\(comment)\n';\n")
    }

    @Test(arguments: [
        ("BEGIN;\nSELECT 1;\nCOMMIT;\n", "\nSELECT 1;\n\n"), ("begin transaction; SELECT 1; end;", " SELECT 1; \n"),
        ("BEGIN;\nSELECT 1;\nCOMMIT;\nBEGIN;\nSELECT 2;\nCOMMIT;\n", "\nSELECT 1;\n\n\nSELECT 2;\n\n"),
        ("START TRANSACTION;\nSELECT 1;\nCOMMIT WORK", "\nSELECT 1;\n\n"),
        (
            "PRAGMA foreign_keys=OFF;\nBEGIN;\nSELECT 1;\nCOMMIT;\nPRAGMA foreign_keys=ON;\n",
            "PRAGMA foreign_keys=OFF;\n\nSELECT 1;\n\nPRAGMA foreign_keys=ON;\n"
        ),
    ])
    func theTransactionAroundAllIsTheEngines(text: String, made: String) throws {
        let upgrade = try upgrade(text)
        #expect(upgrade.text == made)
        #expect(upgrade.revision.isTransactional)
        #expect(upgrade.left.isEmpty)
    }

    @Test(arguments: [
        ("SELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;\n", 2), ("BEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;", 1),
        ("BEGIN;\nSELECT 1;\n", 1), ("BEGIN;\nBEGIN;\nCOMMIT;", 1),
        ("SELECT 1;\nROLLBACK;", 2), ("SELECT 1;\n\nCOPY t FROM stdin;\n", 3), ("SELECT 1;\n\\copy t from x\n", 2),
        ("SELECT (1;\n", 1), ("SELECT 1;\nSELECT 'open", 2), ("SELECT 1;\n.read x\n", 2),
    ])
    func whatARevisionCannotHoldIsLeftWithItsLine(text: String, line: Int) throws {
        let project = try Project(.golangMigrate, ["1_x.up.sql": text, "1_x.down.sql": "SELECT 1;\n"]).imported()
        #expect(project.left.map(\.place) == ["1_x.up.sql:\(line)"])
        #expect(project.revisions[0].text.contains("SELECT * FROM \"not imported: 1_x.up.sql:\(line)\";"))
        #expect(project.revisions[0].text.contains("\n-- downgrade\nSELECT 1;\n"))
    }

    @Test(arguments: ["_sqlx_migrations", "public.\"_sqlx_migrations\"", "_SQLX_Migrations"])
    func aStatementAboutTheToolsOwnTableIsLeftOut(table: String) throws {
        let text =
            "SELECT '_sqlx_migrations'; -- _sqlx_migrations\n\nDELETE FROM \(table)\nWHERE version = 1;\nSELECT 2;\n"
        let project = try Project(.sqlx, ["1_x.sql": text]).imported()
        #expect(project.left.map(\.place) == ["1_x.sql:3"])
        #expect(
            project.revisions[0].text.hasSuffix(
                "-- upgrade\nSELECT '_sqlx_migrations'; -- _sqlx_migrations\n\n\n\nSELECT 2;\n"
            )
        )
    }

    @Test func aWayBackThatARevisionCannotHoldIsTheReasonWhyThereIsNone() throws {
        let project = try Project(.golangMigrate, ["1_x.up.sql": "SELECT 1;", "1_x.down.sql": "\nCOMMIT;"]).imported()
        #expect(project.left.map(\.place) == ["1_x.down.sql:2"])
        #expect(project.revisions[0].text.contains("-- irreversible: 1_x.down.sql:2 was not imported: COMMIT"))
        #expect(!project.revisions[0].text.contains("-- downgrade"))
    }

    @Test func whatNoTransactionMayHoldTakesTheRevisionOutOfIt() throws {
        let made = try upgrade("CREATE INDEX CONCURRENTLY i ON t (a);\n")
        #expect(!made.revision.isTransactional)
        #expect(made.revision.text.contains("-- transaction: off\n"))
    }

    @Test func textThatIsNoUTF8IsAnErrorWithItsPlace() {
        let file = ForeignFile(path: "1_x.up.sql", contents: Array("SELECT 1;\n".utf8) + [0xFF])
        let error = #expect(throws: MigratorError.self) { try ImportedProject(.golangMigrate, files: [file], in: "x") }
        #expect(error?.description.hasPrefix("1_x.up.sql:2:1: invalid UTF-8") == true)
    }

    @Test(arguments: [["a"], ["a, b", "50%"], ["\u{1}", "é"], []])
    func theHeaderOfWhereItComesFromIsReadAsItIsWritten(keys: [String]) throws {
        let from = ImportedFrom(.goose, keys)
        #expect(try ImportedFrom(parsing: from.text, at: nil) == from)
        #expect(from.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    @Test func aToolThatIsNotKnownIsAnError() {
        let error = #expect(throws: MigratorError.self) { try ImportedFrom(parsing: "rails 1", at: nil) }
        #expect(error?.message.contains("there are alembic, dbmate") == true)
    }
}
