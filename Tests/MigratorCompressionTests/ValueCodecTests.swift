import CacheBridge
import MigratorCompression
import MigratorTestSupport
import Testing

/// The codecs as envelopes use them.
struct ValueCodecTests {
    private static let codecs: [any CompressionCodec] = [ZstdValueCodec(), GzipValueCodec()]

    private func code(_ body: () throws(CacheError) -> Void) -> CacheError.Code? {
        do throws(CacheError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func eachGetsBackWhatItWasGiven() throws {
        var random = SeededRandom(Rounds.seed)
        for codec in Self.codecs {
            for count in [0, 1, 1000, 1_000_000] {
                let bytes = Samples.bytes(count, &random)
                let compressed = try codec.compress(bytes)
                #expect(try codec.decompress(compressed, limit: count) == bytes)
                #expect(count < 1000 || compressed.count < count)
                guard count > 0 else { continue }
                #expect(
                    code { () throws(CacheError) in _ = try codec.decompress(compressed, limit: count - 1) } == .tooBig
                )
            }
        }
    }

    @Test func eachRefusesWhatIsDamagedAndWhatExpandsTooFar() throws {
        let zeros = [UInt8](repeating: 0, count: 32 << 20)
        for codec in Self.codecs {
            let bomb = try codec.compress(zeros)
            #expect(bomb.count < 64 << 10)
            #expect(code { () throws(CacheError) in _ = try codec.decompress(bomb, limit: 1 << 20) } == .tooBig)
            let cut = Array(bomb.dropLast(5))
            #expect(code { () throws(CacheError) in _ = try codec.decompress(cut, limit: 64 << 20) } == .unreadable)
            #expect(code { () throws(CacheError) in _ = try codec.decompress([1, 2, 3], limit: 64) } == .unreadable)
        }
        #expect(ZstdValueCodec().id == .zstd && GzipValueCodec().id == .gzip)
    }
}
