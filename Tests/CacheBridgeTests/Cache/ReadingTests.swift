import CacheBridge
import CacheSamples
import CacheTestKit
import Testing

@Suite struct ReadingTests {
    @Test func aMemoryThatStandsInStoresAndEndsWithItsTime() async throws {
        let process = Process()
        let source = Source()
        #expect(try await process.read(source) == "v1")
        source.set("v2")
        process.clock.advance(by: .seconds(1799))
        #expect(try await process.read(source) == "v1")
        #expect(source.loads == 1)
        process.clock.advance(by: .seconds(1))
        #expect(try await process.read(source) == "v2")
        #expect(process.figures().hits == ["memory": 1])
    }

    @Test func emptyAndAbsentAreHits() async throws {
        for store in [nil, InProcessStore()] {
            let process = Process(store)
            let empty = Source("")
            let absent = Source(nil)
            for _ in 0..<3 {
                #expect(try await process.read(empty, "empty") == "")
                #expect(try await process.read(absent, "absent") == nil)
            }
            #expect(empty.loads == 1 && absent.loads == 1)
            process.clock.advance(by: .seconds(61))
            _ = try await process.read(empty, "empty")
            _ = try await process.read(absent, "absent")
            #expect(empty.loads == 1 && absent.loads == 2, "that there is nothing is remembered for a minute")
        }
    }

    @Test func processesShareWhatOneLoaded() async throws {
        let store = InProcessStore()
        let clock = ManualClock()
        let (one, two) = (Process(store, clock: clock), Process(store, clock: clock))
        let source = Source()
        #expect(try await one.read(source) == "v1")
        #expect(try await two.read(source) == "v1")
        #expect(source.loads == 1)
        #expect(two.figures().hits == ["remote": 1] && two.figures().misses == 0)
    }

