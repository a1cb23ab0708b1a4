import CacheBridge
import CacheSamples
import Foundation
import Migrator
import MigratorService
import MigratorTestSupport
import Testing

/// A database that turns out to be another one while a program runs.
struct IdentityTests {
    typealias Kind = ServiceBench.Kind

    /// Runs a program, lets a body make its database another, and expects another cache.
    private func expectAnotherCache(
        _ bench: ServiceBench,
        _ replace: () async throws -> Void
    ) async throws {
        let caches = bench.caches()
        let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
        try await running([service, caches]) {
            try await service.waitUntilReady()
            let old = try #require(caches.cache)
            try await replace()
            try await poll(for: "another cache") { caches.cache !== old }
            let new = try #require(caches.cache)
            #expect(new.configuration.fingerprint != old.configuration.fingerprint)
            try await poll { service.readiness.fingerprint == new.configuration.fingerprint }
            #expect(service.readiness.isReady)
            // The new one hears what the database says now. Before that it may be told of a step again: on PostgreSQL a
            // step counts as new to the store while an older transaction is open, be it another database's.
            let events = new.bus.events()
            try await bench.migrator().stamp(["make"])
            var directions: [InvalidationEvent.Direction] = []
            for await event in events.prefix(ServiceBench.two.count + 1) {
                directions.append(event.direction)
                if event.direction == .stamp { break }
            }
            #expect(directions.last == .stamp)
            #expect(directions.dropLast().allSatisfy { $0 == .upgrade })
        }
    }

    @Test(arguments: Kind.there)
    func anIdentityThatAnotherProcessReplacedIsNoticed(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await expectAnotherCache(bench) {
                try await bench.execute("UPDATE migrator_identity SET id = '\(UUID().uuidString.lowercased())'")
            }
        }
    }

    /// What a backup does that is put back into a running server: the store knows more than the outbox.
    @Test(arguments: Kind.there)
    func anOutboxThatLacksWhatTheStoreKnowsIsNoticed(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await expectAnotherCache(bench) {
                try await bench.execute("DELETE FROM migrator_outbox WHERE id = 2")
            }
        }
    }

    /// The same while the program does not run.
    @Test(arguments: Kind.there)
    func aBackupThatWasPutBackIsNoticedAtTheStart(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let first = bench.caches()
            try await bench.migrator(with: first).upgrade()
            let old = try #require(first.cache)
            try await bench.execute("DELETE FROM migrator_outbox WHERE id = 2")
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(caches.cache?.configuration.fingerprint != old.configuration.fingerprint)
            }
        }
    }

    @Test func aFileThatWasReplacedIsOpenedAnew() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            try await expectAnotherCache(bench) {
                try FileManager.default.copyItem(atPath: bench.path, toPath: "\(bench.path).copy")
                #expect(rename("\(bench.path).copy", bench.path) == 0)
            }
        }
    }

    /// Who follows the cache may be cancelled at the moment when it becomes another.
    @Test func aCacheThatChangesWhileItsServiceEndsHoldsUpNobody() async throws {
        for round in 0..<300 {
            let caches = CacheService {
                CoherentCache(CacheConfiguration(fingerprint: $0, namespaces: Namespace.samples, channel: .sample))
            }
            let run = Task { try await caches.run() }
            let change = Task.detached {
                for number in 0..<20 { caches.cache(of: Fingerprint(identity: "\(round)", place: ["\(number)"])) }
            }
            await Task.yield()
            run.cancel()
            await change.value
            _ = await run.result
        }
    }

    @Test func aCacheOfAnotherDatabaseIsLeftAlone() {
        let cache = CoherentCache(
            CacheConfiguration(
                fingerprint: Fingerprint(identity: "a", place: []),
                namespaces: Namespace.samples,
                channel: .sample
            )
        )
        let caches = CacheService(cache)
        #expect(caches.cache === cache)
        #expect(caches.cache(of: Fingerprint(identity: "a", place: [])) === cache)
        #expect(caches.cache(of: Fingerprint(identity: "b", place: [])) == nil)
        #expect(caches.cache === cache)
    }
}
