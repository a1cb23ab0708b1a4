import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Synchronization
import Testing

@testable import CacheBridge

private final class Counted: Sendable {
    let count = Mutex(0)
}

@Suite struct FlightTests {
    private let gate = Gate()

    @Test func manyMissesAreOneLoad() async throws {
        for remote in [nil, InProcessStore()] {
            let process = Process(remote)
            let gate = Gate()
            let loads = Counted()
            let read: @Sendable () async throws -> String? = {
                try await process.cache.value(for: process.key(), as: Process.format) {
                    loads.count.withLock { $0 += 1 }
                    await gate.pass()
                    return "v"
                }
            }
            let values = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<50 { group.addTask { try await read() } }
                try await poll { process.figures().joined == 49 }
                gate.open()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(values == Array(repeating: "v", count: 50))
            #expect(loads.count.withLock { $0 } == 1)
            #expect(process.cache.flights.count == 0)
        }
    }

    @Test func theErrorOfALoadIsForAllWhoWaitAndIsNotRemembered() async throws {
        let process = Process()
        let source = Source()
        source.fail()
        let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do {
                        _ = try await process.cache.value(for: process.key(), as: Process.format) {
                            await gate.pass()
                            return try source.load()
                        }
                        return false
                    } catch {
                        return error is Source.Failure
                    }
                }
            }
            try await poll { process.figures().joined == 9 }
            gate.open()
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 10 && source.loads == 1)
        source.fail(nil)
        #expect(try await process.read(source) == "v1")
    }

    @Test func aCancelledLeaderTakesNobodyWithIt() async throws {
        let process = Process()
        let started = Gate()
        let leader = Task {
            try await process.cache.value(for: process.key(), as: Process.format) {
                started.open()
                try await standStill()
            }
        }
        await started.pass()
        let followers = (0..<5).map { _ in
            Task { try await process.cache.value(for: process.key(), as: Process.format) { "taken over" } }
        }
        try await poll { process.figures().joined == 5 }
        leader.cancel()
        await #expect(throws: CancellationError.self) { try await leader.value }
        for follower in followers { #expect(try await follower.value == "taken over") }
    }

    @Test func aCancelledFollowerLeavesAndTheOthersStay() async throws {
        let process = Process()
        let started = Gate()
        let leader = Task {
            try await process.cache.value(for: process.key(), as: Process.format) {
                started.open()
                await gate.pass()
                return "v"
            }
        }
        await started.pass()
        let follower = Task { try await process.cache.value(for: process.key(), as: Process.format) { "other" } }
        try await poll { process.figures().joined == 1 }
        follower.cancel()
        await #expect(throws: CancellationError.self) { try await follower.value }
        gate.open()
        #expect(try await leader.value == "v")
    }

    /// The one thing that a shared load must never do: give a reader what was read before the invalidation it knows of.
    @Test func aReadAfterAnInvalidationNeverJoinsALoadFromBefore() async throws {
        for remote in [nil, InProcessStore()] {
            let process = Process(remote)
            let (started, gate) = (Gate(), Gate())
            let old = Task {
                try await process.cache.value(for: process.key(), as: Process.format) {
                    started.open()
                    await gate.pass()
                    return "old"
                }
            }
            await started.pass()
            try await process.cache.deliver(process.event([.namingSpirits]))
            let isOver = Counted()
            let new = Task {
                let value = try await process.cache.value(for: process.key(), as: Process.format) { "new" }
                isOver.count.withLock { $0 = 1 }
                return value
            }
            try await poll { isOver.count.withLock { $0 } == 1 || process.figures().joined > 0 }
            gate.open()
            #expect(try await new.value == "new")
            #expect(try await old.value == "old")
            #expect(try await process.cache.value(for: process.key(), as: Process.format) { "loaded" } == "new")
        }
    }

    @Test func oneProcessLoadsForAll() async throws {
        let store = InProcessStore()
        let clock = ManualClock()
        let (one, two) = (Process(store, clock: clock), Process(store, clock: clock))
        let started = Gate()
        let key = one.key(in: .agentTemplates)
        let first = Task {
            try await one.cache.value(for: key, as: Process.format) {
                started.open()
                await gate.pass()
                return "v"
            }
        }
        await started.pass()
        let second = Task {
            try await two.cache.value(for: key, as: Process.format) {
                Issue.record("loaded twice")
                return "w"
            }
        }
        try await poll { clock.sleepers == 1 }
        gate.open()
        #expect(try await first.value == "v")
        clock.advance(by: .milliseconds(5))
        #expect(try await second.value == "v")
    }

    @Test func aLockWhoseOwnerIsGoneHoldsNobodyUpForEver() async throws {
        let clock = ManualClock()
        let store = InProcessStore(clock: clock)
        let process = Process(store, clock: clock)
        let key = process.key(in: .agentTemplates)
        _ = try await process.read(Source(), "other", in: .agentTemplates)
        let session = try #require(process.cache.sessions.first)
        let names = try await session.names()
        let stored = try await store.values(of: [names.token(of: "agent_templates")], on: nil)
        let token = try #require(Token(stored[0] ?? []))
        let lock = names.lock(of: key, under: [token])
        #expect(try await store.acquire(lock, owner: Token(), lifetime: .seconds(10)))
        let read = Task { try await process.cache.value(for: key, as: Process.format) { "mine" } }
        try await poll {
            clock.advance(by: .milliseconds(500))
            return process.figures(.agentTemplates).stores == 2
        }
        #expect(try await read.value == "mine")
        #expect(clock.now >= 2_000_000_000, "so long the other was waited for")
    }
}
