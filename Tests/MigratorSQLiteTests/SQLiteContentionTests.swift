import MigratorDatabase
import MigratorSQLite
import MigratorTestKit
import Testing

@Suite struct SQLiteContentionTests {
    @Test func eightConnectionsSwitchToWALAtOnce() async throws {
        try await withFolder { folder in
            for round in 0..<5 {
                let configuration = SQLiteSessionConfiguration(
                    path: folder + "/\(round).db",
                    busyTimeout: .seconds(300),
                    journalMode: .wal
                )
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            let connection = try await SQLiteSession(configuration)
                            try await connection.begin()
                            try await connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
                            try await connection.execute("INSERT INTO t VALUES (1)")
                            try await connection.commit()
                            await connection.close()
                        }
                    }
                    try await group.waitForAll()
                }
                let connection = try await SQLiteSession(configuration)
                #expect(try await connection.column("SELECT count(*) FROM t") == [8])
            }
        }
    }

    @Test(arguments: ["BEGIN", "BEGIN IMMEDIATE"])
    func theSwitchToWALWaitsForOthers(_ begin: String) async throws {
        try await withFolder { folder in
            let configuration = SQLiteSessionConfiguration(path: folder + "/app.db", journalMode: .wal)
            let holder = try await SQLiteSession(SQLiteSessionConfiguration(path: configuration.path))
            try await holder.execute("CREATE TABLE t (x)")
            try await holder.execute(begin)
            _ = try await holder.query("SELECT * FROM t")
            let switching = Task { try await SQLiteSession(configuration).column("PRAGMA journal_mode") }
            // SQLite does not say that it waits: a moment, after which it most likely does.
            try await Task.sleep(for: .milliseconds(50))
            try await holder.rollback()
            #expect(try await switching.value == ["wal"])
        }
    }

    @Test func twoThatWouldWriteAfterReadingDoNotWaitForEachOther() async throws {
        try await withFolder { folder in
            let configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            let (one, other) = (try await SQLiteSession(configuration), try await SQLiteSession(configuration))
            try await one.execute("CREATE TABLE t (x)")
            try await one.begin()
            try await other.execute("BEGIN")
            _ = try await other.query("SELECT * FROM t")
            try await one.execute("INSERT INTO t VALUES (1)")
            let committing = Task { try await one.commit() }
            // Waiting here could never end: the other cannot commit while this one reads.
            let start = ContinuousClock.now
            try await expectError(.busy) { try await other.execute("INSERT INTO t VALUES (2)") }
            #expect(start.duration(to: .now) < .seconds(10))
            try await other.rollback()
            try await committing.value
        }
    }

    @Test(arguments: SQLiteSessionConfiguration.JournalMode.allCases)
    func noUpdateIsLost(_ mode: SQLiteSessionConfiguration.JournalMode) async throws {
        try await withFolder { folder in
            let configuration = SQLiteSessionConfiguration(path: folder + "/app.db", journalMode: mode)
            let connection = try await SQLiteSession(configuration)
            try await connection.execute("CREATE TABLE t (n INTEGER)")
            try await connection.execute("INSERT INTO t VALUES (0)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let connection = try await SQLiteSession(configuration)
                        for _ in 0..<5 {
                            try await connection.begin()
                            let count = try await connection.query("SELECT n FROM t")[0].get("n", as: Int64.self)
                            try await connection.execute("UPDATE t SET n = $1", [.int(count + 1)])
                            try await connection.commit()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await connection.column("SELECT n FROM t") == [30])
        }
    }

    @Test func waitingForALockEnds() async throws {
        try await withFolder { folder in
            var configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            let holder = try await SQLiteSession(configuration)
            try await holder.execute("CREATE TABLE t (x)")
            try await holder.begin()
            configuration.busyTimeout = .milliseconds(100)
            let waiter = try await SQLiteSession(configuration)
            let start = ContinuousClock.now
            try await expectError(.busy) { try await waiter.begin() }
            let error = try await expectError(.busy) { try await waiter.execute("INSERT INTO t VALUES (1)") }
            #expect(error.resultCode == 5)
            #expect((Duration.milliseconds(200)..<Duration.seconds(10)).contains(start.duration(to: .now)))
            #expect(await !waiter.isInTransaction)
            try await holder.commit()
            try await waiter.begin()
            try await waiter.rollback()
        }
    }

    @Test func waitingForALockCanBeCancelled() async throws {
        try await withFolder { folder in
            let configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            let holder = try await SQLiteSession(configuration)
            try await holder.execute("CREATE TABLE t (x)")
            try await holder.begin()
            let waiter = try await SQLiteSession(configuration)
            for sql in ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"] {
                let waiting = Task { try await waiter.execute(sql) }
                // SQLite does not say that it waits: a moment, after which it most likely does.
                try await Task.sleep(for: .milliseconds(20))
                let start = ContinuousClock.now
                waiting.cancel()
                try await expectError(.cancelled) { _ = try await waiting.value }
                #expect(start.duration(to: .now) < .seconds(10))
            }
            try await holder.commit()
            try await waiter.execute("INSERT INTO t VALUES (1)")
        }
    }

    @Test func aCommitWaitsForReaders() async throws {
        try await withFolder { folder in
            var configuration = SQLiteSessionConfiguration(path: folder + "/app.db")
            let reader = try await SQLiteSession(configuration)
            try await reader.execute("CREATE TABLE t (x)")
            try await reader.execute("BEGIN")
            _ = try await reader.query("SELECT * FROM t")
            configuration.busyTimeout = .milliseconds(50)
            let writer = try await SQLiteSession(configuration)
            try await writer.begin()
            try await writer.execute("INSERT INTO t VALUES (1)")
            try await expectError(.busy) { try await writer.commit() }
            try await reader.rollback()
            // Nothing was lost, so it can be tried again.
            try await writer.commit()
            #expect(try await reader.column("SELECT x FROM t") == [1])
        }
    }

    @Test func connectionsThatBlockHoldNoThreadOfThePool() async throws {
        let query = DriverConformance.Dialect.sqlite.endlessQuery
        var connections: [SQLiteSession] = []
        for _ in 0..<12 { connections.append(try await openInMemory()) }
        let running = connections.map { connection in Task { try await connection.query(query) } }
        let start = ContinuousClock.now
        for _ in 0..<100 { await Task.detached {}.value }
        #expect(start.duration(to: .now) < .seconds(10))
        for task in running { task.cancel() }
        for task in running { try await expectError(.cancelled) { _ = try await task.value } }
    }
}
