import CacheTestKit
import Testing

@testable import CacheBridge

@Suite struct BreakerTests {
    private let clock = ManualClock()

    @Test func aRefusalOpensAtOnceAndSlownessAfterThreeInARow() {
        let breaker = CircuitBreaker(clock: clock)
        #expect(!breaker.fail(.timedOut) && !breaker.fail(.timedOut) && breaker.phase == .closed)
        #expect(!breaker.succeed())
        #expect(!breaker.fail(.timedOut) && !breaker.fail(.timedOut) && breaker.fail(.timedOut))
        #expect(breaker.phase == .open && !breaker.admit())
        let other = CircuitBreaker(clock: clock)
        #expect(other.fail(.connectionRefused) && other.phase == .open)
    }

    @Test func oneAtATimeTriesAgainAndEverLessOften() {
        let breaker = CircuitBreaker(clock: clock)
        _ = breaker.fail(.connectionLost, jitter: 1)
        var waits: [Duration] = []
        for _ in 0..<9 {
            var wait = Duration.zero
            while !breaker.admit() {
                clock.advance(by: .milliseconds(500))
                wait += .milliseconds(500)
            }
            #expect(breaker.phase == .halfOpen && !breaker.admit(), "one is enough")
            _ = breaker.fail(.timedOut, jitter: 1)
            waits.append(wait)
        }
        #expect(waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30].map { .milliseconds(Int($0 * 1000)) })
        clock.advance(by: .seconds(30))
        #expect(breaker.admit() && breaker.succeed() && breaker.phase == .closed)
        _ = breaker.fail(.connectionLost, jitter: 0.5)
        clock.advance(by: .milliseconds(250))
        #expect(breaker.admit(), "what was is forgotten, and a random part of the time is waited")
        breaker.abstain()
        #expect(breaker.admit(), "who went away learnt nothing")
    }

    @Test func withoutAStoreReadsGoOnAndTheStoreIsAskedOnce() async throws {
        let store = InProcessStore()
        let process = Process(store, clock: clock)
        store.fail(CacheError(.connectionRefused, "nobody there"))
        let source = Source()
        let calls = store.calls
        for _ in 0..<10 { #expect(try await process.read(source) == "v1") }
        #expect(store.calls - calls == 1, "one refused connection")
        store.fail(nil)
        clock.advance(by: .seconds(1))
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(process.figures().hits["remote"] == 1)
    }

    /// While the store did not answer invalidations may have been missed: what memory and store held counts no more.
    @Test func whenTheStoreAnswersAgainMemoryStartsAnew() async throws {
        let store = InProcessStore()
        let process = Process(store, clock: clock)
        process.cache.bus.trust.set(0, until: .max)
        let source = Source()
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(process.figures().hits == ["memory": 1])
        store.fail(CacheError(.connectionLost, "gone"))
        _ = try await process.read(Source(), "other")
        store.fail(nil)
        clock.advance(by: .seconds(1))
        source.set("v2")
        #expect(try await process.read(source) == "v2")
        #expect(process.figures().hits == ["memory": 1], "neither memory nor the store was believed")
    }
}
