import MigrationDSL
import MigratorCore
import MigratorImport
import Testing

struct AlembicRecordsTests {
    private func project(_ records: [[String]]) throws -> ImportedProject {
        let text = records.joined().map { $0 + "\0" }.joined()
        return try ImportedProject(.alembic, try AlembicRecords.project(Array(text.utf8)))
    }

    @Test func branchesLabelsAndDependenciesAreKept() throws {
        let project = try project([
            ["aaaa", "", "", "", "first", "versions/a.py", "on", "SELECT 1;", "on", "SELECT -1;"],
            ["bbbb", "aaaa", "left,side", "", "one\nside", "versions/b.py", "on", "SELECT 2;", "on", ""],
            ["cccc", "aaaa", "right", "left", "other", "versions/c.py", "off", "VACUUM;", "on", "SELECT 3;"],
            ["dddd", "bbbb,cccc", "", "", "", "versions/d.py", "on", "", "on", ""],
        ])
        #expect(project.chain == ["aaaa < ", "bbbb < aaaa", "cccc < aaaa", "dddd < bbbb cccc"])
        #expect(project.revisions.map(\.message) == ["first", "one side", "other", "dddd"])
        #expect(project.revisions.map(\.isTransactional) == [true, true, false, true])
        #expect(project.left.isEmpty)
        #expect(project.revisions[2].text.contains("-- parents: aaaa\n-- branch-labels: right\n-- depends-on: left\n"))
        #expect(project.revisions[3].text.contains("-- parents: bbbb, cccc\n"))
        #expect(project.revisions[3].text.hasSuffix("-- upgrade\n\n-- downgrade\n"))
    }

    @Test func whatAlembicCannotWriteIsLeft() throws {
        let project = try project([
            ["aaaa", "", "", "", "x", "versions/a.py", "no", "TypeError:\nno result", "no", "TypeError: none"]
        ])
        #expect(
            project.leftover == [
                "versions/a.py: Alembic cannot write it offline (TypeError: no result); write what it does in SQL",
                "versions/a.py: Alembic cannot write it offline (TypeError: none); write what it does in SQL",
            ]
        )
        #expect(project.revisions[0].text.contains("SELECT * FROM \"not imported: versions/a.py\";"))
    }

    @Test(arguments: ["aaaa", "aaaa\0", ""])
    func aFileThatIsNotWholeIsAnError(text: String) {
        let error = #expect(throws: MigratorError.self) { try AlembicRecords.project(Array(text.utf8)) }
        #expect(error?.code == .fileSystem)
    }

    @Test func anIdThatWillNotDoIsAnErrorWithItsFile() {
        let error = #expect(throws: MigratorError.self) {
            try project([["a-b", "", "", "", "x", "versions/a.py", "on", "", "on", ""]])
        }
        #expect(error?.description.hasPrefix("versions/a.py:1:1: 'a-b' will not do as an id") == true)
    }
}
