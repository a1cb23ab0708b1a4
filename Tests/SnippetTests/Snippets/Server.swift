import CacheBridge
import Foundation
import Logging
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorRedis
import MigratorService
import ServiceLifecycle
import UnixSignals

private func serve(
    _ history: RevisionHistory,
    _ server: any Service,
    _ logger: Logger,
    configuration: @escaping @Sendable (Fingerprint) -> CacheConfiguration,
    connect: @escaping MigrationEngine.Connect
) async {
    // snippet: server
    let caches = CacheService { fingerprint in CoherentCache(configuration(fingerprint)) }
    let engine = MigrationEngine(
        revisions: history,
        caches: MigratorCaches(targets: [caches.target("redis")]),
        connect: connect
    )
    let migrations = MigrationService(engine, policy: .wait(upTo: .seconds(60)), caches: caches)
    do {
        try await ServiceGroup(services: [migrations, caches, server], logger: logger).run()
    } catch {
        logger.critical("\(error)")
        exit(1)
    }
    // end
}

private func serveWhole(
    _ server: any Service,
    _ logger: Logger,
    _ url: DatabaseURL,
    _ settings: CacheSettings
) async throws {
    // snippet: server-with-caches
    let history = try RevisionHistory([.compiled(ShopMigrations.revisions)])
    // Read before the services start: to try a malformed URL again would not help.
    let postgres = try PostgresSessionConfiguration(url)
    let store = RedisStore(settings, for: ShopCaches.owner)
    let caches = CacheService { fingerprint in
        var configuration = CacheConfiguration(
            settings: settings,
            fingerprint: fingerprint,
            namespaces: [ShopCaches.prices],
            channel: .runs
        )
        configuration.dependencies = ShopCaches.dependencies
        configuration.remote = store
        return CoherentCache(configuration)
    }
    let engine = MigrationEngine(
        revisions: history,
        caches: MigratorCaches(targets: [caches.target(store.name)], dependencies: ShopCaches.dependencies)
    ) {
        try await PostgresSession(postgres)
    }
    let migrations = MigrationService(engine, policy: .migrate(), caches: caches, logger: logger)
    let group = ServiceGroup(
        services: [migrations, caches, server],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
    )
    do {
        try await group.run()
    } catch {
        logger.critical("\(error)")
        exit(1)
    }
    // end
}

private func waiting(_ history: RevisionHistory, _ postgres: PostgresSessionConfiguration, _ logger: Logger) {
    // snippet: server-wait
    let wait = ServerWait(upTo: .seconds(30)) { logger.info("waiting for the database: \($0)") }
    let engine = MigrationEngine(revisions: history, connect: wait.connecting { try await PostgresSession(postgres) })
    // end
    _ = engine
}

private protocol PreparedStatements {
    func forget(_ tables: [String])
}

private func forgetStatements(_ cache: CoherentCache, _ statements: any PreparedStatements) async {
    // snippet: schema-events
    for await event in cache.bus.events() where event.kind.touchesSchema { statements.forget(event.dropPrepared) }
    // end
}
