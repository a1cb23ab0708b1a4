import CacheTestKit
import MigratorSystem
import MigratorTestSupport
import Synchronization
import Testing

@testable import CacheBridge

/// Memory beside a store is believed by whom a run would wait for, and by nobody else.
@Suite struct PresenceTests {
    private static let lease: Int64 = 500_000_000
    private let clock = ManualClock()
    private let store: InProcessStore

    init() {
        store = InProcessStore(clock: clock)
        clock.advance(by: .seconds(5))
    }

    /// Says again and again that it has heard of everything, and vouches for a long time.
    private struct Polling: InvalidationCarrier {
        let name = "polling"
        let clock: ManualClock
        func run(_ sink: CarrierSink) async throws {
            sink.begin()
            while true {
                sink.confirm(from: clock.now, for: .seconds(4))
                try await clock.sleep(for: .milliseconds(100))
            }
        }
    }

    private func process() -> Process {
        let carrier = Polling(clock: clock)
        return Process(store, clock: clock) { $0.carriers = [carrier] }
    }

    private func trusts(_ process: Process, in time: Int64 = 0) -> Bool {
        process.cache.bus.trust.covers(clock.now + time)
    }

    /// Moves time on in small steps until something is so, or long enough.
    private func pass(_ time: Duration, until isSo: () -> Bool = { false }) async throws {
        let end = clock.now + time.nanoseconds
        while clock.now < end, !isSo() {
            clock.advance(by: .milliseconds(20))
            // Nothing says when all have done what the step has woken them for; each does little.
            for _ in 0..<50 { await Task.yield() }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test func pollingBesideAStoreVouchesForALeaseAtMost() async throws {
        store.refuseSubscriptions()
        let process = process()
        let running = Task { await process.cache.run() }
        try await pass(.seconds(10)) { trusts(process) }
        #expect(trusts(process) && !trusts(process, in: Self.lease))
        running.cancel()
        await running.value
    }

    @Test func withoutAStorePollingVouchesForItsInterval() async throws {
        let carrier = Polling(clock: clock)
        let process = Process(nil, clock: clock) { $0.carriers = [carrier] }
        let running = Task { await process.cache.run() }
        try await poll { trusts(process, in: 3_000_000_000) }
        running.cancel()
        await running.value
    }

    /// Its subscription does not come about; it is waited for all the same.
    @Test func whoseSubscriptionIsLateIsWaitedFor() async throws {
        store.refuseSubscriptions()
        let (process, runner) = (process(), Process(store, clock: clock))
        let running = Task { await process.cache.run() }
        try await pass(.seconds(10)) { trusts(process) }
        let isDone = Mutex(false)
        let began = clock.now
        let completion = Task {
            try await runner.cache.awaitCompletion()
            isDone.withLock { $0 = true }
        }
        try await pass(.seconds(5)) { isDone.withLock { $0 } }
        try await completion.value
        #expect(clock.now - began >= Self.lease)
        running.cancel()
        await running.value
    }

    /// Others may reach a store that does not answer here, and would not wait.
    @Test(arguments: [CacheError.Code.timedOut, .connectionLost, .unreachable])
    func whoCannotShowItselfBelievesNothing(_ code: CacheError.Code) async throws {
        store.fail(CacheError(code, "on purpose"))
        let process = process()
        let running = Task { await process.cache.run() }
        var wasBelieved = false
        try await pass(.seconds(2)) {
            wasBelieved = wasBelieved || trusts(process)
            return false
        }
        #expect(!wasBelieved)
        store.fail(nil)
        try await pass(.seconds(60)) { trusts(process) }
        #expect(trusts(process))
        store.fail(CacheError(code, "on purpose"))
        try await pass(.milliseconds(1200))
        #expect(!trusts(process), "a lease after it last showed itself")
        running.cancel()
        await running.value
    }

    /// Nobody can have told a store that is not there.
    @Test func whereNothingListensOtherCarriersAreEnough() async throws {
        store.fail(CacheError(.connectionRefused, "on purpose"))
        let process = process()
        let running = Task { await process.cache.run() }
        try await pass(.seconds(10)) { trusts(process) }
        #expect(trusts(process) && !trusts(process, in: Self.lease))
        let source = Source()
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(source.loads == 1)
        running.cancel()
        await running.value
    }

    @Test func aMomentIsCoveredByWhatWasShownJustBefore() {
        let presence = Presence(lease: .nanoseconds(100))
        #expect(presence.limit(of: 1000) == nil)
        presence.noteShown(sent: 950, answered: 990)
        #expect(presence.limit(of: 1000) == 1100)
        #expect(presence.limit(of: 989) == nil, "the look began before")
        #expect(presence.limit(of: 1050) == nil, "it was sent a lease ago")
        presence.noteShown(sent: 1060, answered: 1300)
        #expect(presence.limit(of: 1200) == nil, "it is not answered yet")
        #expect(presence.limit(of: 1301) == nil, "it took too long")
        presence.noteRefused(at: 1400)
        #expect(presence.limit(of: 1450) == 1500 && presence.limit(of: 1390) == 1490)
    }

    /// Writes to one entity leave no row in the outbox, which is all that other carriers know.
    @Test func besideAStoreOnlyItsOwnCarrierVouchesForEntities() {
        let trust = MemoryTrust(always: false, hasStore: true)
        trust.set(1, until: 100)
        #expect(trust.covers(50))
        #expect(!trust.covers(50, entities: true))
        trust.set(MemoryTrust.store, until: 60)
        #expect(trust.covers(50, entities: true))
        #expect(!trust.covers(60, entities: true))
        trust.doubt(0, true)
        #expect(trust.covers(50))
        #expect(!trust.covers(50, entities: true))

        let alone = MemoryTrust(always: false)
        alone.set(1, until: 100)
        #expect(alone.covers(50, entities: true))
    }
}
