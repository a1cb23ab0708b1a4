import CacheBridge
import ECSSchema
import Foundation
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorSQLite
import MigratorTestSupport
import Testing

/// A database that a program dies over, and the Redis that it tells.
struct MortalBench: Sendable {
    let kind: CachedKind
    let history: MortalHistory
    let url: String
    let redis: String
    let store: RedisStore
    private let folder: TemporaryFolder
    private let path: String

    /// Lends one with an empty database to a body.
    static func with(_ kind: CachedKind, _ body: (MortalBench) async throws -> Void) async throws {
        guard kind == .postgres else { return try await with(kind, url: nil, body) }
        try await PostgresServer.withDatabase { try await with(kind, url: $0.url, body) }
    }

    private static func with(
        _ kind: CachedKind,
        url: String?,
        _ body: (MortalBench) async throws -> Void
    ) async throws {
        let redis = try #require(RedisServer.url)
        var configuration = try RedisStoreConfiguration(url: redis)
        configuration.connectTimeout = .seconds(20)
        configuration.commandTimeout = .seconds(20)
        let folder = TemporaryFolder("death")
        let history = MortalHistory()
        try history.write(to: folder, for: kind)
        let store = RedisStore(configuration)
        defer { store.close() }
        let path = "\(folder.path)/e.db"
        try await body(
            MortalBench(
                kind: kind,
                history: history,
                url: url ?? "sqlite:\(path)",
                redis: redis,
                store: store,
                folder: folder,
                path: path
            )
        )
    }

    // MARK: The program

    /// Runs the program over the history to its end.
    @discardableResult
    func run(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) async throws -> ToolResult {
        try await Tool.finishAside(process(arguments, environment))
    }

    private func process(_ arguments: [String], _ environment: [String: String] = [:]) -> Process {
        var all = ["DATABASE_URL": url, "REDIS_URL": redis, "PGAPPNAME": PostgresDatabase.runName]
        all["REDIS_CONNECT_TIMEOUT_MS"] = "20000"
        all["REDIS_COMMAND_TIMEOUT_MS"] = "20000"
        // Somebody listens, and is waited for; it keeps nothing in memory.
        all["CACHE_LEASE_MS"] = "10"
        let tool = Tool(in: folder.path, environment: all.merging(environment) { $1 })
        return tool.process(arguments + ["--revisions", "revisions", "--format", "json"])
    }

    /// Runs it, kills it some time later, and returns how it ended.
    func runAndKill(_ arguments: [String], after pause: Duration) async throws -> Int32 {
        let process = process(arguments)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await Task.sleep(for: pause)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    }

    /// Runs it where no Redis answers.
    func runAlone(_ arguments: [String]) async throws -> ToolResult {
        try await run(arguments, ["REDIS_URL": "redis://127.0.0.1:1/0", "REDIS_CONNECT_TIMEOUT_MS": "50"])
    }

    /// An application that starts: it has no revision to apply, and delivers what waits.
    func startApplication() async throws -> Int {
        let target = DeliveryTarget(name: store.name) { cache($0) }
        let migrator = MigrationEngine(
            revisions: try RevisionHistory([]),
            caches: MigratorCaches(targets: [target])
        ) { try await connect() }
        return try await migrator.deliverEvents()
    }

    // MARK: The database

    func connect() async throws -> any DatabaseConnection {
        guard kind == .postgres else { return try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
        return try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
    }

    func withConnection<Result>(_ body: (any DatabaseConnection) async throws -> Result) async throws -> Result {
        let connection = try await connect()
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Waits until the server has noticed that a client is gone: until then it may still commit.
    func awaitSessionsEnd() async throws {
        guard kind == .postgres else { return }
        let sql = """
            SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = '\(PostgresDatabase.runName)'
            """
        try await withConnection { connection in
            try await poll(for: "the end of the session") { try await connection.query(sql).isEmpty }
        }
    }

    // MARK: The caches

    func cache(_ fingerprint: Fingerprint) -> CoherentCache {
        var configuration = CacheConfiguration(
            fingerprint: fingerprint,
            namespaces: Namespace.migrations + Namespace.ecs,
            channel: .runs
        )
        configuration.remote = store
        return CoherentCache(configuration)
    }

    func fingerprint() async throws -> Fingerprint {
        try await withConnection { try await MigrationEngine.fingerprint(MigratorSettings(), over: $0) }
    }

    /// What an application that has just started is given as the first spirit's name.
    func read() async throws -> (value: String?, wasLoaded: Bool) {
        let cache = cache(try await fingerprint())
        var wasLoaded = false
        let key = Self.format.key("first", in: .namingSpirits)
        let value = try await cache.value(for: key, as: Self.format) {
            wasLoaded = true
            return try await withConnection { try await MortalSight.name($0) }
        }
        await cache.shutdown()
        return (value, wasLoaded)
    }

    /// The events for whose sake readers are kept off the spirits.
    func fences() async throws -> Set<String> {
        let names = StoreNames(
            fingerprint: try await fingerprint(),
            incarnation: Incarnation(try await store.identify())
        )
        let found = try await store.values(of: [names.token(of: Namespace.namingSpirits.name)], on: nil)
        return Set((found.first?.flatMap { $0 }).flatMap { FenceMark($0) }?.owners.map(\.run) ?? [])
    }

    private static let format = RecordFormat<String>(
        shape: RecordShape("Text"),
        encode: { Array($0.utf8) },
        decode: { String(decoding: $0, as: UTF8.self) }
    )
}
