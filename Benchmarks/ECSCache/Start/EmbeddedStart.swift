import AgentsMigrations
import CacheBridge
import ECSMigrations
import Foundation
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorSQLite
import MigratorService
import NamingMigrations
import Synchronization

/// A program that embeds the library, and starts on a database that needs nothing.
///
/// Takes the database's URL, and prints microseconds: a whole process tells what the first of everything costs.
@main final class EmbeddedStart: Sendable {
    private let url: DatabaseURL
    private let opened = Mutex(0)

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: EmbeddedStart URL\n".utf8))
            exit(64)
        }
        try await EmbeddedStart(url: DatabaseURL(CommandLine.arguments[1])).run()
    }

    private init(url: DatabaseURL) { self.url = url }

    private func run() async throws {
        var figures: [String: Int] = [:]
        // What an earlier process found is in Redis: this one asks nobody else.
        let status = try migrator()
        figures["cached"] = try await microseconds {
            guard try await status.isUpToDate(maxAge: .seconds(600)) else { throw Pending() }
        }
        figures["connections"] = opened.withLock { $0 }
        // The first connection loads the driver's library; the start's own is one like the second.
        for _ in 0..<2 {
            figures["opening"] = try await microseconds { try await connect().close() }
        }
        figures["ready"] = try await microseconds {
            let service = MigrationService(try migrator())
            let running = Task { try await service.run() }
            try await service.waitUntilReady()
            running.cancel()
        }
        print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
    }

    private func microseconds(_ body: () async throws -> Void) async throws -> Int {
        let began = ContinuousClock.now
        try await body()
        return Int((ContinuousClock.now - began) / .microseconds(1))
    }

    private func migrator() throws -> MigrationEngine {
        let settings = try CacheSettings.read(ProcessInfo.processInfo.environment)
        let redis = RedisStore(settings, for: .migrations)
        let engine = EngineCaches(target: url.place) { fingerprint in
            var configuration = CacheConfiguration(
                settings: settings,
                fingerprint: fingerprint,
                namespaces: Namespace.migrations,
                channel: .runs
            )
            configuration.remote = redis
            return CoherentCache(configuration)
        }
        let history = try RevisionHistory([
            .compiled(NamingMigrations.revisions), .compiled(ECSMigrations.revisions),
            .compiled(AgentsMigrations.revisions),
        ])
        return MigrationEngine(revisions: history, caches: MigratorCaches(engine: engine), connect: connect)
    }

    private func connect() async throws -> any DatabaseConnection {
        opened.withLock { $0 += 1 }
        guard url.kind == .postgres else {
            return try await SQLiteSession(SQLiteSessionConfiguration(path: url.location))
        }
        return try await PostgresSession(PostgresSessionConfiguration(url))
    }
}

private struct Pending: Error {}
