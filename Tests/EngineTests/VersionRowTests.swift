import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Testing

/// Whatever a step's SQL does to the version table beyond what is planned rolls the step back.
struct VersionRowTests {
    private let tables = "SELECT name FROM sqlite_schema WHERE name IN ('one', 'two', 'meddle')"

    @Test(arguments: VersionRows.plain + VersionRows.late.filter { $0.sqlite != nil })
    func aStepIsRolledBack(_ meddling: VersionRows.Meddling) async throws {
        let rows = try VersionRows(meddling.sqlite ?? "")
        try await rows.sqlite().upgrade(to: "first")
        let error = try await migratorError { try await rows.sqlite().upgrade() }
        try #require(error.code == .rowsMoved, "\(error)")
        #expect(error.revision == "second")
        #expect(error.message.contains("revision second failed"), "\(error)")
        #expect(error.message.contains("version rows in main.alembic_version are \(meddling.found) where"), "\(error)")
        #expect(error.message.contains("the database is at first"), "\(error)")
        #expect(try await rows.query("SELECT version_num FROM alembic_version") == [[.text("first")]])
        #expect(try await rows.query(tables) == [[.text("one")]])
        #expect(try await rows.query("SELECT revision FROM migrator_journal") == [[.text("first")]])
    }

    @Test(arguments: VersionRows.plain)
    func aStepThatIsNoTransactionLosesThatStatement(_ meddling: VersionRows.Meddling) async throws {
        let rows = try VersionRows(meddling.sqlite ?? "", isTransactional: false)
        try await rows.sqlite().upgrade(to: "first")
        let error = try await migratorError { try await rows.sqlite().upgrade() }
        try #require(error.code == .rowsMoved, "\(error)")
        #expect(error.message.contains("are \(meddling.found) where the plan has first"), "\(error)")
        #expect(error.message.contains("1 of its 2 statements are done and stay"), "\(error)")
        #expect(try await rows.query("SELECT version_num FROM alembic_version") == [[.text("first")]])
    }

    @Test(arguments: ["INSERT INTO alembic_version VALUES ('stray');", "DELETE FROM alembic_version;"])
    func aDowngradeIsRolledBack(_ sql: String) async throws {
        let rows = try VersionRows("", down: sql)
        try await rows.sqlite().upgrade()
        let error = try await migratorError { try await rows.sqlite().downgrade(to: "first") }
        #expect(error.code == .rowsMoved)
        #expect(try await rows.query("SELECT version_num FROM alembic_version") == [[.text("second")]])
        #expect(try await rows.query(tables).count == 2)
    }

    @Test func oneTransactionForAllIsRolledBack() async throws {
        let rows = try VersionRows("INSERT INTO alembic_version VALUES ('stray');")
        let error = try await migratorError { try await rows.sqlite { $0.isSingleTransaction = true }.upgrade() }
        #expect(error.code == .rowsMoved)
        #expect(error.revision == "second")
        #expect(try await rows.query(tables).isEmpty)
    }

    @Test(arguments: [false, true]) func aStampIsRolledBack(purge: Bool) async throws {
        let rows = try VersionRows(VersionRows.late[0].sqlite ?? "")
        try await rows.sqlite().upgrade(to: "first")
        _ = try await rows.query(VersionRows.late[0].sqlite ?? "")
        let error = try await migratorError { try await rows.sqlite().stamp(["second"], purge: purge) }
        #expect(error.code == .rowsMoved)
        #expect(error.message.contains("are second, stray where the plan has second"), "\(error)")
        #expect(try await rows.query("SELECT version_num FROM alembic_version") == [[.text("first")]])
    }

    @Test(arguments: VersionRows.plain + VersionRows.late.prefix(3))
    func aScriptStops(_ meddling: VersionRows.Meddling) async throws {
        let rows = try VersionRows(meddling.sqlite ?? "")
        try await rows.sqlite().upgrade(to: "first")
        let script = Script()
        let options = ScriptOptions(kind: .sqlite, scratch: OfflineBench.scratch)
        try await rows.sqlite().upgradeScript("first:second", options, to: script.add)
        let file = try rows.folder.write("script.sql", script.text)
        let result = try Tool.finish(Tool.shell("sqlite3", ["\(rows.folder.path)/run.db", ".read '\(file)'"]))
        #expect(result.status == 1)
        #expect(
            result.errors.contains("the version rows are not what this script expects")
                || result.errors.contains("UNIQUE constraint failed: alembic_version.version_num"),
            "\(result.errors)"
        )
        #expect(try await rows.query("SELECT version_num FROM alembic_version") == [[.text("first")]])
        #expect(try await rows.query(tables) == [[.text("one")]])
    }
}

extension PostgresTests {
    @Suite struct VersionRowRuns {
        private let tables = "SELECT relname FROM pg_class WHERE relname IN ('one', 'two', 'watched')"

        @Test(arguments: VersionRows.plain + VersionRows.late.filter { $0.postgres != nil })
        func aStepIsRolledBack(_ meddling: VersionRows.Meddling) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try VersionRows(meddling.postgres ?? "").postgres(database)
                try await migrator.upgrade(to: "first")
                let error = try await migratorError { try await migrator.upgrade() }
                try #require(error.code == .rowsMoved, "\(error)")
                #expect(error.revision == "second")
                #expect(error.message.contains("are \(meddling.found) where the plan has"), "\(error)")
                #expect(try await database.versionRows() == ["first"])
                #expect(try await database.rows(tables) == [["one"]])
            }
        }

        @Test(arguments: VersionRows.plain)
        func aStepThatIsNoTransactionLosesThatStatement(_ meddling: VersionRows.Meddling) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try VersionRows(meddling.postgres ?? "", isTransactional: false).postgres(database)
                try await migrator.upgrade(to: "first")
                let error = try await migratorError { try await migrator.upgrade() }
                try #require(error.code == .rowsMoved, "\(error)")
                #expect(try await database.versionRows() == ["first"])
            }
        }

        /// What is only true at the end of all steps may wait for it.
        @Test func constraintsOfOneTransactionForAllWaitForItsEnd() async throws {
            try await PostgresServer.withDatabase { database in
                let rows = try VersionRows("INSERT INTO parent VALUES (1);")
                try rows.folder.write(
                    "revisions/1.sql",
                    """
                    -- revision: first

                    -- upgrade
                    CREATE TABLE parent (id int PRIMARY KEY);
                    CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO child VALUES (1);
                    """
                )
                let migrator = try rows.postgres(database) { $0.isSingleTransaction = true }
                #expect(try await migrator.upgrade().steps.count == 2)
            }
        }

        @Test(arguments: VersionRows.plain + VersionRows.late.filter { $0.postgres != nil })
        func aScriptStops(_ meddling: VersionRows.Meddling) async throws {
            try await PostgresServer.withDatabase { database in
                let rows = try VersionRows(meddling.postgres ?? "")
                let migrator = try rows.postgres(database)
                try await migrator.upgrade(to: "first")
                let script = Script()
                try await migrator.upgradeScript("first:second", ScriptOptions(kind: .postgres), to: script.add)
                let file = try rows.folder.write("script.sql", script.text)
                let result = try Tool.finish(Tool.shell("psql", ["-qX", "-f", file, database.url]))
                #expect(result.status == 3)
                #expect(result.errors.contains("version row"), "\(result.errors)")
                #expect(try await database.versionRows() == ["first"])
                #expect(try await database.rows(tables) == [["one"]])
            }
        }
    }
}

extension Tool {
    /// A program of the system's.
    static func shell(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        return process
    }
}
