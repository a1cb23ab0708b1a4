import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorRedis
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The databases that the verbs of `cache` are tried on.
enum CachedKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// Those that are there.
    static var present: [CachedKind] { PostgresServer.isThere ? allCases : [.sqlite] }
}

/// A migrated database, a Redis of its own, and the program over both.
struct CacheBench: Sendable {
    let kind: CachedKind
    let folder: TemporaryFolder
    let redis: OwnRedis
    let url: String

    /// The environment of the program; Redis may be slow here, and must not be taken for gone.
    var environment: [String: String] {
        [
            "DATABASE_URL": url, "REDIS_URL": redis.url, "REDIS_CONNECT_TIMEOUT_MS": "20000",
            "REDIS_COMMAND_TIMEOUT_MS": "20000", "EVENTS_POLL_MS": "50",
        ]
    }

    var tool: Tool { Tool(in: folder.path, environment: environment) }

    /// The program with other variables.
    func tool(with changes: [String: String]) -> Tool {
        Tool(in: folder.path, environment: environment.merging(changes) { $1 })
    }

    /// Lends one to a body.
    static func on(_ kind: CachedKind, _ body: (CacheBench) async throws -> Void) async throws {
        let folder = TemporaryFolder("cache")
        let redis = try await OwnRedis()
        do {
            switch kind {
            case .sqlite:
                try await migrated(CacheBench(kind: kind, folder: folder, redis: redis, url: "sqlite:ecs.db"), body)
            default:
                try await PostgresServer.withDatabase { database in
                    try await migrated(CacheBench(kind: kind, folder: folder, redis: redis, url: database.url), body)
                }
            }
        } catch {
            try? await redis.delete()
            throw error
        }
        try await redis.delete()
    }

    private static func migrated(_ bench: CacheBench, _ body: (CacheBench) async throws -> Void) async throws {
        let upgrade = try await bench.tool.runAside("upgrade", "head", "-q")
        try #require(upgrade.status == 0, "\(upgrade.errors)")
        try await body(bench)
    }

    /// Runs statements past the caches, as `psql` or `sqlite3` would.
    func write(_ statements: String...) async throws {
        if kind == .postgres {
            let connection = try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
            for statement in statements { try await connection.execute(statement) }
            return await connection.close()
        }
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/ecs.db"))
        for statement in statements { try await connection.execute(statement) }
        await connection.close()
    }

    /// Runs a verb with `--format json` that must end as expected, and returns its object.
    func json(_ arguments: String..., status: Int32 = 0) async throws -> [String: Any] {
        let result = try await Tool.finishAside(tool.process(arguments + ["--format", "json"]))
        #expect(result.status == status, "\(arguments): \(result.errors)")
        #expect(result.output.hasSuffix("}\n"), "\(arguments): \(result.output)")
        return try result.json()
    }
}

/// A Redis of a test's own, which may be killed and started again.
struct OwnRedis: Sendable {
    let folder: String
    let url: String

    init() async throws {
        folder = Script.serverFolder()
        url = try await Script.run("redis.sh", ["start", folder])
    }

    /// Kills it without a word; its data and its port stay its own.
    func halt() async throws { try await Script.run("redis.sh", ["halt", folder]) }
    func start() async throws { try await Script.run("redis.sh", ["start", folder]) }
    func delete() async throws { try await Script.run("redis.sh", ["stop", folder]) }

    /// Runs one command over a connection of its own.
    func command(_ words: String...) async throws -> RedisValue {
        var configuration = try RedisStoreConfiguration(url: url)
        configuration.connectTimeout = .seconds(20)
        configuration.commandTimeout = .seconds(20)
        let pool = RedisPool(configuration)
        defer { pool.close() }
        var command = RedisCommand(words[0], [])
        for word in words.dropFirst() { command.append(word) }
        return try await pool.command(command)
    }

    static let isThere = Script.finds("redis.sh")
}

/// A process that runs on while its output is looked at.
final class RunningTool: @unchecked Sendable {
    // Only the test's own task uses it.
    private let process: Process
    private let folder = TemporaryFolder("running")

    init(_ tool: Tool, _ arguments: String...) throws {
        process = tool.process(arguments)
        process.standardOutput = FileHandle(forWritingAtPath: try folder.write("output", ""))
        process.standardError = FileHandle(forWritingAtPath: try folder.write("errors", ""))
        try process.run()
    }

    var output: String { read("output") }
    var errors: String { read("errors") }
    var isRunning: Bool { process.isRunning }
    var lines: [Substring] { output.split(separator: "\n") }

    private func read(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data(), as: UTF8.self)
    }

    /// Sends a signal and waits for the end.
    func end(_ signal: Int32) async throws -> Int32 {
        kill(process.processIdentifier, signal)
        try await poll(for: "the end of the process") { !process.isRunning }
        return process.terminationStatus
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
