import CMigratorZlib
import CMigratorZstd
import Foundation
import MigratorCompression
import MigratorTestSupport

enum Samples {
    /// Bytes that compress to about a half.
    static func bytes(_ count: Int, _ random: inout SeededRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            let word = random.next()
            bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) & 0x8F })
        }
        return Array(bytes.prefix(count))
    }

    /// A frame that does not tell its size, as `zstd` makes from a pipe.
    static func undeclared(_ bytes: [UInt8]) -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0)
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
        return Array(output.prefix(count))
    }

    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream,
            6,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        )
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 128)
        let capacity = output.count
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                _ = deflate(&stream, Z_FINISH)
                return capacity - Int(stream.avail_out)
            }
        }
        return Array(output.prefix(count))
    }
}

/// Either of the streams.
protocol AnyStream: AnyObject {
    init(maximumSize: Int) throws(CompressionError)
    func decompress(
        into output: UnsafeMutableRawBufferPointer,
        from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> Int
}

extension ZstdStream: AnyStream {}
extension GzipStream: AnyStream {}

/// All that a stream gives for compressed bytes, read and written in pieces of random sizes.
func drain<Stream: AnyStream>(
    _ stream: Stream,
    _ compressed: [UInt8],
    pieces: ClosedRange<Int>,
    _ random: inout SeededRandom
) throws -> [UInt8] {
    var place = 0
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieces.upperBound)
    var numbers = random
    while true {
        let room = Int.random(in: pieces, using: &random)
        let count = try piece.withUnsafeMutableBytes { buffer in
            try stream.decompress(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room])) { input in
                let wanted = Int.random(in: pieces, using: &numbers)
                let rest = compressed[place...].prefix(min(input.count, wanted))
                rest.withUnsafeBytes { input.copyMemory(from: $0) }
                place += rest.count
                return rest.count
            }
        }
        guard count > 0 else { return output }
        output.append(contentsOf: piece[..<count])
    }
}
