import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Testing

@testable import CacheBridge

/// Figures that processes add up in a store.
@Suite struct SharedStatisticsTests {
    private func busy(_ store: InProcessStore, _ clock: ManualClock, _ reads: Int = 5) async throws -> Process {
        let process = Process(store, clock: clock)
        for index in 0..<reads { _ = try await process.read(Source(), "\(index)") }
        return process
    }

    /// The same of one that listened meanwhile: what nobody may believe is not kept in memory.
    private func listening(_ store: InProcessStore, _ clock: ManualClock, _ reads: Int) async throws -> Process {
        let process = Process(store, clock: clock)
        let listening = Task { await process.cache.run() }
        try await poll { process.cache.bus.trust.covers(clock.now) }
        for index in 0..<reads { _ = try await process.read(Source(), "\(index)") }
        listening.cancel()
        await listening.value
        return process
    }

    @Test func countersComeBackAsTheyWent() {
        var figures = NamespaceStatistics()
        figures.hits = ["memory": 7, "remote": 2]
        figures.misses = 3
        figures.loads = 4
        figures.bytesRead = 5
        figures.errors = ["timedOut": 1]
        figures.faults = ["digest": 9]
        figures.latency["remote"] = LatencyHistogram()
        for time in [1, 1000, 1_000_000, Int64.max] { figures.latency["remote"]?.record(time) }
        figures.loadTime.record(77, times: 3)
        #expect(NamespaceStatistics(counters: figures.counters) == figures)
        #expect(NamespaceStatistics().counters.isEmpty)
    }

    @Test func whatIsNotKnownOrCannotBeIsPassedOver() {
        let figures = NamespaceStatistics(counters: [
            "misses": 1, "of a later version": 2, "hits": 3, "latency.remote": 4, "latency.remote.x": 5,
            "latency.remote.-1": 6, "latency.remote.100000": 7, "load_time.9999": 8, "hits.disk": -9, "": 10, ".": 11,
        ])
        var expected = NamespaceStatistics()
        expected.misses = 1
        #expect(figures == expected)
    }

    @Test func figuresOfSeveralProcessesAddUp() async throws {
        let (store, clock) = (InProcessStore(), ManualClock())
        var sum = CacheStatistics()
        for _ in 0..<3 {
            let process = try await busy(store, clock)
            await process.cache.shareStatistics()
            sum.merge(process.cache.statistics)
        }
        let shared = try await Process(store, clock: clock).cache.sharedStatistics()
        #expect(shared.processesSeen == 3 && shared.statistics.processes == 3)
        let expected = try #require(sum.namespaces["naming_spirits"])
        let found = try #require(shared.statistics.namespaces["naming_spirits"])
        #expect(found.counters == expected.counters)
        #expect(found.latency["remote"]?.percentile(0.99) == expected.latency["remote"]?.percentile(0.99))
        #expect(found.hits == ["remote": 10] && found.misses == 5 && found.loadTime.count == 5)
    }

    @Test func whatWasSharedIsNotSharedAgain() async throws {
        let (store, clock) = (InProcessStore(), ManualClock())
        let process = try await busy(store, clock)
        for _ in 0..<4 { await process.cache.shareStatistics() }
        let one = try await process.cache.sharedStatistics()
        #expect(one.statistics.namespaces["naming_spirits"]?.misses == 5 && one.processesSeen == 1)
        _ = try await process.read(Source(), "another")
        await process.cache.shareStatistics()
        let two = try await process.cache.sharedStatistics()
        #expect(two.statistics.namespaces["naming_spirits"]?.misses == 6 && two.processesSeen == 1)
    }

    @Test func manyAtOnceShareEachFigureOnce() async throws {
        let (store, clock) = (InProcessStore(), ManualClock())
        let process = try await busy(store, clock, 40)
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<16 { tasks.addTask { await process.cache.shareStatistics() } }
        }
        let shared = try await process.cache.sharedStatistics()
        #expect(shared.statistics.namespaces["naming_spirits"]?.counters == process.figures().counters)
        #expect(shared.processesSeen == 1)
    }

    @Test func aRefusedGrowthIsSentLaterAndADoubtfulOneNever() async throws {
        for (code, kept) in [(CacheError.Code.connectionRefused, 5), (.timedOut, 0)] {
            let (store, clock) = (InProcessStore(), ManualClock())
            let process = try await busy(store, clock)
            store.fail(CacheError(code, "on purpose"))
            await process.cache.shareStatistics()
            store.fail(nil)
            clock.advance(by: .seconds(60))
            await process.cache.shareStatistics()
            let shared = try await process.cache.sharedStatistics()
            #expect(shared.statistics.namespaces["naming_spirits"]?.misses ?? 0 == kept, "\(code)")
        }
    }

    @Test func whoHasNothingToSayConnectsToNothing() async throws {
        let store = InProcessStore()
        let process = Process(store)
        await process.cache.shutdown()
        #expect(store.calls == 0)
    }

    @Test func memoryIsThatOfProcessesThatAreAlive() async throws {
        let clock = ManualClock()
        let store = InProcessStore(clock: clock)
        func held() async throws -> (processes: Int, entries: Int) {
            let shared = try await Process(store, clock: clock).cache.sharedStatistics()
            return (shared.statistics.processes, shared.statistics.memoryEntries)
        }
        let (one, two) = (try await listening(store, clock, 3), try await listening(store, clock, 4))
        await one.cache.shareStatistics()
        await two.cache.shareStatistics()
        #expect(try await held() == (2, 7))
        await one.cache.shutdown()
        #expect(try await held() == (1, 4))
        // Killed, it says no goodbye.
        clock.advance(by: .seconds(60))
        #expect(try await held() == (0, 0))
        await two.cache.shareStatistics()
        #expect(try await held() == (1, 4))
    }

    @Test func memoryIsCountedByNamespaceAsEntriesComeAndGo() async throws {
        let process = Process()
        for index in 0..<6 { _ = try await process.read(Source(), "\(index)") }
        _ = try await process.read(Source(), in: .namingConfig)
        let held = process.cache.statistics.namespaces
        #expect(held["naming_spirits"]?.entries == ["memory": 6] && held["naming_config"]?.entries == ["memory": 1])
        #expect(held["naming_spirits"]?.bytes["memory"] ?? 0 > 0)
        process.cache.memory.clear()
        #expect(process.cache.statistics.namespaces["naming_spirits"]?.entries == [:])
    }

    @Test func answersAreWeighedByHowOftenTheyCame() {
        var figures = NamespaceStatistics()
        figures.hits = ["memory": 990, "remote": 10]
        figures.latency["memory"] = LatencyHistogram()
        for _ in 0..<10 { figures.latency["memory"]?.record(100) }
        figures.latency["remote"] = LatencyHistogram()
        for _ in 0..<10 { figures.latency["remote"]?.record(1_000_000) }
        #expect(figures.answerTime.percentile(0.5) ?? 0 < 200)
        #expect(figures.answerTime.percentile(0.98) ?? 0 < 200)
        #expect(figures.answerTime.percentile(0.999) ?? 0 > 900_000)
    }
}
