import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Synchronization
import Testing

@testable import CacheBridge

@Suite struct LeaseTests {
    /// A value of before was read.
    private struct Older: Error {}

    private let clock = ManualClock()
    private let store: InProcessStore

    init() {
        store = InProcessStore(clock: clock)
    }

    private func trusts(_ process: Process) -> Bool { process.cache.bus.trust.covers(clock.now) }

    @Test func theLeaseRunsFromTheSendingOfTheAnsweredPing() {
        var tracker = LeaseTracker(lease: .nanoseconds(100))
        let first = tracker.ping(now: 1000)
        let second = tracker.ping(now: 1050)
        #expect(tracker.pong("foreign") == nil)
        #expect(tracker.pong(second) == 1150)
        #expect(tracker.pong(first) == 1150, "an older answer shortens nothing")
        #expect(tracker.pong(second) == nil)
        let old = tracker.ping(now: 2000)
        _ = tracker.ping(now: 2401)
        #expect(tracker.pong(old) == nil)
    }

    @Test func whoListensReadsMemoryForALease() async throws {
        let process = Process(store, clock: clock)
        let listening = Task { await process.cache.run() }
        try await poll { trusts(process) }
        let source = Source()
        _ = try await process.read(source)
        let calls = store.calls
        _ = try await process.read(source)
        #expect(store.calls == calls && process.figures().hits == ["memory": 1])
        clock.advance(by: .milliseconds(200))
        try await poll { process.cache.bus.trust.covers(clock.now + 499_000_000) }
        listening.cancel()
        await listening.value
        #expect(!trusts(process))
    }

    @Test func silenceEndsTrust() async throws {
        let process = Process(store, clock: clock)
        let listening = Task { await process.cache.run() }
        try await poll { trusts(process) }
        store.fail(CacheError(.timedOut, "silent"))
        clock.advance(by: .milliseconds(500))
        #expect(!trusts(process))
        listening.cancel()
        await listening.value
    }

    @Test func whatAnotherProcessChangesIsForgotten() async throws {
        let (one, two) = (Process(store, clock: clock), Process(store, clock: clock))
        let listening = Task { await two.cache.run() }
        try await poll { trusts(two) }
        let source = Source("old")
        _ = try await two.read(source)
        source.set("new")
        try await one.cache.deliver(one.event([.namingSpirits]))
        try await poll { two.figures().invalidations == 1 }
        #expect(try await two.read(source) == "new")
        let agent = Source("old")
        _ = try await two.read(agent, in: .agentData, entity: "a")
        agent.set("new")
        let write = await one.cache.beginWrite(in: .agentData, entity: "a")
        await write.fence()
        await write.commit()
        try await poll { two.figures(.agentData).invalidations == 1 }
        #expect(try await two.read(agent, in: .agentData, entity: "a") == "new")
        listening.cancel()
        await listening.value
    }

