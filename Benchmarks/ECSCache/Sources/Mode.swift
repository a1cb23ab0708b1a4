import CacheBridge
import CachedQueries
import ECSSchema
import Foundation
import MigratorCompression
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorSQLite

/// Where the servers and the files are.
struct Places: Sendable {
    let postgres: PostgresSessionConfiguration
    let redis: RedisStoreConfiguration
    let folder: String

    init(folder: String) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let postgres = environment["MIGRATOR_TEST_POSTGRES"], let redis = environment["MIGRATOR_TEST_REDIS"]
        else {
            throw Unusable("MIGRATOR_TEST_POSTGRES and MIGRATOR_TEST_REDIS must name servers")
        }
        self.postgres = try PostgresSessionConfiguration(connectionString: postgres)
        self.redis = try RedisStoreConfiguration(url: redis)
        self.folder = folder
    }

    var sqlite: String { "\(folder)/ecs.db" }
}

struct Unusable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Tiers to measure.
enum Mode: String, CaseIterable {
    case uncached
    case memory
    case redis
    case memoryAndRedis = "memory+redis"
    case uncachedSQLite = "sqlite"
    case disk = "sqlite+disk"

    private var isOnSQLite: Bool { self == .uncachedSQLite || self == .disk }

    /// A pool of the connections that a mode reads over.
    func pool(_ places: Places, limit: Int) -> QueryPool {
        QueryPool(limit: limit) {
            guard isOnSQLite else { return try await PostgresSession(places.postgres) }
            return try await SQLiteSession(SQLiteSessionConfiguration(path: places.sqlite))
        }
    }

    /// A cache that is empty, whatever was measured before.
    func configuration(_ places: Places) async throws -> CacheConfiguration {
        var configuration = CacheConfiguration(
            fingerprint: Fingerprint(identity: UUID().uuidString, place: []),
            namespaces: Namespace.ecs,
            channel: .runs
        )
        configuration.compressor = ZstdValueCodec()
        switch self {
        case .uncached, .uncachedSQLite: configuration.settings[.application].isEnabled = false
        case .memory: break
        case .redis, .memoryAndRedis: configuration.remote = RedisStore(places.redis)
        case .disk:
            configuration.settings.fallback = .disk
            // Nothing has room in memory.
            configuration.settings.memoryLimit = 1
            configuration.disk = try DiskStore(path: "\(places.folder)/disk-\(UUID().uuidString)")
            configuration.witness = try await OutboxWitness(path: places.sqlite)
        }
        return configuration
    }
}

/// Asks whether a database of SQLite's has changed, over a connection that never writes.
struct OutboxWitness: DiskWitness {
    private let connection: SQLiteSession

    init(path: String) async throws {
        connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
    }

    func witness(of namespace: Namespace) async -> Witness? {
        guard let row = try? await connection.query("PRAGMA data_version").first else { return nil }
        return Witness(identity: "benchmark", lastEvent: "\(row.values)")
    }
}

extension CachedDatabase {
    /// Listens for invalidations, and returns when memory is believed.
    func listen() async throws -> Task<Void, Never> {
        let listening = Task { await cache.run() }
        for _ in 0..<500 {
            _ = try await namingConfig("default_style")
            let hits = cache.statistics.namespaces.values.reduce(0) { $0 + ($1.hits["memory"] ?? 0) }
            if hits > 0 { return listening }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Unusable("memory is not believed")
    }
}
