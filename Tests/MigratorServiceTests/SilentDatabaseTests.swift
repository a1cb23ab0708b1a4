import CacheBridge
import Logging
import Migrator
import MigratorDatabase
import MigratorService
import MigratorTestSupport
import ServiceLifecycle
import Testing

/// A server, or the network to it, that answers no more and says nothing of it.
struct SilentDatabaseTests {
    private func migrator(_ bench: ServiceBench, _ silence: Silence, _ caches: CacheService) throws -> MigrationEngine {
        let migrator = try bench.migrator(with: caches) { SilentConnection(try await bench.connect(), silence) }
        var settings = migrator.settings
        settings.answerTimeout = .milliseconds(300)
        return MigrationEngine(
            revisions: migrator.revisions,
            settings: settings,
            caches: migrator.caches
        ) { SilentConnection(try await bench.connect(), silence) }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func deliveryOutlivesItAndTheProblemHasAName() async throws {
        try await ServiceBench.with(.postgres) { bench in
            let silence = Silence()
            let caches = bench.caches()
            let service = bench.service(try migrator(bench, silence, caches), .migrate(), caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                for _ in 1...3 {
                    silence.begin()
                    try await poll(for: "a problem") {
                        service.readiness.problem?.contains("has not answered within") == true
                    }
                    #expect(service.readiness.isReady)
                    silence.end()
                    try await poll(for: "no problem") { service.readiness.problem == nil }
                }
                try await bench.migrator().downgrade(to: "make")
                try await poll { try await bench.delivered() == ["delivered", "delivered", "delivered"] }
            }
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func aProgramEndsAllTheSame() async throws {
        try await ServiceBench.with(.postgres) { bench in
            let silence = Silence()
            let caches = bench.caches()
            let service = bench.service(try migrator(bench, silence, caches), .migrate(), caches)
            let group = ServiceGroup(services: [service, caches], logger: Logger(label: "test"))
            let run = Task { try await group.run() }
            try await service.waitUntilReady()
            silence.begin()
            try await poll(for: "a problem") { service.readiness.problem != nil }
            let began = ContinuousClock.now
            await group.triggerGracefulShutdown()
            try await run.value
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(service.readiness.state == .stopped)
            silence.end()
        }
    }
}
