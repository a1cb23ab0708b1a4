import CacheBridge
import CacheSamples
import CacheTestKit
import Migrator
import MigratorService
import MigratorTestSupport
import Testing

/// Programs over stores that go away and come back, and over several of one name.
struct StoresTests {
    typealias Kind = ServiceBench.Kind

    private static let format = RecordFormat<String>(
        shape: RecordShape("Text"),
        encode: { Array($0.utf8) },
        decode: { String(decoding: $0, as: UTF8.self) }
    )

    /// What the program answers: which revisions there are, from its cache.
    private func answer(_ caches: CacheService, _ bench: ServiceBench) async throws -> String? {
        let cache = try #require(caches.cache)
        let key = Self.format.key("revisions", in: .namingSpirits)
        return try await cache.value(for: key, as: Self.format) {
            try await bench.query("SELECT version_num FROM alembic_version").joined().joined(separator: ",")
        }
    }

    /// It looks by itself once a minute: what it learns sooner it was woken for.
    private func service(_ bench: ServiceBench, _ caches: CacheService) throws -> MigrationService {
        MigrationService(
            try bench.migrator(with: caches),
            policy: .verify,
            caches: caches,
            pollInterval: .seconds(60)
        )
    }

    @Test(arguments: Kind.there, [CacheError.Code.timedOut, .connectionLost, .connectionRefused])
    func whatWasRightDuringAnOutageStaysRight(_ kind: Kind, _ code: CacheError.Code) async throws {
        try await ServiceBench.with(kind) { bench in
            let (caches, others) = (bench.caches(), bench.caches())
            try await bench.migrator(with: others).upgrade(to: "make")
            let service = try service(bench, caches)
            try await running([service]) {
                try await service.waitUntilReady()
                try await poll { caches.cache?.awaitsDrain == false }
                #expect(try await answer(caches, bench) == "make")
                bench.store.fail(CacheError(code, "on purpose"))
                try await bench.migrator(with: others).upgrade()
                #expect(try await answer(caches, bench) == "fill")
                bench.store.fail(nil)
                // The event waits, and the store holds the old value; the return wakes the drain.
                try await poll {
                    #expect(try await answer(caches, bench) == "fill")
                    return try await bench.delivered() == ["delivered", "delivered"]
                }
                #expect(try await answer(caches, bench) == "fill")
            }
        }
    }

    @Test(arguments: Kind.there, [true, false])
    func anotherStoreOfTheSameNameIsToldByItsOwn(_ kind: Kind, _ isRunning: Bool) async throws {
        try await ServiceBench.with(kind) { bench in
            let mine = InProcessStore(name: "redis")
            let (caches, others) = (bench.caches(mine), bench.caches())
            try await bench.migrator(with: others).upgrade(to: "make")
            let first = bench.service(try bench.migrator(with: caches), .verify, caches)
            try await running([first]) {
                try await first.waitUntilReady()
                try await poll { caches.cache?.awaitsDrain == false }
                #expect(try await answer(caches, bench) == "make")
                guard isRunning else { return }
                try await bench.migrator(with: others).upgrade()
                #expect(try await bench.delivered() == ["delivered", "delivered"])
                try await poll { try await answer(caches, bench) == "fill" }
            }
            guard !isRunning else { return }
            // Nobody was there who could have told it.
            try await bench.migrator(with: others).upgrade()
            let later = bench.caches(mine)
            let second = bench.service(try bench.migrator(with: later), .verify, later)
            try await running([second]) {
                try await second.waitUntilReady()
                #expect(try await answer(later, bench) == "fill")
                try await poll { later.cache?.awaitsDrain == false }
                #expect(try await answer(later, bench) == "fill")
            }
        }
    }

    @Test(arguments: Kind.there)
    func aTargetThatNobodyTellsIsAProblem(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let (caches, others) = (bench.caches(InProcessStore(name: "mine")), bench.caches())
            try await bench.migrator(with: others).upgrade(to: "make")
            let service = bench.service(try bench.migrator(targets: [caches.target("mine")]), .migrate(), caches)
            try await running([service]) {
                try await service.waitUntilReady()
                try await poll { service.readiness.problem?.contains("nobody tells redis") == true }
                try await bench.execute("DELETE FROM migrator_delivery WHERE target = 'redis'")
                try await poll { service.readiness.problem == nil }
            }
        }
    }
}
