import MigratorCompression
import MigratorTestSupport
import Testing

private struct ReadingFailed: Error {}

@Suite
struct StreamTests {
    private var random = SeededRandom(Rounds.seed)

    @Test
    mutating func gzipMembersFollowOneAnother() throws {
        let parts = (0..<5).map { _ in Samples.bytes(Int.random(in: 0...20_000, using: &random), &random) }
        let compressed = parts.flatMap { Samples.gzip($0) }
        let whole = Array(parts.joined())
        #expect(try GzipReader.decompress(compressed, limit: whole.count) == whole)
        for pieces in [1...1, 1...7, 1000...100_000] {
            #expect(try drain(GzipStream(), compressed, pieces: pieces, &random) == whole)
        }
    }

    @Test
    mutating func zstdFramesFollowOneAnother() throws {
        let parts = (0..<5).map { _ in Samples.bytes(Int.random(in: 0...20_000, using: &random), &random) }
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 7, 7]
        let codec = ZstdCodec()
        var compressed = skippable
        for (number, part) in parts.enumerated() {
            compressed += number % 2 == 0 ? try codec.compress(part) : Samples.undeclared(part)
            compressed += skippable
        }
        let whole = Array(parts.joined())
        for pieces in [1...7, 1000...100_000] {
            #expect(try drain(ZstdStream(), compressed, pieces: pieces, &random) == whole)
        }
    }

    @Test
    mutating func nothingIsNoData() throws {
        #expect(try drain(ZstdStream(), ZstdCodec().compress([UInt8]()), pieces: 1...9, &random).isEmpty)
        #expect(try drain(GzipStream(), Samples.gzip([]), pieces: 1...9, &random).isEmpty)
        try expect(.truncated, GzipStream(), [])
        try expect(.truncated, ZstdStream(), [])
        let error = #expect(throws: CompressionError.self) { try GzipReader.decompress([UInt8](), limit: 10) }
        #expect(error?.code == .truncated)
    }

    @Test
    mutating func everyBeginningFails() throws {
        let bytes = Samples.bytes(700, &random)
        let gzip = Samples.gzip(bytes)
        for count in 0..<gzip.count {
            try expect(.truncated, GzipStream(), Array(gzip[..<count]))
            let error = #expect(throws: CompressionError.self) {
                try GzipReader.decompress(Array(gzip[..<count]), limit: 10_000)
            }
            #expect(error?.code == .truncated)
        }
        let zstd = Samples.undeclared(bytes)
        for count in 0..<zstd.count { try expect(.truncated, ZstdStream(), Array(zstd[..<count])) }
    }

    @Test
    mutating func whatFollowsHasToBeOfTheFormat() throws {
        let bytes = Samples.bytes(2000, &random)
        try expect(.corrupt, GzipStream(), Samples.gzip(bytes) + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        try expect(.corrupt, ZstdStream(), Samples.undeclared(bytes) + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        #expect(throws: CompressionError.self) {
            try GzipReader.decompress(Samples.gzip(bytes) + [1, 2, 3], limit: 10_000)
        }
    }

    @Test
    mutating func changedGzipIsNoticed() throws {
        let bytes = Samples.bytes(2000, &random)
        let gzip = Samples.gzip(bytes)
        var failures = 0
        // From the data on; of the header only the magic number matters.
        for place in 10..<gzip.count {
            var changed = gzip
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            // Bits that fill the last byte up mean nothing; no change may lead to other bytes.
            let found: [UInt8]?
            do throws(CompressionError) { found = try GzipReader.decompress(changed, limit: 100_000) } catch {
                found = nil
                failures += 1
            }
            #expect(found == nil || found == bytes, "byte \(place)")
        }
        #expect(failures > gzip.count - 20)
    }

    @Test
    mutating func limitsHold() throws {
        let zeros = [UInt8](repeating: 0, count: 8 << 20)
        let gzip = Samples.gzip(zeros)
        let error = #expect(throws: CompressionError.self) { try GzipReader.decompress(gzip, limit: 1 << 20) }
        #expect(error?.code == .tooLarge)
        #expect(try #require(error).offset < gzip.count / 4)
        try expect(.tooLarge, GzipStream(maximumSize: 1 << 20), gzip)
        try expect(.tooLarge, ZstdStream(maximumSize: 1 << 20), Samples.undeclared(zeros))
        try expect(.tooLarge, ZstdStream(maximumSize: 9), ZstdCodec().compress([UInt8](repeating: 0, count: 10)))
        let fitting = try ZstdStream(maximumSize: zeros.count)
        let whole = try drain(fitting, Samples.undeclared(zeros), pieces: 70_000...70_000, &random)
        #expect(whole == zeros)
    }

    @Test
    mutating func windowsAreLimited() throws {
        // The header of a frame with a window of 2 GiB, as `zstd --ultra --long=31` makes.
        try expect(.unsupported, ZstdStream(), [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00])
    }

    @Test
    func whatReadThrowsPasses() throws {
        let streams: [any AnyStream] = [try ZstdStream(), try GzipStream()]
        for stream in streams {
            var buffer = [UInt8](repeating: 0, count: 10)
            #expect(throws: ReadingFailed.self) {
                try buffer.withUnsafeMutableBytes { buffer in
                    try stream.decompress(into: buffer) { _ in throw ReadingFailed() }
                }
            }
        }
    }

    private mutating func expect(
        _ code: CompressionError.Code,
        _ stream: some AnyStream,
        _ compressed: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        do {
            _ = try drain(stream, compressed, pieces: 300...1000, &random)
            Issue.record("nothing was thrown", sourceLocation: sourceLocation)
        } catch let error as CompressionError {
            #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
            #expect(error.offset <= compressed.count, sourceLocation: sourceLocation)
        }
    }
}
