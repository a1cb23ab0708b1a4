import CacheBridge
import CacheTestKit
import Testing

@Suite struct ContentTests {
    private let store = InProcessStore()
    private let clock = ManualClock()

    private func key(_ process: Process) -> CacheKey { process.key("digest", in: .alembicData) }

    @Test func aValueInPartsIsReadPartByPart() async throws {
        let process = Process(store, clock: clock)
        var writer = try #require(process.cache.contentWriter(for: key(process)))
        for part in 0..<5 { await writer.append(Array(repeating: UInt8(part), count: 1000)) }
        #expect(await process.cache.contentReader(for: key(process)) == nil, "not before it is finished")
        #expect(await writer.finish())
        var reader = try #require(await Process(store, clock: clock).cache.contentReader(for: key(process)))
        #expect(reader.count == 5)
        for part in 0..<5 {
            #expect(try await reader.nextPart() == Array(repeating: UInt8(part), count: 1000))
        }
        #expect(try await reader.nextPart() == nil)
    }

    @Test func aPartThatHasLeftIsAnErrorAndNeverAShorterValue() async throws {
        let process = Process(store, clock: clock)
        var writer = try #require(process.cache.contentWriter(for: key(process)))
        for part in 0..<3 { await writer.append([UInt8(part)]) }
        #expect(await writer.finish())
        try await store.remove(store.names.filter { $0.hasSuffix(":1") })
        var reader = try #require(await process.cache.contentReader(for: key(process)))
        #expect(try await reader.nextPart() == [0])
        await #expect(throws: CacheError.self) { try await reader.nextPart() }
    }

    @Test func twoWritersDoNotMix() async throws {
        let process = Process(store, clock: clock)
        var one = try #require(process.cache.contentWriter(for: key(process)))
        var two = try #require(process.cache.contentWriter(for: key(process)))
        await one.append([1, 2])
        await two.append([1])
        await two.append([2])
        #expect(await one.finish())
        #expect(await two.finish())
        var reader = try #require(await process.cache.contentReader(for: key(process)))
        var whole: [UInt8] = []
        while let part = try await reader.nextPart() { whole += part }
        #expect(whole == [1, 2])
    }

    @Test func aWriterWithoutAStoreSaysSo() async throws {
        store.fail(CacheError(.connectionRefused, "nobody there"))
        let process = Process(store, clock: clock)
        var writer = try #require(process.cache.contentWriter(for: key(process)))
        await writer.append([1])
        #expect(await !writer.finish())
    }

    @Test func onlyANewerStatusIsStored() async throws {
        let process = Process(store, clock: clock)
        let key = process.key("target", in: .alembic)
        #expect(await process.cache.status(for: key) == nil)
        for (order, text) in [(5, "five"), (4, "four"), (5, "again"), (6, "six")] as [(UInt64, String)] {
            await process.cache.storeStatus(Array(text.utf8), order: order, for: key)
            clock.advance(by: .seconds(1))
        }
        let status = try #require(await Process(store, clock: clock).cache.status(for: key))
        #expect(String(decoding: status.bytes, as: UTF8.self) == "six")
        #expect(clock.wall - status.storedAt == 1000)
        store.restart(from: store.snapshot)
        #expect(await process.cache.status(for: key) == nil, "what an earlier life knew is out of reach")
    }

    @Test func valuesAreCompressedAndReadByWhoHasTheCodec() async throws {
        let long = String(repeating: "a", count: 5000)
        let process = Process(store, clock: clock) { $0.compressor = RunLengthCodec() }
        _ = try await process.read(Source(long))
        let other = Process(store, clock: clock) { $0.codecs = [RunLengthCodec()] }
        #expect(try await other.read(Source("loaded")) == long)
        let without = Process(store, clock: clock)
        #expect(try await without.read(Source("loaded")) == "loaded")
        #expect(without.figures().faults == ["codec": 1])
        let off = Process(InProcessStore(), clock: clock) { configuration in
            configuration.compressor = RunLengthCodec()
            configuration.settings.compression = false
        }
        _ = try await off.read(Source(long))
        #expect(off.figures().bytesWritten > 5000 && process.figures().bytesWritten < 1000)
    }
}
