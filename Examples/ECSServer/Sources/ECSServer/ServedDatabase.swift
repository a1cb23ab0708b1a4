import AgentsMigrations
import CacheBridge
import CachedQueries
import ECSMigrations
import ECSSchema
import Logging
import Migrator
import MigratorCompression
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorSQLite
import MigratorService
import NamingMigrations
import Synchronization

/// The database as requests read it: through the cache of the name that it has now.
final class ServedDatabase: Sendable {
    private struct Open {
        var database: CachedDatabase
        var pool: QueryPool
    }

    private let settings: ServerSettings
    private let logger: Logger
    private let redis: RedisStore?
    private let disk: DiskStore?
    private let open = Mutex<Open?>(nil)

    /// Connects to nothing yet.
    ///
    /// - Throws: `CacheError` if the folder of the disk tier cannot be used.
    init(_ settings: ServerSettings, _ logger: Logger) throws(CacheError) {
        self.settings = settings
        self.logger = logger
        let usesDisk = settings.caches.fallback == .disk
        disk = usesDisk ? try DiskStore(path: settings.caches.diskPath ?? "ecs-cache") : nil
        redis = settings.caches.redisEnabled ? RedisStore(settings.caches, for: .application) : nil
    }

    /// What requests read; `nil` before the database's name is known.
    var current: CachedDatabase? { open.withLock { $0?.database } }

    /// Opens the database under a name; connections that were opened before may lead to a file that was replaced.
    func open(_ fingerprint: Fingerprint) -> CachedDatabase {
        var configuration = configuration(for: fingerprint)
        configuration.add(ecs: ECSQueries.all)
        configuration.carriers = carriers
        if disk != nil, settings.database.kind == .sqlite {
            let (namespaces, dependencies) = (configuration.namespaces, configuration.dependencies)
            configuration.witness = OutboxWitness(of: namespaces, dependencies, connect: connect)
        }
        let pool = QueryPool(limit: settings.connections, connect: connect)
        let database = CachedDatabase.ecs(configuration, connections: pool, readTimeout: settings.readTimeout)
        let old = open.withLock { open in
            defer { open = Open(database: database, pool: pool) }
            return open
        }
        if let old { Task { await old.pool.close() } }
        return database
    }

    private func configuration(for fingerprint: Fingerprint) -> CacheConfiguration {
        var configuration = CacheConfiguration(
            settings: settings.caches,
            fingerprint: fingerprint,
            namespaces: Namespace.migrations,
            channel: .runs
        )
        configuration.remote = redis
        configuration.disk = disk
        configuration.compressor = ZstdValueCodec()
        configuration.codecs = [GzipValueCodec()]
        configuration.logger = logger
        return configuration
    }

    /// The migrator of the compiled history, which tells Redis of its steps if it is used, and remembers where the
    /// database stands.
    func migrator(telling caches: CacheService) throws -> MigrationEngine {
        var description = CacheConfiguration(fingerprint: Fingerprint(identity: "", place: []), channel: .runs)
        description.add(ecs: ECSQueries.all)
        let history = try RevisionHistory([
            .compiled(NamingMigrations.revisions), .compiled(ECSMigrations.revisions),
            .compiled(AgentsMigrations.revisions),
        ])
        return MigrationEngine(
            revisions: history,
            caches: MigratorCaches(
                targets: redis.map { [caches.target($0.name)] } ?? [],
                dependencies: description.dependencies,
                engine: EngineCaches(target: settings.database.place) { CoherentCache(self.configuration(for: $0)) }
            ),
            connect: connect
        )
    }

    /// Closes what was opened.
    func close() async {
        await open.withLock { $0 }?.pool.close()
        redis?.close()
    }

    private var connect: MigrationEngine.Connect {
        let url = settings.database
        return {
            guard url.kind == .postgres else {
                return try await SQLiteSession(
                    SQLiteSessionConfiguration(path: url.location, busyTimeout: .seconds(30))
                )
            }
            return try await PostgresSession(PostgresSessionConfiguration(url))
        }
    }

    /// What hears of events from the database itself, beside Redis.
    private var carriers: [any InvalidationCarrier] {
        let (url, caches) = (settings.database, settings.caches)
        let polling = PollingCarrier(every: caches.pollInterval, connect: connect)
        guard url.kind == .postgres else { return [polling] }
        let notify = NotifyCarrier(lease: caches.lease) { try await PostgresSession(PostgresSessionConfiguration(url)) }
        return [notify, polling]
    }
}
