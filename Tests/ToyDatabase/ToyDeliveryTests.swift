import CacheBridge
import CacheSamples
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorTestSupport
import Testing

/// What an application's caches hear of a toy database: by a run, by the outbox, by its pulse and its witness.
struct ToyDeliveryTests {
    private let bench: ToyBench

    init() throws {
        bench = try ToyBench()
    }

    @Test func aRunTellsTheStoreOfEachStep() async throws {
        let engine = try bench.engine(caches: bench.caches)
        #expect(try await engine.upgrade().eventsPending == 0)
        var heard = try bench.heard()
        #expect(heard.map(\.revision) == ["make", "load", "name", "pots"])
        #expect(heard.map(\.kind) == [.schema, .data, .schemaAndData, .schemaAndData])
        #expect(heard.map(\.id) == [1, 2, 3, 4])
        let fingerprint = try await engine.fingerprint()
        #expect(heard.allSatisfy { $0.database == fingerprint.text && $0.at.hasSuffix("Z") })

        try await engine.downgrade(to: "load")
        try await engine.stamp(["name"])
        heard = try bench.heard()
        #expect(heard.dropFirst(4).map(\.direction) == [.downgrade, .downgrade, .stamp])
        let report = try await engine.events(all: true)
        #expect(report.entries.map(\.event.uuid) == heard.map(\.uuid))
        #expect(
            report.entries.allSatisfy { $0.deliveries.map(\.attempts) == [1] && $0.waiting(for: ["redis"]).isEmpty }
        )
        #expect(try await engine.replay(.since("2026-01-01T00:00:00Z")).events.count == 7)
        #expect(try await engine.replay(.ids([2, 3])).failures.isEmpty)
    }

    @Test func whatWaitsIsDeliveredByTheNext() async throws {
        try await bench.engine().upgrade()
        #expect(try bench.heard().isEmpty)
        let engine = try bench.engine(caches: bench.caches)
        #expect(try await engine.events().pending == ["redis": 4])
        #expect(try await engine.deliverEvents() == 0)
        #expect(try bench.heard().map(\.revision) == ["make", "load", "name", "pots"])
    }

    @Test func anApplicationThatDeliversHearsOfRunsElsewhere() async throws {
        let application = try bench.engine(caches: bench.caches)
        let delivering = Task { await application.deliverEvents(every: .milliseconds(20)) }
        try await bench.engine().upgrade()
        try await poll(for: "the delivery of four events") { try Set(bench.heard().map(\.uuid)).count == 4 }
        delivering.cancel()
        await delivering.value
    }

    @Test func thePulseMovesWithTheOutbox() async throws {
        let engine = try bench.engine()
        try await engine.upgrade(to: "make")
        let connection = try await bench.connect()
        var pulse = OutboxPulse(Outbox(), connection)
        guard case .changed = try await pulse.beat() else { Issue.record("the first look proves nothing"); return }
        guard case .still = try await pulse.beat() else { Issue.record("nothing has happened"); return }
        try await engine.upgrade()
        guard case .moved = try await pulse.beat() else { Issue.record("three events have come"); return }
        let other = try await bench.connect()
        try await other.execute("DELETE FROM migrator_outbox WHERE id > 1")
        await other.close()
        guard case .restored = try await pulse.beat() else { Issue.record("events have gone"); return }
        await connection.close()
    }

    @Test func theWitnessTellsWhetherAValueOnDiskMayBeUsed() async throws {
        let engine = try bench.engine()
        try await engine.upgrade(to: "make")
        let bench = bench
        let witness = OutboxWitness(of: [.namingSpirits], ToyBench.dependencies) { try await bench.connect() }
        let before = await witness.witness(of: .namingSpirits)
        #expect(before != nil)
        #expect(await witness.witness(of: .namingSpirits) == before)
        try await engine.upgrade(to: "load")
        #expect(await witness.witness(of: .namingSpirits) != before)
    }
}