    @Test func aMessageThatNobodyUnderstandsClearsAll() async throws {
        let process = Process(store, clock: clock)
        let listening = Task { await process.cache.run() }
        try await poll { trusts(process) }
        let source = Source()
        _ = try await process.read(source)
        try await store.publish(Array(#"{"id":1,"kind":"from the future"}"#.utf8), on: "ecs:invalidate")
        try await poll { process.cache.memory.find(process.key(), now: clock.now) == nil }
        var foreign = process.event([.namingSpirits])
        foreign.database = "another database"
        _ = try await process.read(source)
        try await store.publish(foreign.json(), on: "ecs:invalidate")
        try await store.publish(process.event([.namingConfig], id: 2).json(), on: "ecs:invalidate")
        try await poll { process.figures(.namingConfig).invalidations == 1 }
        #expect(process.figures().invalidations == 0, "an event of another database is none of ours")
        listening.cancel()
        await listening.value
    }

    @Test func afterALostConnectionMemoryStartsAnew() async throws {
        let process = Process(store, clock: clock)
        let listening = Task { await process.cache.run() }
        try await poll { trusts(process) }
        let source = Source("old")
        _ = try await process.read(source)
        store.restart()
        try await poll { !trusts(process) }
        source.set("new")
        try await poll {
            clock.advance(by: .milliseconds(100))
            // Where nobody drains, whoever reads sees to it that nothing of before counts.
            guard try await process.read(source) == "new" else { throw Older() }
            return trusts(process)
        }
        listening.cancel()
        await listening.value
    }

    /// Waits for completion, and says for how long.
    private func timeToComplete(_ runner: Process) async throws -> Duration {
        let (start, before) = (clock.now, clock.sleepers)
        let isDone = Mutex(false)
        let completion = Task {
            try await runner.cache.awaitCompletion()
            isDone.withLock { $0 = true }
        }
        while !isDone.withLock({ $0 }) {
            try await poll { clock.sleepers > before || isDone.withLock { $0 } }
            if !isDone.withLock({ $0 }) { clock.advance(by: .milliseconds(50)) }
        }
        try await completion.value
        return .nanoseconds(clock.now - start)
    }

    /// Who listened to the store's last life believes its memory for one lease.
    @Test func completionWaitsWhereTheStoreHasJustStarted() async throws {
        let runner = Process(store, clock: clock)
        #expect(try await timeToComplete(runner) == .milliseconds(500))
        #expect(try await timeToComplete(runner) == .zero, "alone it does not wait")
        store.flush()
        #expect(try await timeToComplete(runner) == .zero)
        store.restart()
        clock.advance(by: .milliseconds(499))
        #expect(try await timeToComplete(runner) == .milliseconds(500))
        clock.advance(by: .milliseconds(1))
        #expect(try await timeToComplete(runner) == .zero)
    }

    /// The store forgets who has shown itself, but not whom it sends messages.
    @Test func completionWaitsForWhomAnEmptiedStoreHasForgotten() async throws {
        clock.advance(by: .seconds(5))
        let (runner, listener) = (Process(store, clock: clock), Process(store, clock: clock))
        let listening = Task { await listener.cache.run() }
        try await poll { trusts(listener) }
        store.flush()
        try await runner.cache.deliver(runner.event([.namingSpirits]))
        let before = clock.sleepers
        let completion = Task { try await runner.cache.awaitCompletion() }
        try await poll { clock.sleepers == before + 1 }
        clock.advance(by: .milliseconds(500))
        try await completion.value
        listening.cancel()
        await listening.value
    }

    /// A process that listens itself is not another one.
    @Test func whoListensAloneDoesNotWait() async throws {
        clock.advance(by: .seconds(5))
        let runner = Process(store, clock: clock)
        let listening = Task { await runner.cache.run() }
        try await poll { trusts(runner) }
        try await runner.cache.deliver(runner.event([.namingSpirits]))
        try await runner.cache.awaitCompletion()
        listening.cancel()
        await listening.value
    }

    @Test func completionWaitsOneLeaseIfSomebodyListens() async throws {
        clock.advance(by: .seconds(5))
        let (runner, listener) = (Process(store, clock: clock), Process(store, clock: clock))
        try await runner.cache.awaitCompletion()
        let listening = Task { await listener.cache.run() }
        try await poll { trusts(listener) }
        let before = clock.sleepers
        let completion = Task { try await runner.cache.awaitCompletion() }
        try await poll { clock.sleepers == before + 1 }
        clock.advance(by: .milliseconds(500))
        try await completion.value
        listening.cancel()
        await listening.value
        clock.advance(by: .seconds(2))
        try await runner.cache.awaitCompletion()
    }

    @Test func completionWaitsIfNobodyCanBeAsked() async throws {
        let runner = Process(store, clock: clock)
        store.fail(CacheError(.timedOut, "silent"))
        let completion = Task { try await runner.cache.awaitCompletion() }
        try await poll { clock.sleepers == 1 }
        clock.advance(by: .milliseconds(500))
        try await completion.value
    }

    @Test func aCarrierThatBreaksIsStartedAgain() async throws {
        struct Flaky: InvalidationCarrier {
            struct Broken: Error {}
            let name = "flaky"
            let starts = Gauge()
            func run(_ sink: CarrierSink) async throws {
                starts.count.withLock { $0 += 1 }
                sink.begin()
                sink.confirm(from: 0, for: .nanoseconds(Int64.max))
                if starts.count.withLock({ $0 }) == 3 { try await standStill() }
                throw Broken()
            }
        }
        final class Gauge: Sendable { let count = Mutex(0) }
        let carrier = Flaky()
        let process = Process(nil, clock: clock) { $0.carriers = [carrier] }
        #expect(!trusts(process), "with a carrier nothing is believed before it has begun")
        let listening = Task { await process.cache.run() }
        try await poll {
            clock.advance(by: .milliseconds(10))
            return carrier.starts.count.withLock { $0 } == 3
        }
        try await poll { trusts(process) }
        listening.cancel()
        await listening.value
        #expect(!trusts(process))
    }

    @Test func observersHearWhatMemoryHasForgotten() async throws {
        let process = Process(store, clock: clock)
        let heard = Mutex<[Int64]>([])
        let observer = process.cache.bus.observe { event in heard.withLock { $0.append(event.id) } }
        try await process.cache.deliver(process.event([.namingSpirits], id: 5))
        process.cache.bus.remove(observer)
        try await process.cache.deliver(process.event([.namingSpirits], id: 6))
        #expect(heard.withLock { $0 } == [5])
    }

    @Test func dependenciesSayWhatATableMakesStale() {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["naming_spirits"])
        dependencies.declare(.agentTemplates, reads: ["naming_spirits", "agent_templates"])
        dependencies.declare(.namingConfig, reads: ["naming_config"])
        let all = ["agent_templates", "naming_config", "naming_spirits"]
        #expect(
            dependencies.namespaces(.data, .upgrade, touching: .tables(["naming_spirits"]))
                == ["agent_templates", "naming_spirits"]
        )
        #expect(dependencies.namespaces(.data, .write, touching: .tables(["other"])) == [])
        #expect(dependencies.namespaces(.schema, .upgrade, touching: .tables(["other"])) == all)
        #expect(dependencies.namespaces(.schemaAndData, .downgrade, touching: .tables([])) == all)
        #expect(dependencies.namespaces(.data, .stamp, touching: .tables([])) == all)
        #expect(dependencies.namespaces(.data, .upgrade, touching: .everything) == all)
    }
}
