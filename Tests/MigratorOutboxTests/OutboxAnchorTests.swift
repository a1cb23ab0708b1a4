import Foundation
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Whether it is still the outbox that it was, whatever was put in its place.
struct OutboxAnchorTests {
    private static let identity = "5a1c0e2b-0f1d-4c3a-9b7e-1d2c3b4a5f60"
    private static let other = "6b1c0e2b-0f1d-4c3a-9b7e-1d2c3b4a5f60"

    private func withSQLite(_ body: (SQLiteSession, inout OutboxAnchor, String) async throws -> Void) async throws {
        let folder = TemporaryFolder("anchor")
        let path = "\(folder.path)/a.db"
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        try await connection.execute(CarrierTests.sqlite)
        try await connection.execute("CREATE TABLE migrator_identity (id UUID NOT NULL PRIMARY KEY, last_event UUID)")
        try await connection.execute("INSERT INTO migrator_identity (id) VALUES ('\(Self.identity)')")
        for _ in 1...4 { try await CarrierTests.write(connection, CarrierTests.uuid()) }
        var anchor = OutboxAnchor(TableName("migrator_outbox"))
        #expect(try await anchor.look(connection).verdict == .doubtful, "nobody has looked before")
        try await body(connection, &anchor, path)
        await connection.close()
        withExtendedLifetime(folder) {}
    }

