import CacheBridge
import Logging
import MigrationDSL
import Migrator
import MigratorService
import MigratorTestSupport
import ServiceLifecycle
import Testing

/// The end of a program.
struct ShutdownTests {
    typealias Kind = ServiceBench.Kind

    @Test(arguments: Kind.there)
    func shuttingDownStopsTheStatementAndRollsTheOpenStepBack(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let types = ServiceBench.two + [ServiceBench.Linger.self]
            let service = bench.service(try bench.migrator(types))
            let group = ServiceGroup(services: [service], logger: .init(label: "test"))
            let run = Task { try await group.run() }
            try await poll { service.readiness.state == .migrating(revision: "linger", step: 3, of: 3) }
            await group.triggerGracefulShutdown()
            try await run.value
            #expect(service.readiness.state == .stopped)
            await #expect(throws: CancellationError.self) { try await service.waitUntilReady() }
            #expect(try await bench.migrator(types).current().rows == ["fill"])
            #expect(try await bench.query("SELECT CAST(id AS VARCHAR) FROM things ORDER BY id") == [["1"], ["2"]])
        }
    }

    @Test(arguments: Kind.there)
    func aServiceThatDeliversEndsWhenItIsShutDown(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            let group = ServiceGroup(services: [service, caches], logger: .init(label: "test"))
            let run = Task { try await group.run() }
            try await service.waitUntilReady()
            await group.triggerGracefulShutdown()
            try await run.value
            #expect(service.readiness.state == .stopped)
        }
    }

    @Test(arguments: Kind.there)
    func twoProgramsInOneProcessDoNotKnowOfEachOther(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { one in
            try await ServiceBench.with(kind) { other in
                let (first, second) = (one.caches(), other.caches(one.store))
                let ready = one.service(try one.migrator(with: first), .migrate(), first)
                let waiting = other.service(try other.migrator(with: second), .wait(upTo: .seconds(600)), second)
                try await running([ready, waiting]) {
                    try await ready.waitUntilReady()
                    try await poll { waiting.readiness.state == .waitingForOthers(pending: 2) }
                    let events = first.cache?.bus.events()
                    try await other.migrator(targets: [second.target("redis")]).upgrade()
                    try await waiting.waitUntilReady()
                    #expect(ready.readiness.fingerprint != waiting.readiness.fingerprint)
                    #expect(ready.readiness.state == .ready)
                    // One store, and the first has heard of the other's nothing but its own.
                    try await one.migrator(targets: [first.target("redis")]).downgrade(to: "make")
                    var iterator = events?.makeAsyncIterator()
                    #expect(await iterator?.next()?.direction == .downgrade)
                }
            }
        }
    }
}
