import CacheBridge
import Logging
import MigrationDSL
import Migrator
import MigratorService
import ServiceLifecycle
import TestSupport
import Testing

/// What a program does about a database that is not where its revisions are.
struct PolicyTests {
    typealias Kind = ServiceBench.Kind

    @Test(arguments: Kind.there)
    func oneThatMigratesIsReadyAtItsTarget(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            #expect(service.readiness.state == .starting && !service.readiness.isReady)
            let states = Gathered<Readiness>()
            let following = Task { for await readiness in service.changes() { states.add(readiness) } }
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(caches.cache?.configuration.fingerprint == service.readiness.fingerprint)
                #expect(try await bench.delivered() == ["delivered", "delivered"])
            }
            await following.value
            let seen = states.all.map(\.state)
            #expect(seen.first == .starting)
            let steps: [Readiness.State] = [
                .migrating(revision: "make", step: 1, of: 2), .migrating(revision: "fill", step: 2, of: 2), .ready,
                .stopped,
            ]
            #expect(seen.filter(steps.contains) == steps)
            #expect(try await bench.migrator().current().isAtHead)
        }
    }

    @Test(arguments: Kind.there)
    func oneThatMigratesToAnEarlierTargetIsReadyThere(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .migrate(to: "make"))
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.state == .ready)
                // Somebody takes it back: it goes on, and says so.
                try await bench.migrator().downgrade(to: "base")
                try await poll { service.readiness.state == .behind(pending: ["make", "fill"], unknown: []) }
                #expect(service.readiness.isReady)
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatWaitsIsReadyWhenAnotherHasMigrated(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .wait(upTo: .seconds(600)))
            try await running([service]) {
                try await poll { service.readiness.state == .waitingForOthers(pending: 2) }
                try await bench.migrator().upgrade(to: "make")
                try await poll { service.readiness.state == .waitingForOthers(pending: 1) }
                #expect(!service.readiness.isReady)
                try await bench.migrator().upgrade()
                try await service.waitUntilReady()
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatWaitsInVainFails(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .wait(upTo: .milliseconds(100)))
            let error = await #expect(throws: MigratorError.self) { try await service.run() }
            #expect(error?.code == .behind)
            #expect(error?.message.contains("migrator upgrade head") == true)
            guard case .failed = service.readiness.state else {
                Issue.record("\(service.readiness)")
                return
            }
            await #expect(throws: MigratorError.self) { try await service.waitUntilReady() }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatVerifiesGoesOnAndReports(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let service = bench.service(try bench.migrator(), .verify)
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.state == .behind(pending: ["make", "fill"], unknown: []))
                #expect(service.readiness.description == "the database lacks 2 revisions: make, fill")
                // It changes nothing.
                #expect(try await bench.migrator().current().rows.isEmpty)
                try await bench.migrator().upgrade()
                try await poll { service.readiness.state == .ready }
            }
        }
    }

    @Test(arguments: Kind.there)
    func oneThatRefusesDoesNotStart(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "make")
            let service = bench.service(try bench.migrator(), .refuse)
            let error = await #expect(throws: MigratorError.self) { try await service.run() }
            #expect(error?.message == "the database lacks 1 revision: fill; run 'migrator upgrade head' first")
            try await bench.migrator().upgrade()
            let next = bench.service(try bench.migrator(), .refuse)
            try await running([next]) { try await next.waitUntilReady() }
        }
    }

    @Test(arguments: Kind.there)
    func aDatabaseOfANewerProgramIsNamed(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let service = bench.service(try bench.migrator([ServiceBench.Make.self]), .verify)
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.description.contains("at fill, which no revision of this program explains"))
            }
        }
    }

    @Test func aServiceGroupFailsWithAServiceThatRefuses() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let service = bench.service(try bench.migrator(), .refuse)
            let group = ServiceGroup(services: [service], logger: .init(label: "test"))
            await #expect(throws: MigratorError.self) { try await group.run() }
        }
    }
}
