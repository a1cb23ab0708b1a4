import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Testing

@testable import CacheBridge

/// A store that was away holds what it held before, and nobody could tell it of what happened meanwhile.
@Suite struct StoreHealthTests {
    private let clock = ManualClock()
    private let store: InProcessStore

    init() {
        store = InProcessStore(clock: clock)
    }

    /// A process whose stores somebody drains, and has drained.
    private func drained() async throws -> Process {
        let process = Process(store, clock: clock)
        process.cache.expectDrains()
        try await drain(process)
        return process
    }

    private func drain(_ process: Process, _ events: [InvalidationEvent] = []) async throws {
        _ = try await process.cache.toldPosition()
        let drain = try #require(process.cache.beginDrain())
        for event in try await process.cache.untold(events) { try await process.cache.deliver(event) }
        try await process.cache.endDrain(drain, at: 1)
    }

    static let failures: [CacheError.Code] = [
        .timedOut, .connectionLost, .connectionRefused, .unreachable, .authenticationFailed, .notPrimary,
        .unexpectedReply,
    ]

    @Test(arguments: StoreHealthTests.failures)
    func afterAFailureNothingIsReadBeforeADrain(_ code: CacheError.Code) async throws {
        let (process, source) = (try await drained(), Source())
        _ = try await process.read(source)
        store.fail(CacheError(code, "on purpose"))
        source.set("v2")
        #expect(try await process.read(source) == "v2")
        store.fail(nil)
        clock.advance(by: .seconds(31))
        for _ in 0..<3 { #expect(try await process.read(source) == "v2", "the store holds v1 under an unmoved token") }
        #expect(process.cache.awaitsDrain)
        try await drain(process, [process.event([.namingSpirits])])
        let loads = source.loads
        for _ in 0..<3 { #expect(try await process.read(source) == "v2") }
        #expect(source.loads == loads + 1 && process.figures().hits["remote"] == 2)
    }

    @Test func nothingIsReadBeforeTheFirstDrain() async throws {
        let (old, source) = (Process(store, clock: clock), Source())
        _ = try await old.read(source)
        source.set("v2")
        let process = Process(store, clock: clock)
        process.cache.expectDrains()
        #expect(try await process.read(source) == "v2")
        try await drain(process, [process.event([.namingSpirits])])
        #expect(try await process.read(source) == "v2")
    }

    @Test func aDrainCountsThatBeganAfterTheReturnAndBeforeNoFailure() async throws {
        let (process, source) = (try await drained(), Source())
        _ = try await process.read(source)
        let early = try #require(process.cache.beginDrain())
        store.fail(CacheError(.timedOut, "on purpose"))
        _ = try await process.read(source)
        #expect(process.cache.beginDrain() == nil, "it does not answer")
        store.fail(nil)
        source.set("v2")
        try await process.cache.endDrain(early, at: 1)
        #expect(try await process.read(source) == "v2")
        #expect(process.cache.awaitsDrain)
    }

    /// The answer may have been under way since before.
    @Test func anAnswerToAnOlderCallSaysNothing() {
        let health = StoreHealth { _ in
        } returned: {
        }
        let before = health.failureCount
        health.fail()
        health.succeed(after: before)
        #expect(health.isFailing)
        health.succeed(after: health.failureCount)
        #expect(!health.isFailing && health.awaitsDrain)
    }

    @Test(arguments: [false, true])
    func memoryCountsNoMoreThanTheStore(_ isOtherCarrierSure: Bool) async throws {
        let (process, source) = (try await drained(), Source())
        let trust = process.cache.bus.trust
        trust.set(MemoryTrust.store, until: .max)
        _ = try await process.read(source)
        store.fail(CacheError(.connectionLost, "on purpose"))
        _ = try await process.read(Source(), "other")
        #expect(!trust.covers(clock.now))
        trust.set(MemoryTrust.store, until: .max)
        #expect(!trust.covers(clock.now), "what a doubtful store says is not heard")
        if isOtherCarrierSure { trust.set(1, until: .max) }
        source.set("v2")
        for _ in 0..<2 { #expect(try await process.read(source) == "v2") }
        #expect(process.figures().hits["memory"] == (isOtherCarrierSure ? 1 : nil))
    }

    /// Without an outbox there is nobody to say what was missed.
    @Test(arguments: [CacheError.Code.timedOut, .connectionLost, .connectionRefused])
    func whoHasNobodyThatDrainsStartsAnew(_ code: CacheError.Code) async throws {
        let (process, source) = (Process(store, clock: clock), Source())
        _ = try await process.read(source)
        _ = try await process.read(source, in: .agentData, entity: "a")
        store.fail(CacheError(code, "on purpose"))
        _ = try await process.read(source)
        source.set("v2")
        store.fail(nil)
        clock.advance(by: .seconds(31))
        #expect(try await process.read(source) == "v2")
        #expect(try await process.read(source, in: .agentData, entity: "a") == "v2")
    }

    /// Such a write leaves no row in the outbox.
    @Test(arguments: ["a", "é", nil])
    func aWriteThatCouldNotBeToldIsToldByTheDrain(_ entity: String?) async throws {
        let (process, source) = (try await drained(), Source())
        _ = try await process.read(source, in: .agentData, entity: "a")
        _ = try await process.read(source, in: .agentData, entity: "é")
        store.fail(CacheError(.connectionLost, "on purpose"))
        let write = await process.cache.beginWrite(in: .agentData, entity: entity)
        source.set("v2")
        await write.fence()
        await write.commit()
        store.fail(nil)
        clock.advance(by: .seconds(31))
        try await drain(process)
        #expect(try await process.read(source, in: .agentData, entity: entity ?? "a") == "v2")
    }

    /// A transaction tells of the entities that it wrote by events without a row.
    @Test(arguments: [["a"], []])
    func anEventWithoutARowThatCouldNotBeToldIsToldByTheDrain(_ entities: [String]) async throws {
        let (process, source) = (try await drained(), Source())
        _ = try await process.read(source, in: .agentData, entity: "a")
        store.fail(CacheError(.connectionLost, "on purpose"))
        source.set("v2")
        let event = process.cache.clearing(["agent_data"], entities: entities)
        await #expect(throws: CacheError.self) { try await process.cache.deliver(event) }
        store.fail(nil)
        clock.advance(by: .seconds(31))
        try await drain(process)
        #expect(try await process.read(source, in: .agentData, entity: "a") == "v2")
    }

    @Test func aStoreRemembersWhatItWasTold() async throws {
        let other = InProcessStore(clock: clock)
        let (runner, process) = (Process(other, clock: clock), Process(store, clock: clock))
        let events = (1...3).map { process.event([.namingSpirits], id: $0) }
        #expect(try await process.cache.toldPosition() == nil)
        try await runner.cache.deliver(events[0])
        try await process.cache.deliver(events[1])
        #expect(try await process.cache.untold(events).map(\.id) == [1, 3], "another store of this name was told")
        #expect(try await runner.cache.untold(events).map(\.id) == [2, 3])
        try await drain(process, events)
        #expect(try await process.cache.untold(events).isEmpty)
        #expect(try await process.cache.toldPosition() == 1)
    }

    @Test func whatAStoreWasNotToldMakesAllOfItStale() async throws {
        let (process, source) = (Process(store, clock: clock), Source())
        try await process.cache.forgetStored()
        #expect(store.names.isEmpty, "there was nothing")
        _ = try await process.read(source)
        _ = try await process.read(source, in: .agentData, entity: "a")
        source.set("v2")
        try await process.cache.forgetStored()
        #expect(try await process.read(source) == "v2")
        #expect(try await process.read(source, in: .agentData, entity: "a") == "v2")
    }
}
