import Hummingbird
import Logging
import MigratorService
import ServiceLifecycle

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Migrates at its start, answers from caches, and forgets what becomes stale while it runs.
@main struct ECSServer {
    static func main() async {
        do {
            try await run(ServerSettings(environment: Self.environment))
        } catch let error as SettingError {
            end(64, "\(error)")
        } catch {
            end(1, "\(error)")
        }
    }

    private static func run(_ settings: ServerSettings) async throws {
        var logger = Logger(label: "ecs-server")
        logger.logLevel = settings.logLevel
        logger.info("\(settings)")

        let served = try ServedDatabase(settings, logger)
        let caches = CacheService { served.open($0).cache }
        let migrations = MigrationService(
            try served.migrator(telling: caches),
            policy: settings.policy,
            caches: caches,
            pollInterval: settings.caches.pollInterval,
            logger: logger
        )
        let server = Application(
            router: Routes(served, caches, migrations).router(),
            configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
            logger: logger
        )
        var configuration = ServiceGroupConfiguration(
            services: [migrations, caches, server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // Requests that are under way may wait for the database as long as any read; nothing waits for longer.
        configuration.maximumGracefulShutdownDuration = settings.readTimeout + .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        try await group.run()
        await served.close()
    }

    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        for name in ServerSettings.variables {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }

    private static func end(_ status: Int32, _ message: String) -> Never {
        _ = "ecs-server: \(message)\n".withCString { write(2, $0, strlen($0)) }
        exit(status)
    }
}
