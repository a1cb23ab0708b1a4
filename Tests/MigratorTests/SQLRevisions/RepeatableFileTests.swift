import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorGraph
import MigratorTestSupport
import Testing

@testable import MigratorSources

/// Files that are no revisions, but run again whenever their text has changed.
@Suite struct RepeatableFileTests {
    private let folder = TemporaryFolder("repeatables")

    private func file(_ text: String, path: String = "views/people.sql") throws -> SQLRevisionFile {
        try SQLRevisionFile(path: path, contents: Array(text.utf8))
    }

    private func failure(_ text: String, path: String = "f.sql") -> String {
        do {
            _ = try file(text, path: path)
            return "valid"
        } catch {
            return "\((error as? MigratorError).map { "\($0.location?.line ?? 0): \($0.message)" } ?? "\(error)")"
        }
    }

    @Test func theWholeFileIsWhatIsRun() throws {
        let file = try file(
            """
            -- All people, as the shop sees them.
            -- repeatable
            -- depends-on: base, other
            -- message: the people

            DROP VIEW IF EXISTS people;
            -- touches: people
            CREATE VIEW people AS SELECT 1;
            """
        )
        #expect(file.header.id == "repeatable:people" && file.header.repeatable == "")
        #expect(file.header.dependsOn == ["base", "other"] && file.header.message == "the people")
        #expect(file.header.line == 2 && !file.hasDowngrade)
        #expect(
            try file.items(of: .upgrade, for: .postgres).count == 2
        )
    }

    @Test func onlyItsStatementsAndItsWordAreItsText() throws {
        let plain = try file("-- repeatable\nSELECT 1;").upgradeDigest
        #expect(try file("-- repeatable\n-- message: m\n\nSELECT  1 -- note\n;").upgradeDigest == plain)
        #expect(try file("-- repeatable\nSELECT 2;").upgradeDigest != plain)
        let again = try file("-- repeatable: again\nSELECT 1;").upgradeDigest
        #expect(again != plain)
        #expect(try file("-- repeatable: once more\nSELECT 1;").upgradeDigest != again)
    }

    @Test(arguments: [
        ("-- repeatable\n-- revision: a\nSELECT 1", "1: a repeatable file has no 'revision'"),
        ("-- repeatable\n-- transaction: off\nSELECT 1", "1: a repeatable file has no 'transaction'"),
        ("-- repeatable\n-- upgrade\nSELECT 1", "2: a repeatable file has no sections"),
        ("-- repeatable\nSELECT 1;\n-- downgrade", "3: a repeatable file has no sections"),
        ("-- repeatable\n-- bulk-insert into a from a.csv", "2: a repeatable file loads no rows"),
        ("-- repeatable\n", "2: the file has no statement to run"),
        ("-- revision: a\n-- upgrade\n-- repeatable\nSELECT 1", "valid"),
    ])
    func whatItMayNotBeIsAnError(_ text: String, _ expected: String) {
        #expect(failure(text).hasPrefix(expected), "\(failure(text))")
    }

    @Test func itsFileHasAName() {
        #expect(failure("-- repeatable\nSELECT 1", path: "a b.sql").contains("cannot be a repeatable's"))
    }

    private func history(_ files: [String: String]) throws -> RevisionHistory {
        for (name, text) in files { try folder.write("revisions/\(name).sql", "-- repeatable\n\(text)\nSELECT 1;\n") }
        return try RevisionHistory([.folder("\(folder.path)/revisions")])
    }

    @Test func eachComesAfterWhatItDependsOn() throws {
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nSELECT 1;\n")
        let history = try history([
            "a": "-- depends-on: z, c", "b": "", "c": "-- depends-on: z", "z": "",
        ])
        #expect(history.repeatables.map(\.id) == ["repeatable:b", "repeatable:z", "repeatable:c", "repeatable:a"])
        #expect(history.graph.revisions.map(\.id) == ["aaaa"])
        #expect(try history.revision("repeatable:c").node.dependsOn == ["z"])
    }

    @Test(arguments: [
        (["a": "-- depends-on: b", "b": "-- depends-on: a"], "in a circle: a, b"),
        (["a": "-- depends-on: nowhere"], "depends on 'nowhere'"),
    ])
    func whatHasNoOrderIsAnError(_ files: [String: String], _ expected: String) {
        let error = #expect(throws: MigratorError.self) { try history(files) }
        #expect(error?.message.contains(expected) == true && error?.location?.file.hasSuffix("a.sql") == true)
    }

    @Test func aNameIsThereOnce() throws {
        _ = try history(["a": ""])
        let path = "\(folder.path)/revisions"
        #expect(throws: MigratorError.self) { try RevisionHistory([.folder(path), .folder(path)]) }
    }
}
