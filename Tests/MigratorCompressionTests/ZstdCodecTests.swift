import MigratorCompression
import MigratorTestSupport
import Testing

@Test(arguments: [0, 1, 100, 1024, 65_536, 400_000])
func zstdGivesBackWhatItGot(_ count: Int) throws {
    var random = SeededRandom(Rounds.seed)
    let bytes = Samples.bytes(count, &random)
    for level in [1, 3, 19] where level < 19 || count < 100_000 {
        let codec = ZstdCodec(level: level)
        let compressed = try codec.compress(bytes)
        #expect(try codec.decompress(compressed, limit: count) == bytes)
        // The library's memory is used again.
        let again = try codec.compress(bytes)
        #expect(try codec.decompress(again, limit: count) == bytes)
        if count > 1000 { #expect(compressed.count < count * 3 / 4) }
    }
}

@Test
func zstdRefusesWhatSaysThatItIsTooLarge() throws {
    let codec = ZstdCodec()
    let compressed = try codec.compress([UInt8](repeating: 0, count: 1_000_001))
    let error = #expect(throws: CompressionError.self) { try codec.decompress(compressed, limit: 1_000_000) }
    #expect(error?.code == .tooLarge)
    #expect(error?.offset == 0)
    #expect(throws: CompressionError.self) { try codec.decompress(compressed, limit: -1) }
}

@Test
func zstdStopsEarlyWhereTheSizeIsNotTold() throws {
    let codec = ZstdCodec()
    let zeros = [UInt8](repeating: 0, count: 16 << 20)
    let bomb = Samples.undeclared(zeros)
    #expect(bomb.count < 10_000)
    let error = #expect(throws: CompressionError.self) { try codec.decompress(bomb, limit: 1 << 20) }
    #expect(error?.code == .tooLarge)
    #expect(try #require(error).offset < bomb.count / 4)
    #expect(try codec.decompress(bomb, limit: zeros.count) == zeros)
    #expect(try codec.decompress(Samples.undeclared([]), limit: 0).isEmpty)
}

@Test
func zstdFailsOnEveryBeginningOfAFrame() throws {
    var random = SeededRandom(Rounds.seed)
    let codec = ZstdCodec()
    let bytes = Samples.bytes(1000, &random)
    for compressed in [try codec.compress(bytes), Samples.undeclared(bytes)] {
        for count in 0..<compressed.count {
            let error = #expect(throws: CompressionError.self) {
                try codec.decompress(Array(compressed[..<count]), limit: 10_000)
            }
            #expect([.truncated, .corrupt].contains(error?.code))
        }
        let longer = #expect(throws: CompressionError.self) { try codec.decompress(compressed + [0], limit: 10_000) }
        #expect(longer?.code == .corrupt)
    }
}

@Test
func zstdRefusesOtherData() {
    let codec = ZstdCodec()
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 7]
    for bytes in [skippable, Array("plain text".utf8), Samples.gzip([1, 2, 3]), []] {
        #expect(throws: CompressionError.self) { try codec.decompress(bytes, limit: 1000) }
    }
}

@Test
func zstdSurvivesChangedBytes() throws {
    var random = SeededRandom(Rounds.seed)
    let codec = ZstdCodec()
    let bytes = Samples.bytes(5000, &random)
    let frames = [try codec.compress(bytes), Samples.undeclared(bytes)]
    var failures = 0
    for round in 0..<2000 {
        var changed = frames[round % 2]
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0..<changed.count, using: &random)
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
        }
        do {
            let found = try codec.decompress(changed, limit: 10_000)
            #expect(found.count <= 10_000)
        } catch {
            failures += 1
        }
        // An error leaves nothing behind.
        if round % 500 == 0 { #expect(try codec.decompress(frames[0], limit: 5000) == bytes) }
    }
    #expect(failures > 10)
}

@Test
func zstdServesManyTasks() async throws {
    let codec = ZstdCodec()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for seed in 0..<16 {
            group.addTask {
                var random = SeededRandom(UInt64(seed))
                for _ in 0..<20 {
                    let bytes = Samples.bytes(Int.random(in: 0...5000, using: &random), &random)
                    let compressed = try codec.compress(bytes)
                    #expect(try codec.decompress(compressed, limit: bytes.count) == bytes)
                }
            }
        }
        try await group.waitForAll()
    }
}
