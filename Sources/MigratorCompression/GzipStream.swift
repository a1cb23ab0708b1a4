import CMigratorZlib

/// Decompresses gzip data of any length piece by piece, one member after the other, in some 170 KiB of memory.
///
/// Each member's checksum and length are checked at its end; what follows the last one has to be another.
public final class GzipStream: DecompressionStream {
    /// Creates a stream that gives out `maximumSize` bytes at the most.
    ///
    /// - Throws: ``CompressionError`` with code `outOfMemory`.
    public init(maximumSize: Int = .max) throws(CompressionError) {
        super.init(try GzipEngine(), maximumSize: maximumSize)
    }
}

final class GzipEngine: DecompressionEngine {
    static let format = "gzip"

    /// On the heap, as the library keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(CompressionError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard migrator_zlib_begin_gunzip(stream) == Z_OK else {
            stream.deallocate()
            throw CompressionError(.outOfMemory, "no memory is left for gzip", at: 0)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func beginPart(at offset: Int) throws(CompressionError) {
        guard inflateReset(stream) == Z_OK else {
            throw CompressionError(.corrupt, "gzip cannot begin a member", at: offset)
        }
    }

    func step(
        _ input: UnsafeRawBufferPointer,
        _ output: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(CompressionError) -> DecompressionStep {
        let inputCount = min(input.count, Int(Int32.max))
        let outputCount = min(output.count, Int(Int32.max))
        // The library only reads them.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
        stream.pointee.avail_in = UInt32(inputCount)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(outputCount)
        let result = inflate(stream, Z_NO_FLUSH)
        let consumed = inputCount - Int(stream.pointee.avail_in)
        let produced = outputCount - Int(stream.pointee.avail_out)
        switch result {
        // Z_BUF_ERROR only says that nothing could be done with an empty input.
        case Z_OK, Z_STREAM_END, Z_BUF_ERROR:
            return DecompressionStep(consumed: consumed, produced: produced, endsPart: result == Z_STREAM_END)
        case Z_MEM_ERROR: throw CompressionError(.outOfMemory, "no memory is left for gzip", at: offset + consumed)
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "an unknown error"
            throw CompressionError(.corrupt, "this is no sound gzip data (\(reason))", at: offset + consumed)
        }
    }
}
