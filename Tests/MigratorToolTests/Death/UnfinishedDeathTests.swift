import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The program, killed at any time among the statements of revisions outside of a transaction, in both directions.
///
/// Each such statement adds or takes a number of its own, so what is there tells which were carried out: at any time
/// those of the applied revisions, and of an unfinished step as many as the journal says.
@Suite(.serialized)
struct UnfinishedDeathTests {
    private static let numbers = [1, 10, 100, 1000]

    @Test(.timeLimit(.minutes(60)))
    func onSQLite() async throws {
        try await rounds { random in
            let folder = TemporaryFolder("unfinished")
            let path = "\(folder.path)/killed.db"
            try await Self.round(folder, "sqlite:\(path)", aside: "VACUUM;", &random) { sql in
                let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
                let rows = try await connection.query(sql).map { $0.values.map(Self.text) }
                await connection.close()
                return rows
            }
        }
    }

    @Test(
        .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
        .timeLimit(.minutes(60))
    )
    func onPostgreSQL() async throws {
        try await rounds { random in
            let folder = TemporaryFolder("unfinished")
            let aside = "CREATE INDEX CONCURRENTLY ix_NUMBER ON c (n);\nDROP INDEX CONCURRENTLY ix_NUMBER;"
            try await PostgresServer.withDatabase { database in
                try await Self.round(folder, database.url, aside: aside, &random) { try await database.rows($0) }
            }
        }
    }

    private static func text(_ value: DatabaseCell) -> String {
        String(databaseCell: value) ?? Int64(databaseCell: value).map { "\($0)" } ?? "NULL"
    }

    private func rounds(_ round: (inout SeededRandom) async throws -> Void) async throws {
        var random = SeededRandom(Rounds.seed)
        for _ in 0..<Rounds.count(reduced: 2, full: 500) { try await round(&random) }
    }

    // MARK: A round

    /// Commands at random, most of them killed; then the way to the head.
    private static func round(
        _ folder: TemporaryFolder,
        _ url: String,
        aside: String,
        _ random: inout SeededRandom,
        _ rows: (String) async throws -> [[String]]
    ) async throws {
        try write(to: folder, aside: aside)
        let asides = aside.split(separator: "\n").count
        let tool = Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"])
        func process(_ arguments: [String]) -> Process {
            tool.process(arguments + ["-q", "--revisions", "revisions", "--database", url])
        }
        #expect(try await Tool.finishAside(process(["upgrade", "r1"])).status == 0)
        for _ in 0..<Int.random(in: 3...6, using: &random) {
            let command =
                [
                    ["upgrade", "head"], ["upgrade", "head"], ["upgrade", "r2"], ["downgrade", "r1"],
                    ["downgrade", "r2"],
                ].randomElement(using: &random) ?? []
            let running = process(command)
            if random.chance(75) {
                let pause = Int.random(in: 10...250, using: &random)
                async let result = Tool.finishAside(running)
                try await Task.sleep(for: .milliseconds(pause))
                if running.isRunning { kill(running.processIdentifier, SIGKILL) }
                let status = try await result.status
                #expect([0, 1, 6, -9].contains(status), "\(command)")
            } else {
                let result = try await Tool.finishAside(running)
                // A target that is not on the way from here, or a step that is not this command's.
                #expect([0, 1, 6].contains(result.status), "\(command): \(result.errors)")
            }
            try await check(asides, rows)
        }
        // What is half taken back is first taken back, or put back, by the command that goes on with it.
        for command in [["upgrade", "head"], ["downgrade", "r1"], ["upgrade", "head"]] {
            let result = try await Tool.finishAside(process(command))
            try await check(asides, rows)
            if command == ["upgrade", "head"], result.status == 0 { break }
            #expect(result.status == 0 || result.status == 6, "\(command): \(result.errors)")
        }
        #expect(try await rows("SELECT version_num FROM alembic_version") == [["r4"]])
        #expect(try await rows("SELECT sum(n) FROM c") == [["2222"]])
    }

    /// Holds the rows against what version rows and journal say; waits for a killed session's last statement.
    private static func check(
        _ asides: Int,
        _ rows: (String) async throws -> [[String]]
    ) async throws {
        var (found, expected) = (0, 0)
        do {
            try await poll(for: "what the journal says") {
                expected = try await self.expected(asides, rows)
                found = Int(try await rows("SELECT COALESCE(sum(n), 0) FROM c")[0][0]) ?? -1
                return found == expected
            }
        } catch let failure as PollingFailure {
            let journal = try await rows("SELECT revision, direction, state FROM migrator_journal ORDER BY id")
            Issue.record("\(failure): the rows say \(found), the journal \(expected): \(journal)")
        }
    }

    private static func expected(
        _ asides: Int,
        _ rows: (String) async throws -> [[String]]
    ) async throws -> Int {
        let row = try await rows("SELECT version_num FROM alembic_version").first?.first ?? ""
        let all = numbers.reduce(0, +)
        var sum = ["r2": all, "r3": all, "r4": 2 * all][row] ?? 0
        let sql = """
            SELECT direction, CAST(progress AS VARCHAR) FROM migrator_journal AS j WHERE state = 'begun'
                AND NOT EXISTS (SELECT 1 FROM migrator_journal AS k WHERE k.revision = j.revision AND k.id > j.id)
            """
        for step in try await rows(sql) {
            let progress = try JSONSerialization.jsonObject(with: Data(step[1].utf8)) as? [String: Any]
            // Two add a number, one or two add none, two add a number.
            let done = progress?["done"] as? Int ?? 0
            let counted = min(done, 2) + max(0, done - 2 - asides)
            let order = step[0] == "upgrade" ? numbers : numbers.reversed()
            let part = order.prefix(counted).reduce(0, +)
            sum += step[0] == "upgrade" ? part : -part
        }
        return sum
    }

    private static func write(to folder: TemporaryFolder, aside: String) throws {
        func steps(_ name: String, _ numbers: [Int], _ change: (Int) -> String) -> String {
            let changes = numbers.map(change)
            return changes[0] + changes[1] + aside.replacing("NUMBER", with: name) + "\n" + changes[2] + changes[3]
        }
        func off(_ id: String, after parent: String) -> String {
            let up = steps(id, numbers) { "INSERT INTO c VALUES (\($0), '\(id)');\n" }
            let down = steps(id, numbers.reversed()) { "DELETE FROM c WHERE n = \($0) AND r = '\(id)';\n" }
            return
                "-- revision: \(id)\n-- parents: \(parent)\n-- transaction: off\n\n-- upgrade\n\(up)\n-- downgrade\n\(down)"
        }
        try folder.write(
            "revisions/1.sql",
            "-- revision: r1\n\n-- upgrade\nCREATE TABLE c (n int, r varchar(9));\n\n-- downgrade\nDROP TABLE c;\n"
        )
        try folder.write("revisions/2.sql", off("r2", after: "r1"))
        try folder.write(
            "revisions/3.sql",
            "-- revision: r3\n-- parents: r2\n\n-- upgrade\nCREATE TABLE d (i int);\n\n-- downgrade\nDROP TABLE d;\n"
        )
        try folder.write("revisions/4.sql", off("r4", after: "r3"))
    }
}
