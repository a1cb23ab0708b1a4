import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// What `check` finds, over SQL revisions.
struct CheckTests {
    private let folder = TemporaryFolder("check")

    private func migrator() throws -> MigrationEngine {
        let path = "\(folder.path)/check.db"
        return MigrationEngine(
            revisions: try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false)
        ) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private let scratch: MigrationEngine.Connect = {
        try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
    }

    private func kinds() async throws -> [CheckReport.Kind] {
        try await migrator().check(scratch: scratch).findings.map(\.kind)
    }

    @Test func findsEachKind() async throws {
        try folder.write("revisions/rows.csv", "id,name\n1,a\n")
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- upgrade
            CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            -- bulk-insert into a from rows.csv
            -- downgrade
            DROP TABLE a;
            """
        )
        #expect(try await kinds() == [.pending])
        try await migrator().upgrade()
        #expect(try await kinds() == [])

        try folder.write("revisions/rows.csv", "id,name\n2,b\n")
        #expect(try await kinds() == [.payload])
        try folder.write("revisions/rows.csv", "id,nmae\n2,b\n")
        #expect(try await kinds() == [.payload, .payload])
        try folder.write("revisions/rows.csv", "id,name\n1,a\n")

        try folder.write("revisions/2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nDROP TABLE nothing;\n")
        #expect(try await kinds() == [.pending, .irreversible, .broken])
        try folder.write("revisions/2.sql", "-- revision: bbbb\n-- upgrade\n-- downgrade\n")
        #expect(try await kinds() == [.heads, .pending])
    }

    @Test func aDatabaseWithOrphansOfLongAgoCanStillBeMigrated() async throws {
        let connection = try await SQLiteSession(
            SQLiteSessionConfiguration(path: "\(folder.path)/check.db", checksForeignKeys: false)
        )
        try await connection.execute("PRAGMA foreign_keys = OFF")
        try await connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)")
        try await connection.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p)")
        try await connection.execute("INSERT INTO c (p) VALUES (7)")
        await connection.close()
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n")
        #expect(try await migrator().upgrade().heads == ["aaaa"])

        // One that a revision leaves is refused all the same.
        try folder.write(
            "revisions/2.sql",
            "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n"
                + "PRAGMA defer_foreign_keys = ON;\nINSERT INTO c (p) VALUES (8);\n"
        )
        let error = await #expect(throws: MigratorError.self) { try await migrator().upgrade() }
        #expect(error?.message.contains("table p") == true || error?.message.contains("FOREIGN KEY") == true)
    }
}
