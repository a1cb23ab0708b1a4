import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Many processes at once: every revision is applied exactly once, and every process ends well.
@Suite(.serialized)
struct ConcurrencyTests {
    private let processes = 8

    /// A folder of revisions that would show a second application: each adds to a log.
    private func revisions(_ folder: TemporaryFolder, count: Int) throws {
        for index in 0..<count {
            let parent = index == 0 ? "" : "-- parents: r\(index - 1)\n"
            let create = index == 0 ? "CREATE TABLE log (id INTEGER PRIMARY KEY, revision TEXT);\n" : ""
            let drop = index == 0 ? "DROP TABLE log;\n" : "DELETE FROM log WHERE revision = 'r\(index)';\n"
            try folder.write(
                "revisions/\(1000 + index).sql",
                """
                -- revision: r\(index)
                \(parent)
                -- upgrade
                \(create)INSERT INTO log (revision) VALUES ('r\(index)');
                -- downgrade
                \(drop)
                """
            )
        }
    }

    private func race(_ folder: TemporaryFolder, _ arguments: [String]) async throws -> [ToolResult] {
        try await Race(Tool(in: folder.path)).run(Array(repeating: arguments, count: processes))
    }

    private func log(_ folder: TemporaryFolder) async throws -> [String] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/race.db"))
        let rows = try await connection.query("SELECT revision FROM log ORDER BY id").map {
            try $0.get("revision", as: String.self)
        }
        await connection.close()
        return rows
    }

    private let common = ["--database", "sqlite:race.db", "--revisions", "revisions", "--format", "json"]

    @Test(.timeLimit(.minutes(60)))
    func anEmptyDatabase() async throws {
        for round in 0..<Rounds.count(reduced: 4, full: 100) {
            let folder = TemporaryFolder("race")
            try revisions(folder, count: 6)
            let results = try await race(folder, ["upgrade", "head"] + common)
            for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
            let applied = try results.reduce(0) { $0 + ((try $1.json()["steps"] as? [Any])?.count ?? 0) }
            #expect(applied == 6, "round \(round)")
            #expect(try await log(folder) == (0..<6).map { "r\($0)" }, "round \(round)")
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func aHalfMigratedDatabase() async throws {
        for round in 0..<Rounds.count(reduced: 4, full: 100) {
            let folder = TemporaryFolder("race")
            try revisions(folder, count: 6)
            #expect(try Tool(in: folder.path).run(["upgrade", "r2"] + common).status == 0)
            let results = try await race(folder, ["upgrade", "r5"] + common)
            for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
            #expect(try await log(folder) == (0..<6).map { "r\($0)" }, "round \(round)")
        }
    }

    @Test(.timeLimit(.minutes(60)))
    func theECSHistory() async throws {
        for round in 0..<Rounds.count(reduced: 2, full: 20) {
            let folder = TemporaryFolder("race")
            let results = try await race(folder, ["upgrade", "head", "--database", "sqlite:race.db"])
            for result in results { #expect(result.status == 0, "round \(round): \(result.errors)") }
        }
    }
}
