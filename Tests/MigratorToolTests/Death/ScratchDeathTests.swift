import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// The program, killed at any time while it uses an empty database: the next run finds what is left of it.
@Suite(.serialized)
struct ScratchDeathTests {
    private let folder = TemporaryFolder("scratch-death")

    private func write() throws {
        let tables = (0..<20).map { "CREATE TABLE t\($0) (id int PRIMARY KEY, name varchar(9));" }
        try folder.write(
            "revisions/1.sql",
            "-- revision: r1\n\n-- upgrade\n\(tables.joined(separator: "\n"))\n"
        )
        try folder.write("one.sql", "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (a IN ('x', 'y')));\n")
        try folder.write("two.sql", "CREATE TABLE u (a varchar(9), CONSTRAINT c CHECK (a = 'x' OR a = 'y'));\n")
    }

    private static let commands = [
        ["inspect", "history", "-q", "--revisions", "revisions"], ["diff", "one.sql", "two.sql", "-q"],
    ]

    /// A command, ended by a signal after a while, unless it is faster.
    private func end(
        _ process: Process,
        by signal: Int32,
        _ random: inout SeededRandom
    ) async throws -> ToolResult {
        let pause = Int.random(in: 5...400, using: &random)
        async let result = Tool.finishAside(process)
        try await Task.sleep(for: .milliseconds(pause))
        if process.isRunning { kill(process.processIdentifier, signal) }
        return try await result
    }

    @Test(
        .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
        .timeLimit(.minutes(60))
    )
    func onPostgreSQLTheNextRunLeavesNothing() async throws {
        try write()
        var random = SeededRandom(Rounds.seed)
        try await PostgresServer.withDatabase { database in
            // What is left is told from what the runs of other tests use by the role.
            let role = "mortal_\(UInt32.random(in: 0 ... .max))"
            try await database.execute("CREATE ROLE \(role) LOGIN CREATEDB PASSWORD 'pw'")
            let at = try #require(database.url.firstIndex(of: "@"))
            let tool = Tool(
                in: folder.path,
                environment: ["DATABASE_URL": "postgres://\(role):pw\(database.url[at...])"]
            )
            let left = "SELECT datname::text FROM pg_database WHERE datdba = '\(role)'::regrole"
            let sessions = "SELECT 1 FROM pg_stat_activity WHERE usename = '\(role)'"
            for round in 0..<Rounds.count(reduced: 4, full: 100) {
                let command = Self.commands[round % 2]
                let signal = random.chance(75) ? SIGKILL : SIGINT
                let result = try await end(tool.process(command), by: signal, &random)
                #expect([0, 3, 130, -SIGKILL, -SIGINT].contains(result.status), "\(command): \(result.errors)")
                try await poll(for: "the end of its sessions") { try await database.rows(sessions).isEmpty }
                // Of one that was only interrupted nothing is left at all.
                if result.status >= 0 { #expect(try await database.rows(left) == [], "\(command)") }
                let next = try await Tool.finishAside(tool.process(Self.commands[(round + 1) % 2]))
                #expect([0, 3].contains(next.status), "\(next.errors)")
                #expect(try await database.rows(left) == [], "round \(round): \(command), \(result.status)")
            }
            let objects = "SELECT relname::text FROM pg_class WHERE relowner = '\(role)'::regrole"
            #expect(try await database.rows(objects) == [])
            #expect(try await database.rows("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'migrator%'") == [])
            try await database.execute("DROP ROLE \(role)")
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func onSQLiteThereIsNoFile() async throws {
        try write()
        let tool = Tool(in: folder.path, environment: ["DATABASE_URL": "sqlite:own.db", "TMPDIR": folder.path])
        let before = Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path))
        var random = SeededRandom(Rounds.seed)
        for round in 0..<Rounds.count(reduced: 4, full: 100) {
            let result = try await end(tool.process(Self.commands[round % 2] + ["--no-cache"]), by: SIGKILL, &random)
            #expect([0, 3, -SIGKILL].contains(result.status), "\(result.errors)")
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            #expect(Set(files).subtracting(before) == [])
        }
    }
}
