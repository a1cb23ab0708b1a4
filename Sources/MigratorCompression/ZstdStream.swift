import CMigratorZstd

/// Decompresses zstd data of any length piece by piece, one frame after the other.
///
/// Needs as much memory as the data's window, which is 8 MiB up to level 19 and at most ``windowLimit``.
public final class ZstdStream: DecompressionStream {
    /// The largest window that is accepted, as with `zstd --long=27`: 128 MiB.
    public static let windowLimit = 128 << 20

    /// Creates a stream that gives out `maximumSize` bytes at the most.
    ///
    /// - Throws: ``CompressionError`` with code `outOfMemory`.
    public init(maximumSize: Int = .max) throws(CompressionError) {
        super.init(try ZstdEngine(), maximumSize: maximumSize)
    }
}

final class ZstdEngine: DecompressionEngine {
    static let format = "zstd"

    private let stream: OpaquePointer

    init() throws(CompressionError) {
        guard let stream = ZSTD_createDStream() else {
            throw CompressionError(.outOfMemory, "no memory is left for zstd", at: 0)
        }
        self.stream = stream
        ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        ZSTD_freeDStream(stream)
    }

    /// The library goes on to the next frame by itself.
    func beginPart(at offset: Int) throws(CompressionError) {}

    func step(
        _ input: UnsafeRawBufferPointer,
        _ output: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws(CompressionError) -> DecompressionStep {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(stream, &target, &source)
        guard ZSTD_isError(result) == 0 else { throw .zstd(result, at: offset + source.pos) }
        return DecompressionStep(consumed: source.pos, produced: target.pos, endsPart: result == 0)
    }
}

extension CompressionError {
    /// Reads an error of the library.
    static func zstd(_ result: Int, at offset: Int) -> CompressionError {
        let reason = ZSTD_getErrorName(result).map { String(cString: $0) } ?? "an unknown error"
        let code: Code =
            switch ZSTD_getErrorCode(result) {
            case ZSTD_error_memory_allocation: .outOfMemory
            case ZSTD_error_frameParameter_windowTooLarge, ZSTD_error_dictionary_wrong,
                ZSTD_error_frameParameter_unsupported, ZSTD_error_version_unsupported:
                .unsupported
            case ZSTD_error_srcSize_wrong: .truncated
            default: .corrupt
            }
        return CompressionError(code, "this is no sound zstd data (\(reason))", at: offset)
    }
}