    @Test func memoryBehindAStoreIsNotBelievedUnlessSomebodyListens() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let source = Source()
        _ = try await process.read(source)
        let calls = store.calls
        _ = try await process.read(source)
        #expect(store.calls == calls + 1 && source.loads == 1)
    }

    @Test func aHitIsOneRoundTripAndAMissIsThree() async throws {
        let store = InProcessStore()
        let process = Process(store)
        _ = try await process.read(Source(), "first")
        var calls = store.calls
        _ = try await process.read(Source(), "k")
        #expect(store.calls - calls == 2, "tokens and value, then the store")
        calls = store.calls
        _ = try await process.read(Source(), "k")
        #expect(store.calls - calls == 1)
        calls = store.calls
        _ = try await process.read(Source(), "k", in: .namingConfig)
        #expect(store.calls - calls == 3, "a missing token is made")
    }

    @Test func aBatchIsOneRoundTripAndOneLoad() async throws {
        let store = InProcessStore()
        let process = Process(store)
        _ = try await process.read(Source(), "3", in: .agentData, entity: "3")
        let keys = (0..<50).map { process.key(String($0), in: .agentData, entity: String($0)) }
        let calls = store.calls
        var asked: [[CacheKey]] = []
        let found = try await process.cache.values(for: keys, as: Process.format) { missing in
            asked.append(missing)
            return Dictionary(uniqueKeysWithValues: missing.dropFirst().map { ($0, "loaded") })
        }
        #expect(store.calls - calls == 3, "tokens and values, missing tokens, the stores")
        #expect(asked.count == 1 && asked.first?.count == 49)
        #expect(found.count == 49 && found[keys[3]] == "v1")
        let again = try await process.cache.values(for: keys, as: Process.format) { _ in
            Issue.record("loaded again")
            return [:]
        }
        #expect(again == found)
        #expect(store.calls - calls == 4)
    }

    @Test func aBatchStoresNothingThatWasInvalidatedMeanwhile() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let keys = ["a", "b"].map { process.key($0) }
        _ = try await process.cache.values(for: keys, as: Process.format) { missing in
            try await process.cache.deliver(process.event([.namingSpirits]))
            return Dictionary(uniqueKeysWithValues: missing.map { ($0, "old") })
        }
        let source = Source("new")
        #expect(try await process.read(source, "a") == "new")
        #expect(process.figures().refusedStores == 2)
    }

    @Test func insideATransactionTheCacheIsNeitherReadNorWritten() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let calls = store.calls
        let value = try await process.cache.value(for: process.key(), as: Process.format, access: .bypass) { "mine" }
        #expect(value == "mine" && store.calls == calls)
        #expect(try await process.read(Source()) == "v1")
        let again = try await process.cache.value(for: process.key(), as: Process.format, access: .bypass) { "mine" }
        #expect(again == "mine")
    }

    @Test func oldAndNewShapesShareAStore() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let next = RecordFormat<String>(
            shape: RecordShape("Text", version: 2),
            encode: Process.format.encode,
            decode: Process.format.decode
        )
        _ = try await process.read(Source("old"))
        let value = try await process.cache.value(for: ["k"], in: .namingSpirits, as: next) { "new" }
        #expect(value == "new")
        #expect(try await process.read(Source("x")) == "old")
    }

    @Test func damagedBytesAreAMissAndAMetric() async throws {
        let store = InProcessStore()
        let process = Process(store)
        let source = Source()
        _ = try await process.read(source)
        let name = try #require(store.names.first { $0.hasSuffix(":v:" + process.key().text) })
        for garbage in ["", "abc", "MCB\u{1}garbage", "MCB\u{2}garbage"] {
            store.plant(Array(garbage.utf8), under: name)
            #expect(try await process.read(source) == "v1")
        }
        #expect(source.loads == 5)
        #expect(process.figures().faults == ["malformed": 3, "version": 1])
    }

    @Test func bytesThatTheFormatCannotReadAreLoadedAnew() async throws {
        struct Unreadable: Error {}
        let store = InProcessStore()
        let process = Process(store)
        _ = try await process.read(Source())
        let strict = RecordFormat<String>(
            shape: Process.format.shape,
            encode: Process.format.encode,
            decode: { _ in throw Unreadable() }
        )
        #expect(try await process.cache.value(for: process.key(), as: strict) { "loaded" } == "loaded")
        #expect(process.figures().errors == ["unreadable": 1])
        #expect(try await process.read(Source("other")) == "loaded", "and the store is mended")
    }

    @Test func aDisabledNamespaceAndAnUnknownOneAreNotCached() async throws {
        let process = Process { $0.settings[.sample].isEnabled = false }
        let source = Source()
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(source.loads == 2)
        let error = await #expect(throws: CacheError.self) {
            try await process.read(source, in: Namespace("other", timeToLive: .seconds(1), owner: .sample))
        }
        #expect(error?.code == .unknownNamespace)
    }

    @Test func payloadsFromElsewhereCountOnlyWhenSigned() async throws {
        func loads(_ change: (inout CacheSettings) throws -> Void) async throws -> Int {
            let store = InProcessStore()
            var settings = CacheSettings()
            settings.redisURL = try RedisURL("redis://elsewhere")
            try change(&settings)
            let source = Source()
            for _ in 0..<2 {
                _ = try await Process(store) { $0.settings = settings }.read(source, in: .alembicData)
            }
            return source.loads
        }
        #expect(try await loads { _ in } == 2)
        #expect(try await loads { $0.redisURL = RedisURL() } == 1)
        #expect(try await loads { $0.trustRedis = true } == 1)
        #expect(try await loads { $0.signingKeys = try SigningKeys("0123456789abcdef") } == 1)
    }

    @Test func entriesEndOneByOneWithXFetch() async throws {
        let store = InProcessStore()
        let clock = ManualClock()
        let lucky = Process(store, clock: clock) { $0.random = { 1e-9 } }
        let source = Source()
        let key = lucky.key()
        let slow: () async throws -> String? = {
            clock.advance(by: .seconds(10))
            return try source.load()
        }
        _ = try await lucky.cache.value(for: key, as: Process.format, load: slow)
        _ = try await lucky.cache.value(for: key, as: Process.format, load: slow)
        #expect(source.loads == 1, "1800 s are left, and loading takes 10")
        clock.advance(by: .seconds(1700))
        _ = try await Process(store, clock: clock).cache.value(for: key, as: Process.format, load: slow)
        #expect(source.loads == 1, "an unlucky one waits")
        source.set("v2")
        #expect(try await lucky.cache.value(for: key, as: Process.format, load: slow) == "v2")
        #expect(source.loads == 2 && lucky.figures().earlyLoads == 1)
        clock.advance(by: .seconds(1700))
        source.fail()
        #expect(try await lucky.cache.value(for: key, as: Process.format, load: slow) == "v2", "it still counts")
    }

    @Test func xFetchFollowsItsFormula() {
        func isDue(_ remaining: Int64, _ random: Double, beta: Double = 1) -> Bool {
            XFetch.isDue(remaining: remaining, delta: 100, beta: beta) { random }
        }
        #expect(!isDue(1, 1) && isDue(100, 0.36) && !isDue(100, 0.37))
        #expect(isDue(200, 0.36, beta: 2) && !isDue(200, 0.37, beta: 2))
        #expect(!isDue(1, 0.0001, beta: 0))
        #expect(isDue(-1, 1))
    }

    @Test func anInvalidationDuringAFailedLoadLeavesNothingToStandIn() async throws {
        let forgiving = Namespace(
            "forgiving",
            timeToLive: .seconds(10),
            owner: .sample,
            staleOnError: .seconds(100),
            earliness: 0
        )
        let clock = ManualClock(wall: SystemClock().wall)
        let process = Process(InProcessStore(), clock: clock) { $0.namespaces = [forgiving] }
        _ = try await process.read(Source(), in: forgiving)
        clock.advance(by: .seconds(20))
        await #expect(throws: Source.Failure.self) {
            try await process.cache.value(for: process.key(in: forgiving), as: Process.format) {
                try await process.cache.deliver(process.event([forgiving]))
                throw Source.Failure()
            }
        }
    }

    @Test func aValuePastItsTimeStandsInForAFailedLoadButNeverAfterAnInvalidation() async throws {
        let forgiving = Namespace(
            "forgiving",
            timeToLive: .seconds(10),
            owner: .sample,
            staleOnError: .seconds(100),
            earliness: 0
        )
        let store = InProcessStore(clock: SystemClock())
        for invalidate in [false, true] {
            let clock = ManualClock(wall: SystemClock().wall)
            let process = Process(store, clock: clock) { $0.namespaces = [forgiving] }
            let source = Source()
            let name = "k\(invalidate)"
            _ = try await process.read(source, name, in: forgiving)
            source.fail()
            clock.advance(by: .seconds(20))
            if invalidate { try await process.cache.deliver(process.event([forgiving])) }
            if invalidate {
                await #expect(throws: Source.Failure.self) { try await process.read(source, name, in: forgiving) }
            } else {
                #expect(try await process.read(source, name, in: forgiving) == "v1")
                clock.advance(by: .seconds(100))
                await #expect(throws: Source.Failure.self) { try await process.read(source, name, in: forgiving) }
            }
            #expect(process.figures(forgiving).staleAnswers == (invalidate ? 0 : 1))
        }
    }
}
