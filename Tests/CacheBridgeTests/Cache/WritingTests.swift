import CacheSamples
import CacheTestKit
import Synchronization
import Testing

@testable import CacheBridge

@Suite struct WritingTests {
    private let store = InProcessStore()
    private let clock = ManualClock()

    @Test func writeThroughIsReadWithoutALoad() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        let key = process.key(in: .agentPositions, entity: "a")
        _ = try await process.read(source, in: .agentPositions, entity: "a")
        try await process.cache.write("v2", for: key, as: Process.format) { source.set("v2") }
        #expect(try await process.read(source, in: .agentPositions, entity: "a") == "v2")
        #expect(try await Process(store, clock: clock).read(source, in: .agentPositions, entity: "a") == "v2")
        #expect(source.loads == 1)
    }

    /// Two writers overlap: whichever value is stored last might be the older one, so neither is.
    @Test func writeThroughBesideAnotherWriterStoresNothing() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        let key = process.key(in: .agentPositions, entity: "a")
        _ = try await process.read(source, in: .agentPositions, entity: "a")
        let one = await process.cache.beginWrite(in: .agentPositions, entity: "a")
        let two = await process.cache.beginWrite(in: .agentPositions, entity: "a")
        await one.fence()
        source.set("one")
        await two.fence()
        source.set("two")
        await two.commit(storing: "two", for: key, as: Process.format)
        await one.commit(storing: "one", for: key, as: Process.format)
        #expect(try await process.read(source, in: .agentPositions, entity: "a") == "two")
        #expect(source.loads == 2)
    }

    @Test func writeThroughAfterAnotherWriteSinceBeginStoresNothing() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        let key = process.key(in: .agentPositions, entity: "a")
        let slow = await process.cache.beginWrite(in: .agentPositions, entity: "a")
        try await process.cache.write("two", for: key, as: Process.format) { source.set("two") }
        await slow.fence()
        await slow.commit(storing: "one", for: key, as: Process.format)
        #expect(try await process.read(source, in: .agentPositions, entity: "a") == "two")
        #expect(source.loads == 1)
    }

    @Test func writeThroughAfterANamespaceWideEventStoresNothing() async throws {
        let process = Process(store, clock: clock)
        let source = Source("new")
        let key = process.key(in: .agentPositions, entity: "a")
        let write = await process.cache.beginWrite(in: .agentPositions, entity: "a")
        try await process.cache.deliver(process.event([], kind: .schema))
        await write.fence()
        await write.commit(storing: "old", for: key, as: Process.format)
        #expect(try await process.read(source, in: .agentPositions, entity: "a") == "new")
    }

    @Test func aFailedWriteLeavesNoFence() async throws {
        struct Failed: Error {}
        let process = Process(store, clock: clock)
        let source = Source()
        let key = process.key(in: .agentPositions, entity: "a")
        await #expect(throws: Failed.self) {
            try await process.cache.write("x", for: key, as: Process.format) { throw Failed() }
        }
        _ = try await process.read(source, in: .agentPositions, entity: "a")
        #expect(try await process.read(source, in: .agentPositions, entity: "a") == "v1")
        #expect(source.loads == 1 && process.figures(.agentPositions).bypassed == 0)
    }

    @Test func writeAroundOnlyForgets() async throws {
        for remote in [store, nil] {
            let process = Process(remote, clock: clock)
            let source = Source()
            _ = try await process.read(source, in: .agentData, entity: "a")
            let key = process.key(in: .agentData, entity: "a")
            try await process.cache.write("v2", for: key, as: Process.format) { source.set("v2") }
            #expect(try await process.read(source, in: .agentData, entity: "a") == "v2")
            #expect(source.loads == 2)
            let whole = process.key("w")
            let other = Source()
            _ = try await process.read(other, "w")
            try await process.cache.write("v2", for: whole, as: Process.format) { other.set("v2") }
            #expect(try await process.read(other, "w") == "v2", "a key without entity makes the namespace stale")
        }
    }

    @Test func writeBackIsSeenAtOnceAndWrittenLater() async throws {
        let later = Namespace(
            "later",
            timeToLive: .seconds(60),
            coherence: .perEntity,
            owner: .sample,
            writePolicy: .back
        )
        for remote in [store, nil] {
            let process = Process(remote, clock: clock) { $0.namespaces = [later] }
            let source = Source()
            let key = process.key(in: later, entity: "a")
            for value in ["v2", "v3"] {
                try await process.cache.write(value, for: key, as: Process.format) { source.set(value) }
                #expect(try await process.read(source, in: later, entity: "a") == value)
            }
            #expect(try source.load() == "v1")
            #expect(process.cache.queue.count == 1, "the newest of each key")
            await process.cache.shutdown()
            #expect(try source.load() == "v3")
            #expect(try await process.read(source, in: later, entity: "a") == "v3")
        }
    }

    @Test func writeBackIsBoundedAndFlushedBeforeASchemaEvent() async throws {
        let later = Namespace(
            "later",
            timeToLive: .seconds(60),
            coherence: .perEntity,
            owner: .sample,
            writePolicy: .back
        )
        let process = Process(nil, clock: clock) { $0.namespaces = [later] }
        let written = Mutex<[Int]>([])
        for index in 0..<1500 {
            let key = process.key("\(index)", in: later, entity: "\(index)")
            try await process.cache.write("x", for: key, as: Process.format) { written.withLock { $0.append(index) } }
            #expect(process.cache.queue.count <= 1024)
        }
        #expect(written.withLock { $0 } == Array(0..<1024))
        _ = try await process.cache.fence([later], run: "run")
        #expect(written.withLock { $0 } == Array(0..<1500), "in their order")
    }

    @Test func aWriteThatFailsStaysQueuedAndAFullQueueSaysSo() async throws {
        struct Down: Error {}
        let queue = WriteBackQueue(
            limit: 2,
            logger: CacheConfiguration(
                fingerprint: Process.fingerprint,
                namespaces: Namespace.all,
                channel: .sample
            ).logger
        )
        let keys = (0..<3).map { Process.format.key("\($0)", in: .agentData) }
        let isDown = Mutex(true)
        let persist: WriteBackQueue.Persist = { if isDown.withLock({ $0 }) { throw Down() } }
        #expect(queue.add(keys[0], "a", persist) && queue.add(keys[1], "b", persist))
        #expect(!queue.add(keys[2], "c", persist) && queue.add(keys[0], "d", persist))
        #expect(await queue.flush() == 2 && queue.count == 2)
        isDown.withLock { $0 = false }
        #expect(await queue.flush() == 0 && queue.count == 0)
    }
}
