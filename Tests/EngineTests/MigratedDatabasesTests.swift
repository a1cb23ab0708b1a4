import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestKit
import MigratorTestSupport
import Testing

/// The test kit's copies of a migrated database.
struct MigratedDatabasesTests {
    @Test func everyTestGetsACopyOfItsOwn() async throws {
        let folder = TemporaryFolder("kit")
        try folder.write("1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n")
        let databases = MigratedDatabases(revisions: try RevisionHistory([.folder(folder.path)])) { path in
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        let first = try await databases.make()
        let second = try await databases.make()
        #expect(first.path != second.path)
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: first.path))
        try await connection.execute("INSERT INTO a VALUES (1)")
        await connection.close()
        let other = try await SQLiteSession(SQLiteSessionConfiguration(path: second.path))
        #expect(try await other.query("SELECT * FROM a").isEmpty)
        #expect(try await other.query("SELECT version_num FROM alembic_version").count == 1)
        await other.close()
    }

    @Test func aHistoryThatFailsSaysSoEachTime() async throws {
        let folder = TemporaryFolder("kit")
        try folder.write("1.sql", "-- revision: aaaa\n-- upgrade\nINSERT INTO nothing VALUES (1);\n")
        let databases = MigratedDatabases(revisions: try RevisionHistory([.folder(folder.path)])) { path in
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        for _ in 0..<2 {
            await #expect(throws: MigratorError.self) { _ = try await databases.make() }
        }
    }
}
