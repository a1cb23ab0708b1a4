import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport
import Testing

@testable import MigratorTestKit

/// Templates and copies of files.
@Suite struct SQLiteCopiesTests {
    @Test func theHistoryIsRunOnceForManyProcesses() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        // Each of them looks as a process of its own does.
        let rooms = try (0..<10).map { _ in try history.copies() }
        let paths = try await withThrowingTaskGroup { group in
            for room in rooms { group.addTask { try await room.take().path } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths.count == 10)
        #expect(try history.files("templates").count == 1)
        // Nine have waited, and made nothing: each path is taken once, and one was the template's.
        #expect(try history.files("runs").count == 10)
    }

    @Test func anotherStateIsAnotherTemplate() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let first = try history.testHistory().digest(on: .sqlite)
        #expect(first.utf8.count == 32)
        #expect(try history.testHistory().digest(on: .postgres) != first)
        // What is no edit is none here either.
        try history.folder.write("revisions/1.sql", SQLHistory.one + "-- a comment\n")
        #expect(try history.testHistory().digest(on: .sqlite) == first)
        try history.folder.write("revisions/1.sql", SQLHistory.one.replacing("id INTEGER", with: "no INTEGER"))
        #expect(try history.testHistory().digest(on: .sqlite) != first)
        #expect(try history.testHistory("base+1").digest(on: .sqlite) != first)
    }

    @Test func otherRowsOfAPayloadAreAnotherTemplate() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one.replacing("-- down", with: "-- bulk-insert into a from a.csv\n-- down")
        ])
        try history.folder.write("revisions/a.csv", "id\n1\n")
        let first = try history.testHistory().digest(on: .sqlite)
        let room = try history.copies()
        try await room.withCopy(named: "a") { database in
            try await database.withConnection { connection in
                let rows = try await connection.query("SELECT id FROM a")
                #expect(rows.count == 1)
            }
        }
        try history.folder.write("revisions/a.csv", "id\n1\n2\n")
        #expect(try history.testHistory().digest(on: .sqlite) != first)
    }

    @Test func aHistoryThatFailsHalfWayLeavesNoTemplate() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql": "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nINSERT INTO nothing VALUES (1);\n",
        ])
        let room = try history.copies()
        for _ in 0..<2 {
            let error = await #expect(throws: MigratorError.self) { try await room.withCopy(named: "a") { _ in } }
            #expect(error?.revision == "bbbb")
        }
        #expect(try history.files("templates") == [])
        #expect(try history.files("runs") == [])
        #expect(room.gate.waiting == 0)
    }

    @Test func whatRunsOutsideOfATransactionIsThereToo() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql": """
            -- revision: bbbb
            -- parents: aaaa
            -- transaction: off
            -- upgrade
            PRAGMA journal_mode = wal;
            CREATE TABLE b (id INTEGER PRIMARY KEY);

            """,
        ])
        let room = try history.copies()
        try await room.withCopy(named: "a") { database in
            try await database.withConnection { connection in
                #expect(try await connection.query("PRAGMA journal_mode").first?.values == [.text("wal")])
                try await connection.execute("INSERT INTO b VALUES (1)")
                // Its log lies beside it, and goes with it.
                #expect(try history.files("runs", ".db-wal").count == 1)
            }
        }
        #expect(
            try history.files("runs", "").filter { !$0.hasSuffix("/lock") }.allSatisfy {
                $0.split(separator: "/").count == 2
            }
        )
        try await room.withCopy(named: "b") { database in
            try await database.withConnection { connection in
                let rows = try await connection.query("SELECT * FROM b")
                #expect(rows.isEmpty)
            }
        }
    }

    @Test func onlySoManyAreOpen() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let room = try history.copies(limit: 2)
        let gate = Gate()
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { try await room.withCopy(named: "a") { _ in await gate.pass() } } }
            try await poll(for: "those who wait") { room.gate.waiting == 2 }
            try await poll(for: "the copies") { try history.files("runs").count == 2 }
            // One who holds one gets another one at once.
            gate.open()
            try await group.waitForAll()
        }
        try await room.withCopy(named: "a") { _ in
            try await room.withCopy(named: "b") { _ in try await room.withCopy(named: "c") { _ in } }
        }
        #expect(try history.files("runs") == [])
    }

    @Test func aCancelledTestLeavesNothing() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let room = try history.copies(limit: 1)
        let isWithin = Gate()
        let test = Task {
            try await room.withCopy(named: "a") { _ in
                isWithin.open()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        await isWithin.pass()
        let waiting = Task { try await room.withCopy(named: "b") { _ in } }
        try await poll(for: "the one who waits") { room.gate.waiting == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        test.cancel()
        await #expect(throws: CancellationError.self) { try await test.value }
        #expect(try history.files("runs") == [])
        try await room.withCopy(named: "c") { _ in }
    }

    @Test func oldTemplatesGo() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let folder = try TestFolder(history.databases)
        let day = 86_400.0
        func write(_ name: String, _ days: Double) throws {
            let path = try history.folder.write("databases/\(name)", "")
            let date = Date(timeIntervalSinceNow: -days * day)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        for number in 0..<20 { try write("templates/\(number + 10).db", Double(number) / 10) }
        try write("templates/old.db", 8)
        try write("templates/old.lock", 8)
        try write("kept/old.db", 8)
        try write("kept/old.db-wal", 8)
        try write("kept/new.db", 6)
        folder.clear()
        #expect(try history.files("templates") == (10..<26).map { "templates/\($0).db" })
        #expect(try history.files("templates", ".lock") == [])
        #expect(try history.files("kept", "") == ["kept/new.db"])
    }

    @Test func aFolderThatOthersMayWriteToIsRefused() throws {
        let folder = TemporaryFolder("testing")
        let path = "\(folder.path)/open"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
        let error = #expect(throws: MigratorError.self) { _ = try TestFolder(path) }
        #expect(error?.message.contains("MIGRATOR_TEST_FOLDER") == true)
        let link = "\(folder.path)/link"
        try FileManager.default.createDirectory(atPath: "\(folder.path)/own", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "\(folder.path)/own")
        #expect(throws: MigratorError.self) { _ = try TestFolder(link) }
    }
}
