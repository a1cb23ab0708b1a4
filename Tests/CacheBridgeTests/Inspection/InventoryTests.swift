import CacheBridge
import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Synchronization
import Testing

/// What is seen of the tiers, and what clearing does to them.
@Suite struct InventoryTests {
    private func remote(_ process: Process, _ namespace: Namespace) async throws -> TierInventory {
        try #require(try await process.cache.inventory(of: namespace.name).tiers["remote"])
    }

    @Test func countsWhatMayBeUsedWithItsAgeAndTheTimeLeft() async throws {
        let (store, clock) = (InProcessStore(), ManualClock())
        let process = Process(store, clock: clock)
        #expect(try await remote(process, .namingSpirits) == TierInventory())
        _ = try await process.read(Source(), "old")
        clock.advance(by: .seconds(100))
        _ = try await process.read(Source(), "new")
        _ = try await process.read(Source(), String(repeating: "long", count: 100))
        _ = try await process.read(Source(), in: .namingConfig)
        let tier = try await remote(process, .namingSpirits)
        #expect(tier.entries == 3 && tier.stale == 0 && tier.bytes > 300)
        #expect(tier.ages == 0...100_000 && tier.left == 1_700_000...1_800_000)
        #expect(try await remote(process, .namingConfig).entries == 1)
    }

    @Test func tellsWhatWasInvalidatedFromWhatCounts() async throws {
        let store = InProcessStore()
        let process = Process(store)
        for name in ["a", "b"] { _ = try await process.read(Source(), name) }
        try await process.cache.deliver(process.event([.namingSpirits]))
        _ = try await process.read(Source(), "a")
        let tier = try await remote(process, .namingSpirits)
        #expect(tier.entries == 1 && tier.stale == 1)
    }

    @Test func knowsTheTokensOfEntities() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let agents = ["one", "t@o", "three/4"]
        for agent in agents { _ = try await process.read(Source(), in: .agentData, entity: agent) }
        #expect(try await remote(process, .agentData).entries == 3)
        await process.cache.beginWrite(in: .agentData, entity: "t@o").commit()
        let tier = try await remote(process, .agentData)
        #expect(tier.entries == 2 && tier.stale == 1)
        try await process.cache.deliver(process.event([.agentData]))
        #expect(try await remote(process, .agentData).stale == 3)
    }

    @Test func countsStatusesAndContent() async throws {
        let process = Process(InProcessStore())
        let status = CacheKey(["head"], in: .alembic, shape: RecordShape("status"))
        await process.cache.storeStatus([1, 2], order: 3, for: status)
        #expect(try await remote(process, .alembic).entries == 1)
        for name in ["a", "b", "c"] { _ = try await process.read(Source(), name, in: .alembicData) }
        #expect(try await remote(process, .alembicData).entries == 3)
    }

    @Test func contentBesideWhatIsInvalidatedIsCountedAndCleared() async throws {
        let store = InProcessStore()
        let (one, other) = (Process(store), Process(store))
        let key = CacheKey(["digest"], in: .alembic, shape: RecordShape("form"))
        #expect(await one.cache.content(for: key) == nil)
        await one.cache.keepContent([1, 2, 3], for: key)
        #expect(await other.cache.content(for: key) == [1, 2, 3])
        #expect(try await remote(other, .alembic).entries == 1)
        // It follows from its key alone: a step makes nothing of it stale.
        try await one.cache.deliver(one.event([.alembic]))
        #expect(await other.cache.content(for: key) == [1, 2, 3])
        let report = try #require(try await other.cache.clear(["alembic"])["alembic"])
        #expect(report.removed == 1)
        #expect(await other.cache.content(for: key) == nil)
        #expect(await one.cache.content(for: key) == nil)
    }

    @Test func whatIsNoEnvelopeIsNoEntry() async throws {
        let store = InProcessStore()
        let process = Process(store)
        _ = try await process.read(Source())
        let name = try #require(store.names.first { $0.contains(":v:") })
        for bytes: [UInt8] in [[], [0x4d], Array("MCB".utf8) + [2], Array(repeating: 0xff, count: 900)] {
            store.plant(bytes, under: name + "x")
            let tier = try await remote(process, .namingSpirits)
            #expect(tier.entries == 1 && tier.stale == 0)
        }
    }

    /// As many calls for many entries as for one: nothing is looked for.
    @Test func clearingDoesNotDependOnHowMuchThereIs() async throws {
        var calls: [Int] = []
        for entries in [1, 700] {
            let store = InProcessStore()
            let process = Process(store)
            for index in 0..<entries { _ = try await process.read(Source(), "\(index)") }
            let before = store.calls
            let report = try await process.cache.clear(["naming_spirits"])
            calls.append(store.calls - before)
            #expect(report["naming_spirits"] == ClearReport(isInvalidated: true, removed: 0, bytes: 0))
            let source = Source("v2")
            #expect(try await process.read(source, "0") == "v2")
            #expect(
                try await remote(process, .namingSpirits).stale == entries - 1,
                "its place was taken by the new one"
            )
        }
        #expect(calls[0] == calls[1])
    }

    @Test func clearingReachesTheMemoryOfThisProcessAndIsTold() async throws {
        let process = Process()
        let heard = Heard()
        process.cache.bus.observe { event in heard.events.withLock { $0.append(event) } }
        let source = Source()
        _ = try await process.read(source)
        _ = try await process.cache.clear(["naming_spirits", "naming_config"])
        _ = try await process.read(source)
        #expect(source.loads == 2)
        let events = heard.events.withLock { $0 }
        #expect(events.map(\.namespaces) == [["naming_spirits", "naming_config"]])
        #expect(events.first?.at == "2023-11-14T22:13:20Z")
    }

    @Test func clearingDeletesContentAndFiles() async throws {
        let folder = TemporaryFolder("clear")
        let disk = try DiskStore(path: "\(folder.path)/disk")
        let store = InProcessStore()
        let process = Process(store) { $0.disk = disk }
        for name in ["a", "b"] { _ = try await process.read(Source(), name, in: .alembicData) }
        #expect(try await process.cache.inventory(of: "alembic_data").tiers["disk"]?.entries == 2)
        let report = try #require(try await process.cache.clear(["alembic_data"])["alembic_data"])
        #expect(!report.isInvalidated && report.removed == 4 && report.bytes > 0)
        let tiers = try await process.cache.inventory(of: "alembic_data").tiers
        #expect(tiers == ["disk": TierInventory(), "remote": TierInventory()])
        let source = Source("again")
        #expect(try await process.read(source, "a", in: .alembicData) == "again", "nor is it in memory")
    }

    @Test func filesAreClearedWhereTheStoreIsGone() async throws {
        let folder = TemporaryFolder("clear")
        let disk = try DiskStore(path: "\(folder.path)/disk")
        let store = InProcessStore()
        let process = Process(store) { $0.disk = disk }
        _ = try await process.read(Source(), in: .alembicData)
        store.fail(CacheError(.connectionRefused, "on purpose"))
        await #expect(throws: CacheError.self) { try await process.cache.clear(["alembic_data", "naming_spirits"]) }
        #expect(try await process.cache.inventory(of: "alembic_data", withStore: false).tiers["disk"]?.entries == 0)
        let report = try await process.cache.clear(["naming_spirits"], withStore: false)
        #expect(report["naming_spirits"] == ClearReport())
        await #expect(throws: CacheError.self) { try await process.cache.clear(["unknown"]) }
    }
}

private final class Heard: Sendable {
    let events = Mutex<[InvalidationEvent]>([])
}
