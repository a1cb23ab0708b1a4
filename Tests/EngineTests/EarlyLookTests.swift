import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Synchronization
import Testing

/// Looks that were begun before the revisions were read.
struct EarlyLookTests {
    private let folder = TemporaryFolder("early-look")
    private let opened = Counter()

    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    private var connect: MigrationEngine.Connect {
        let (path, opened) = ("\(folder.path)/early.db", opened)
        return {
            opened.add()
            return try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private func write(_ statement: String = "CREATE TABLE a (id INTEGER)") throws {
        try folder.write(
            "revisions/1.sql",
            "-- revision: aaaa\n-- upgrade\n\(statement);\n-- downgrade\nDROP TABLE a;\n"
        )
    }

    private func history() throws -> RevisionHistory {
        try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false)
    }

    private func migrator(_ look: EarlyLook) throws -> MigrationEngine {
        let settings = MigratorSettings()
        return MigrationEngine(revisions: try history(), settings: settings, caches: MigratorCaches(), early: look)
    }

    private func look() -> EarlyLook { EarlyLook(MigratorSettings(), MigratorCaches(), connect: connect) }

    @Test func aRunGoesOnOverTheConnectionThatLooked() async throws {
        let look = look()
        try write()
        let migrator = try migrator(look)
        #expect(try await migrator.upgrade().steps.map(\.revision) == ["aaaa"])
        #expect(opened.value == 1)
        // The next has to look itself: what was seen is of before.
        #expect(try await migrator.upgrade().steps.isEmpty)
        #expect(try await migrator.downgrade(to: "base").steps.map(\.revision) == ["aaaa"])
        #expect(opened.value == 3)
    }

    @Test func whatWasAppliedMeanwhileIsSkipped() async throws {
        try write()
        let (calls, connect) = (Fuse(), connect)
        let look = EarlyLook(MigratorSettings(), MigratorCaches()) { MortalConnection(try await connect(), calls) }
        let late = try migrator(look)
        // It asks for the journal, and for the version rows with it and alone.
        try await poll(for: "the look") { calls.calls >= 3 }
        let other = MigrationEngine(revisions: try history(), connect: connect)
        #expect(try await other.upgrade().steps.count == 1)
        #expect(try await late.upgrade().steps.isEmpty)
    }

    @Test func anEditedRevisionIsFoundByIt() async throws {
        try write()
        _ = try await migrator(look()).upgrade()
        let look = look()
        try write("CREATE TABLE a (id TEXT)")
        await #expect {
            try await migrator(look).upgrade()
        } throws: {
            ($0 as? MigratorError)?.code == .checksumMismatch
        }
        // Put back as it was, it is no other.
        let second = self.look()
        try write()
        #expect(try await migrator(second).upgrade().steps.isEmpty)
    }

    @Test func itsErrorIsTheRuns() async throws {
        try folder.write("early.db", String(repeating: "no database ", count: 100))
        try write()
        let look = look()
        await #expect { try await migrator(look).upgrade() } throws: { ($0 as? DatabaseFailure)?.code == .corrupt }
    }

    @Test func anAbandonedLookLetsGoOfTheDatabase() async throws {
        let path = "\(folder.path)/early.db"
        let shared = try await SQLiteSession(SQLiteSessionConfiguration(path: path, journalMode: .wal))
        await shared.close()
        let (calls, connect) = (Fuse(), connect)
        let look = EarlyLook(MigratorSettings(), MigratorCaches()) { MortalConnection(try await connect(), calls) }
        try await poll(for: "the look") { calls.calls >= 3 }
        // To leave this mode the file is wanted alone.
        let alone = SQLiteSessionConfiguration(path: path, busyTimeout: .zero, journalMode: .delete)
        await #expect(throws: DatabaseFailure.self) { try await SQLiteSession(alone).close() }
        await look.abandon()
        await look.abandon()
        try await SQLiteSession(alone).close()
    }

    @Test func aCancelledRunCancelsIt() async throws {
        try write()
        let (waiting, enter) = AsyncStream.makeStream(of: Never.self)
        let look = EarlyLook(MigratorSettings(), MigratorCaches()) {
            enter.finish()
            try await standStill()
        }
        let migrator = try migrator(look)
        let run = Task { try await migrator.upgrade() }
        for await _ in waiting {}
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }
}
