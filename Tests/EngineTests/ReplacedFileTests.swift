import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// Files of SQLite that are held by others, or become others while a run is at work.
struct ReplacedFileTests {
    private let folder = TemporaryFolder("file")
    private var path: String { "\(folder.path)/app.db" }

    /// Does something to the file in the middle of a run.
    struct Meddle: Revision {
        static let id: RevisionID = "meddle"
        @TaskLocal static var what: (@Sendable () throws -> Void)?

        func upgrade(_ op: Operations) {
            let what = Self.what
            op.createTable("t") { Column("id", .integer) }
            op.perform("meddle") { _ in try what?() }
        }
    }

    private func migrator(_ change: (inout MigratorSettings) -> Void = { _ in }) throws -> MigrationEngine {
        let entry = RevisionRegistry.Entry(Meddle.self, file: "1.swift", line: 1, message: "meddle")
        let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: [entry], payloads: [])
        var settings = MigratorSettings()
        change(&settings)
        let (path, timeout) = (path, settings.lockTimeout)
        return MigrationEngine(revisions: try RevisionHistory([.compiled(registry)]), settings: settings) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path, busyTimeout: timeout))
        }
    }

    private func error(_ body: () async throws -> Void) async throws -> MigratorError {
        try #require(await #expect(throws: MigratorError.self) { try await body() })
    }

    @Test func aFileThatWasReplacedIsNotCalledDone() async throws {
        let path = path
        let other = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(path).other"))
        try await other.execute("CREATE TABLE other (id INTEGER)")
        await other.close()
        let error = try await error {
            try await Meddle.$what.withValue({ rename("\(path).other", path) }) { _ = try await migrator().upgrade() }
        }
        #expect(error.code == .fileSystem && error.message.contains("replaced by another"), "\(error)")
        #expect(try await migrator().current().rows.isEmpty)
        #expect(try await migrator().upgrade().heads == ["meddle"])
    }

    @Test func aFileThatIsGoneIsNotCalledDone() async throws {
        let path = path
        let error = try await error {
            try await Meddle.$what.withValue({ unlink(path) }) { _ = try await migrator().upgrade() }
        }
        #expect(error.code == .fileSystem && error.message.contains("removed"), "\(error)")
    }

    @Test func aFileThatStaysIs() async throws {
        #expect(try await migrator().upgrade().heads == ["meddle"])
        #expect(try await migrator().stamp(["base"]).removed == ["meddle"])
    }

    // MARK: Locks

    @Test func whoHoldsTheFileAloneIsWaitedForAsLongAsToldTo() async throws {
        try await migrator().stamp(["meddle"])
        let holder = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        try await holder.execute("BEGIN EXCLUSIVE")
        let impatient = try migrator { $0.lockTimeout = .milliseconds(50) }
        for attempt in [
            { _ = try await impatient.current() }, { try await impatient.upgrade() },
            { try await impatient.stamp(["base"]) },
            { _ = try await impatient.check([.pending]) },
        ] as [() async throws -> Void] {
            let error = try await error(attempt)
            #expect(error.code == .lockUnavailable && error.message.contains("--lock-timeout"), "\(error)")
        }
        await holder.close()
    }

    /// In a journal that is rolled back, who reads keeps a COMMIT waiting.
    @Test func aReaderThatStaysIsNamedByTheFlagToo() async throws {
        try await migrator().stamp(["base"], purge: true)
        let reader = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        try await reader.execute("BEGIN")
        _ = try await reader.query("SELECT * FROM alembic_version")
        let error = try await error { try await migrator { $0.lockTimeout = .milliseconds(50) }.upgrade() }
        #expect(error.code == .lockUnavailable && error.message.contains("--lock-timeout"), "\(error)")
        await reader.close()
        #expect(try await migrator().upgrade().heads == ["meddle"])
    }

    // MARK: Transactions

    struct Vacuum: Revision {
        static let id: RevisionID = "vacuum"

        func upgrade(_ op: Operations) { op.execute("VACUUM") }
    }

    @Test func whatSQLiteRefusesInATransactionHasAWayOut() async throws {
        let entry = RevisionRegistry.Entry(Vacuum.self, file: "1.swift", line: 1, message: "vacuum")
        let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: [entry], payloads: [])
        let path = path
        let migrator = MigrationEngine(revisions: try RevisionHistory([.compiled(registry)])) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        let error = try await error { try await migrator.upgrade() }
        #expect(error.message.contains("static let transactional = false"), "\(error)")
    }
}
