import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// Revisions of SQLite that are no transaction: what is done stays, and the next run goes on after it.
struct StatementRunTests {
    private let folder = TemporaryFolder("statements")

    private func migrator(_ change: (inout MigratorSettings) -> Void = { _ in }) throws -> MigrationEngine {
        var settings = MigratorSettings()
        change(&settings)
        let path = "\(folder.path)/run.db"
        let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
        return MigrationEngine(revisions: history, settings: settings) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private func rows(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/run.db"))
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    private func write(first: String = "INSERT INTO log VALUES ('first');", third: String) throws {
        try folder.write("revisions/1.sql", "-- revision: begin\n\n-- upgrade\nCREATE TABLE log (step TEXT);\n")
        try folder.write(
            "revisions/2.sql",
            """
            -- revision: steps
            -- parents: begin
            -- transaction: off

            -- upgrade
            \(first)
            VACUUM;
            \(third)
            INSERT INTO log VALUES ('fourth');
            """
        )
    }

    @Test func aRunGoesOnAfterTheStatementsThatAreDone() async throws {
        try write(third: "INSERT INTO lgo VALUES ('third');")
        let error = try await migratorError { try await migrator().upgrade() }
        #expect(error.message.contains("2 of its 4 statements are done and stay, 1 step before it is done"), "\(error)")
        #expect(try await rows("SELECT step FROM log") == [[.text("first")]])
        #expect(try await rows("SELECT version_num FROM alembic_version") == [[.text("begin")]])

        try write(third: "INSERT INTO log VALUES ('third');")
        let report = try await migrator().upgrade()
        #expect(report.steps.map(\.statements) == [4])
        #expect(try await rows("SELECT step FROM log") == [[.text("first")], [.text("third")], [.text("fourth")]])
        #expect(
            try await rows("SELECT revision, state FROM migrator_journal ORDER BY id")
                == [[.text("begin"), .text("done")], [.text("steps"), .text("done")]]
        )
    }

    @Test func whatIsDoneMustNotBeEdited() async throws {
        try write(third: "INSERT INTO lgo VALUES ('third');")
        _ = try await migratorError { try await migrator().upgrade() }
        try write(first: "INSERT INTO log VALUES ('other');", third: "INSERT INTO log VALUES ('third');")
        let error = try await migratorError { try await migrator().upgrade() }
        #expect(error.code == .checksumMismatch)
        #expect(error.message.contains("edited after its first 2 statements ran"), "\(error)")
        #expect(error.location?.file.hasSuffix("2.sql") == true)
    }

    @Test func aStepThatWasStampedSinceBeginsAnew() async throws {
        try write(third: "INSERT INTO lgo VALUES ('third');")
        _ = try await migratorError { try await migrator().upgrade() }
        try write(third: "INSERT INTO log VALUES ('third');")
        try await migrator().stamp(["steps"])
        try await migrator().stamp(["begin"])
        try await migrator().upgrade()
        #expect(
            try await rows("SELECT step FROM log")
                == [[.text("first")], [.text("first")], [.text("third")], [.text("fourth")]]
        )
    }

    @Test func oneTransactionForAllIsRefusedByName() async throws {
        try write(third: "INSERT INTO log VALUES ('third');")
        let error = try await migratorError { try await migrator { $0.isSingleTransaction = true }.upgrade() }
        #expect(error.revision == "steps")
        #expect(error.message.contains("--single-transaction"), "\(error)")
        #expect(try await rows("SELECT name FROM sqlite_schema").isEmpty)
        let report = try await migrator { $0.isSingleTransaction = true }.upgrade(to: "begin")
        #expect(report.steps.count == 1)
    }
}