    private func withPostgres(_ body: (PostgresSession, inout OutboxAnchor) async throws -> Void) async throws {
        try await PostgresServer.withConnection { connection in
            for statement in CarrierTests.postgres { try await connection.execute(statement) }
            try await connection.execute("CREATE TABLE migrator_identity (id uuid PRIMARY KEY, last_event uuid)")
            try await connection.execute("INSERT INTO migrator_identity (id) VALUES ('\(Self.identity)')")
            for _ in 1...4 { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            var anchor = OutboxAnchor(TableName("migrator_outbox"))
            #expect(try await anchor.look(connection).verdict == .doubtful, "nobody has looked before")
            try await body(connection, &anchor)
        }
    }

    @Test func onSQLiteItIsTheSameHoweverManyRowsFollow() async throws {
        try await withSQLite { connection, anchor, _ in
            #expect(try await anchor.look(connection).verdict == .same)
            for count in [1, 3, 40] {
                for _ in 1...count { try await CarrierTests.write(connection, CarrierTests.uuid()) }
                #expect(try await anchor.look(connection).verdict == .same, "\(count) more")
            }
            try await connection.execute("DELETE FROM migrator_outbox WHERE id < 30")
            #expect(try await anchor.look(connection).verdict == .same, "old rows go")
            try await connection.begin()
            try await CarrierTests.write(connection, CarrierTests.uuid())
            try await connection.rollback()
            try await CarrierTests.write(connection, CarrierTests.uuid())
            #expect(try await anchor.look(connection).verdict == .same, "what was rolled back leaves no gap")
            #expect(anchor.identity == Self.identity)
        }
    }

    /// A backup lacks some rows, and none, as many, or more follow before anybody looks.
    @Test(arguments: [(1, 0), (1, 1), (2, 2), (3, 3), (4, 4), (2, 9)])
    func onSQLiteABackupIsNoticedWhateverFollows(_ lost: Int, _ followed: Int) async throws {
        try await withSQLite { connection, anchor, _ in
            try await connection.execute("DELETE FROM migrator_outbox WHERE id > \(4 - lost)")
            try await connection.execute("UPDATE sqlite_sequence SET seq = \(4 - lost) WHERE name = 'migrator_outbox'")
            for _ in 0..<followed { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            #expect(try await anchor.look(connection).verdict == .other)
            #expect(try await anchor.look(connection).verdict == .same, "once is enough")
        }
    }

    /// What came after the last look and went again may have been read.
    @Test(arguments: [0, 1, 5])
    func onSQLiteRowsThatCameAndWentAreNoticed(_ followed: Int) async throws {
        try await withSQLite { connection, anchor, _ in
            try await CarrierTests.write(connection, CarrierTests.uuid())
            try await connection.execute("DELETE FROM migrator_outbox WHERE id = 5")
            for _ in 0..<followed { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            #expect(try await anchor.look(connection).verdict == .doubtful)
        }
    }

    /// SQLite's own way to put a backup back counts the schema's version on.
    @Test func onSQLiteABackupWithTheVerySameRowsIsNoticed() async throws {
        try await withSQLite { connection, anchor, _ in
            try await connection.execute("PRAGMA schema_version = 4711")
            #expect(try await anchor.look(connection).verdict == .doubtful)
            #expect(try await anchor.look(connection).verdict == .same)
            try await connection.execute("UPDATE migrator_identity SET id = '\(Self.other)'")
            #expect(try await anchor.look(connection).verdict == .doubtful, "another process has noticed first")
            #expect(anchor.identity == Self.other)
        }
    }

    @Test func onSQLiteAnotherFileInItsPlaceIsNoticed() async throws {
        try await withSQLite { connection, anchor, path in
            try await connection.execute("VACUUM INTO '\(path).new'")
            #expect(!anchor.isReplaced())
            #expect(rename("\(path).new", path) == 0)
            #expect(anchor.isReplaced())
            #expect(try await anchor.look(connection).verdict == .moved)
            try FileManager.default.removeItem(atPath: path)
            #expect(!anchor.isReplaced(), "a file that is gone is waited for")
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func onPostgreSQLItIsTheSameWhateverTheOrderOfCommits() async throws {
        try await PostgresServer.withDatabase { database in
            let (connection, slow) = (try await database.connect(), try await database.connect())
            for statement in CarrierTests.postgres { try await connection.execute(statement) }
            var anchor = OutboxAnchor(TableName("migrator_outbox"))
            _ = try await anchor.look(connection)
            try await slow.begin()
            try await CarrierTests.write(slow, CarrierTests.uuid())
            for _ in 1...12 { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            #expect(try await anchor.look(connection).verdict == .same)
            try await slow.commit()
            #expect(try await anchor.look(connection).verdict == .same)
            try await slow.begin()
            try await CarrierTests.write(slow, CarrierTests.uuid())
            try await slow.rollback()
            try await CarrierTests.write(connection, CarrierTests.uuid())
            #expect(try await anchor.look(connection).verdict == .same, "numbers may have gaps here")
            try await connection.execute("VACUUM FULL migrator_outbox")
            #expect(try await anchor.look(connection).verdict == .same)
            await connection.close()
            await slow.close()
        }
    }

    /// A dump brings the very same rows, or fewer and others; it may be loaded into the old tables or into new ones.
    @Test(
        .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
        arguments: [(4, 0), (3, 1), (2, 2), (2, 7)],
        [false, true]
    )
    func onPostgreSQLADumpLoadedInPlaceIsNoticed(_ rows: (kept: Int, followed: Int), _ isNew: Bool) async throws {
        try await withPostgres { connection, anchor in
            try await connection.execute("CREATE TABLE dump AS SELECT * FROM migrator_outbox WHERE id <= \(rows.kept)")
            if isNew {
                try await connection.execute("DROP TABLE migrator_outbox")
                for statement in CarrierTests.postgres { try await connection.execute(statement) }
            } else {
                try await connection.execute("TRUNCATE migrator_outbox RESTART IDENTITY")
            }
            try await connection.execute(
                """
                INSERT INTO migrator_outbox (id, uuid, xid, event, at) OVERRIDING SYSTEM VALUE
                SELECT id, uuid, xid, event, at FROM dump
                """
            )
            _ = try await connection.query(
                "SELECT setval(pg_get_serial_sequence('migrator_outbox', 'id'), \(rows.kept))"
            )
            for _ in 0..<rows.followed { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            #expect(try await anchor.look(connection).verdict == .other)
            #expect(try await anchor.look(connection).verdict == .same)
        }
    }

    /// Keys come last in a dump: before that other tables may be empty, and what is read of them is not to be kept.
    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func onPostgreSQLADumpIsNotBelievedBeforeItIsWhole() async throws {
        try await withPostgres { connection, anchor in
            try await connection.execute("ALTER TABLE migrator_outbox DROP CONSTRAINT migrator_outbox_pkey")
            #expect(try await anchor.look(connection).verdict == .doubtful)
            #expect(try await anchor.look(connection).verdict == .doubtful)
            try await connection.execute("ALTER TABLE migrator_outbox ADD PRIMARY KEY (id)")
            #expect(try await anchor.look(connection).verdict == .other, "what was read meanwhile is stale, too")
            #expect(try await anchor.look(connection).verdict == .same)
        }
    }
}
