import Foundation
import MigratorDatabase
import MigratorSQLite
import Testing

@Suite struct SQLiteOpeningTests {
    private func openingError(_ configuration: SQLiteSessionConfiguration) async throws -> DatabaseFailure {
        try await #require(throws: DatabaseFailure.self) { _ = try await SQLiteSession(configuration) }
    }

    @Test func createsAFileAndSetsTheSessionUp() async throws {
        try await withFolder { folder in
            let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: folder + "/new.db"))
            #expect(try await connection.column("PRAGMA foreign_keys") == [1])
            #expect(try await connection.column("PRAGMA synchronous") == [2])
            #expect(try await connection.column("PRAGMA journal_mode") == ["delete"])
            #expect(FileManager.default.fileExists(atPath: folder + "/new.db"))
            await connection.close()
        }
    }

    @Test func leavesTheJournalModeAsItIs() async throws {
        try await withFolder { folder in
            var configuration = SQLiteSessionConfiguration(path: folder + "/app.db", journalMode: .wal)
            await (try SQLiteSession(configuration)).close()
            configuration.journalMode = nil
            let connection = try await SQLiteSession(configuration)
            #expect(try await connection.column("PRAGMA journal_mode") == ["wal"])
        }
    }

    @Test func saysWhatIsWrongWithAPath() async throws {
        try await withFolder { folder in
            let missingFolder = try await openingError(SQLiteSessionConfiguration(path: folder + "/none/app.db"))
            #expect(missingFolder.code == .cannotOpen)
            #expect(missingFolder.message == "cannot open \(folder)/none/app.db: there is no folder \(folder)/none/")

            for readOnly in [false, true] {
                let isFolder = try await openingError(SQLiteSessionConfiguration(path: folder, readOnly: readOnly))
                #expect(isFolder.code == .cannotOpen)
                #expect(isFolder.message == "cannot open \(folder): it is a folder")
            }

            let path = folder + "/app.db"
            for configuration in [
                SQLiteSessionConfiguration(path: path, readOnly: true),
                SQLiteSessionConfiguration(path: path, createIfMissing: false),
            ] {
                let missing = try await openingError(configuration)
                #expect(missing.code == .cannotOpen)
                #expect(missing.message == "cannot open \(path): there is no such file")
                #expect(!FileManager.default.fileExists(atPath: path))
            }
            for path in ["", "a\0b"] {
                #expect(try await openingError(SQLiteSessionConfiguration(path: path)).code == .cannotOpen)
            }
        }
    }

    @Test func refusesAFileThatIsNoDatabase() async throws {
        try await withFolder { folder in
            let path = folder + "/notes.txt"
            try Data(String(repeating: "These are notes. ", count: 100).utf8).write(to: URL(filePath: path))
            let error = try await openingError(SQLiteSessionConfiguration(path: path))
            #expect(error.code == .corrupt)
            #expect(error.message.hasPrefix("cannot open \(path): it is damaged or no SQLite database"))
        }
    }

    @Test func reportsADamagedPage() async throws {
        try await withFolder { folder in
            let configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            let writer = try await SQLiteSession(configuration)
            try await writer.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)")
            try await writer.execute("INSERT INTO t (x) VALUES ('kept')")
            await writer.close()
            var bytes = try Data(contentsOf: URL(filePath: configuration.path))
            bytes.replaceSubrange(4096..<4200, with: Data(repeating: 0xEE, count: 104))
            try bytes.write(to: URL(filePath: configuration.path))
            let connection = try await SQLiteSession(configuration)
            try await expectError(.corrupt) { _ = try await connection.query("SELECT * FROM t") }
        }
    }

    @Test func readOnlyReadsAndRefusesToWrite() async throws {
        try await withFolder { folder in
            let path = folder + "/app.db"
            let writer = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
            try await writer.execute("CREATE TABLE t (x)")
            await writer.close()
            let reader = try await SQLiteSession(SQLiteSessionConfiguration(path: path, readOnly: true))
            #expect(try await reader.column("SELECT count(*) FROM t") == [0])
            try await expectError(.readOnly) { try await reader.execute("INSERT INTO t VALUES (1)") }
        }
    }

    @Test func takesALocationFromAURL() throws {
        #expect(try SQLiteSessionConfiguration(DatabaseURL("sqlite:data/app.db")).path == "data/app.db")
        #expect(throws: DatabaseFailure.self) { try SQLiteSessionConfiguration(DatabaseURL("postgres://me@host/db")) }
    }
}
