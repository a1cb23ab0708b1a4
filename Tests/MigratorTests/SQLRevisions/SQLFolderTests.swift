import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSources
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@Suite struct SQLFolderTests {
    private let folder = SQLTemporaryFolder()

    private func load() throws(MigratorError) -> [SQLRevisionEntry] {
        try SQLFolder.load(path: folder.path, memory: nil)
    }

    private func failure() -> MigratorError? {
        do throws(MigratorError) {
            _ = try load()
            return nil
        } catch {
            return error
        }
    }

    @Test func loadsInTheOrderOfNameBytes() throws {
        folder.write("b.sql", "-- revision: b1\n-- upgrade\n")
        folder.write("B.sql", "-- revision: B1\n-- upgrade\n")
        folder.write("ä.sql", "-- revision: c1\n-- upgrade\n")
        folder.write("b.sql.sql", "-- revision: b2\n-- upgrade\n")
        folder.write("a_2.SQL", "-- revision: a2\n-- upgrade\n-- downgrade")
        for ignored in [".hidden.sql", "notes.md", "c.sql~", ".sql", "sql"] { folder.write(ignored, "not SQL") }
        mkdir(folder.path + "/payloads", 0o700)
        let entries = try load()
        #expect(entries.map(\.id.rawValue) == ["B1", "a2", "b1", "b2", "c1"])
        #expect(entries[1].hasDowngrade)
        #expect(entries[1].path == folder.path + "/a_2.SQL")
        #expect(entries[1].location.description == folder.path + "/a_2.SQL:1:1")
        #expect(try SQLFolder.load(path: folder.path + "/", memory: nil)[0].path == folder.path + "/B.sql")
    }

    @Test func takesAnEmptyFolderAndNoMissingOne() throws {
        #expect(try load().isEmpty)
        #expect(throws: MigratorError.self) { try SQLFolder.load(path: folder.path + "/none", memory: nil) }
        do {
            _ = try SQLFolder.load(path: folder.path + "/none", memory: nil)
        } catch {
            #expect(
                "\(error)"
                    == "there is no folder of revisions at '\(folder.path)/none'; create it, or correct --revisions"
            )
        }
    }

    @Test func followsLinksAndRefusesWhatIsNoFile() throws {
        folder.write("text", "-- revision: a1\n-- upgrade\nSELECT 1")
        symlink("text", folder.path + "/a.sql")
        #expect(try load().map(\.fileName) == ["a.sql"])
        symlink("missing", folder.path + "/b.sql")
        #expect(failure()?.code == .fileSystem)
        unlink(folder.path + "/b.sql")
        mkfifo(folder.path + "/b.sql", 0o600)
        #expect(failure()?.message == "'\(folder.path)/b.sql' is no regular file; a revision is one .sql file")
        unlink(folder.path + "/b.sql")
        mkdir(folder.path + "/b.sql", 0o700)
        #expect(failure()?.code == .fileSystem)
    }

    @Test func reportsTheFirstErrorAndCountsTheRest() throws {
        folder.write("a.sql", "-- revision: a1\n-- upgrade\n")
        folder.write("b.sql", "-- revision: b1\n-- upgrade\n 'x")
        #expect(failure()?.description == "\(folder.path)/b.sql:3:2: this string is never closed; add '")
        folder.write("c.sql", "")
        #expect(failure()?.message == "this string is never closed; add ' (1 more file has errors)")
        folder.write("d.sql", "")
        #expect(failure()?.message == "this string is never closed; add ' (2 more files have errors)")
    }

    @Test func refusesNamesThatWouldDisturbATerminal() throws {
        folder.write("a\u{1B}[2J.sql", "-- revision: a1\n-- upgrade\n")
        let message = failure()?.message ?? ""
        #expect(message.contains("a\\u{1b}[2J.sql") && !message.contains("\u{1B}"))
    }

    @Test func readsItemsWhenTheyAreRun() throws {
        folder.write("a.sql", "-- revision: a1\n-- upgrade\nSELECT 1;\n-- bulk-insert into t from p.csv")
        let entry = try load()[0]
        #expect(try entry.items(of: .upgrade, for: .sqlite).count == 2)
        // White space is no change.
        folder.write("a.sql", "-- revision: a1\n-- upgrade\nSELECT   1;\n-- bulk-insert into t from p.csv")
        #expect(try entry.items(of: .upgrade, for: .postgres).count == 2)
        folder.write("a.sql", "-- revision: a1\n-- upgrade\nSELECT 2;\n-- bulk-insert into t from p.csv")
        do throws(MigratorError) {
            _ = try entry.items(of: .upgrade, for: .sqlite)
            Issue.record("an edited file was taken")
        } catch {
            #expect(error.code == .checksumMismatch)
            #expect(error.revision == "a1")
        }
        unlink(folder.path + "/a.sql")
        #expect(throws: MigratorError.self) { try entry.items(of: .upgrade, for: .sqlite) }
    }
}
