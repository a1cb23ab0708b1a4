import CMigratorZstd
import Synchronization

/// Compresses values with zstd, each into one frame, and decompresses them within bounds.
///
/// May be used from any thread; one at a time uses the library's memory again, others take fresh memory.
public final class ZstdCodec: Sendable {
    /// The level of compression: 1 is fast, 19 is small; 3 is the library's own choice.
    public let level: Int

    private let compressor = Mutex<OpaquePointer?>(nil)
    private let decompressor = Mutex<OpaquePointer?>(nil)

    /// Creates a codec; a level that the library does not have becomes the nearest.
    public init(level: Int = 3) {
        self.level = max(1, min(19, level))
    }

    deinit {
        compressor.withLock { _ = ZSTD_freeCCtx($0) }
        decompressor.withLock { _ = ZSTD_freeDCtx($0) }
    }

    // MARK: Compressing

    /// The bytes as one frame that tells their size.
    ///
    /// - Throws: ``CompressionError`` with code `outOfMemory`.
    public func compress(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes throws(CompressionError) in
            try compress(UnsafeRawBufferPointer(bytes))
        }
    }

    /// The bytes as one frame that tells their size.
    ///
    /// - Throws: ``CompressionError`` with code `outOfMemory`.
    public func compress(_ bytes: UnsafeRawBufferPointer) throws(CompressionError) -> [UInt8] {
        let level = Int32(level)
        return try Self.withContext(compressor, ZSTD_createCCtx, { _ = ZSTD_freeCCtx($0) }) {
            context throws(CompressionError) in
            try Self.filled(ZSTD_compressBound(bytes.count)) { output in
                ZSTD_compressCCtx(context, output.baseAddress, output.count, bytes.baseAddress, bytes.count, level)
            }
        }
    }

    // MARK: Decompressing

    /// The bytes of a frame, if they are `limit` at the most.
    ///
    /// A frame that declares more bytes is refused unread; one that declares none is read only up to the limit. Bytes
    /// after the frame are an error.
    /// - Throws: ``CompressionError``.
    public func decompress(_ bytes: [UInt8], limit: Int) throws(CompressionError) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes throws(CompressionError) in
            try decompress(UnsafeRawBufferPointer(bytes), limit: limit)
        }
    }

    /// The bytes that a frame holds, if they are `limit` at the most.
    ///
    /// - Throws: ``CompressionError``.
    public func decompress(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(CompressionError) -> [UInt8] {
        // A frame that is to be skipped would pass as an empty value.
        guard bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD].prefix(max(1, bytes.count))) else {
            throw CompressionError(.corrupt, "this is no zstd data", at: 0)
        }
        let length = ZSTD_findFrameCompressedSize(bytes.baseAddress, bytes.count)
        guard ZSTD_isError(length) == 0 else { throw .zstd(length, at: bytes.count) }
        guard length == bytes.count else {
            throw CompressionError(.corrupt, "something follows the zstd data", at: length)
        }
        let declared = ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count)
        switch declared {
        // ZSTD_CONTENTSIZE_UNKNOWN and _ERROR, which are macros that Swift does not see.
        case UInt64.max: return try WholeDecompression.run(bytes, try ZstdEngine(), limit: limit)
        case UInt64.max - 1: throw CompressionError(.corrupt, "this is no zstd data", at: 0)
        default: break
        }
        guard limit >= 0, declared <= UInt64(limit) else {
            throw CompressionError(.tooLarge, "it says that it holds more than the \(limit) bytes allowed", at: 0)
        }
        let output = try Self.withContext(decompressor, ZSTD_createDCtx, { _ = ZSTD_freeDCtx($0) }) {
            context throws(CompressionError) in
            try Self.filled(Int(declared)) { output in
                ZSTD_decompressDCtx(context, output.baseAddress, output.count, bytes.baseAddress, bytes.count)
            }
        }
        guard output.count == Int(declared) else {
            throw CompressionError(.corrupt, "it does not hold as much as it says", at: bytes.count)
        }
        return output
    }

    // MARK: Memory of the library

    /// An array of up to so many bytes, which are not touched before the library writes them.
    private static func filled(
        _ capacity: Int,
        _ write: (UnsafeMutableRawBufferPointer) -> Int
    ) throws(CompressionError) -> [UInt8] {
        var result = 0
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            result = write(UnsafeMutableRawBufferPointer(buffer))
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw .zstd(result, at: 0) }
        return output
    }

    private static func withContext(
        _ shared: borrowing Mutex<OpaquePointer?>,
        _ create: () -> OpaquePointer?,
        _ free: (OpaquePointer) -> Void,
        _ body: (OpaquePointer) throws(CompressionError) -> [UInt8]
    ) throws(CompressionError) -> [UInt8] {
        let usual = try shared.withLockIfAvailable { context throws(CompressionError) -> [UInt8] in
            if context == nil { context = create() }
            guard let context else { throw .noMemory }
            return try body(context)
        }
        if let usual { return usual }
        guard let context = create() else { throw .noMemory }
        defer { free(context) }
        return try body(context)
    }
}

extension CompressionError {
    fileprivate static let noMemory = CompressionError(.outOfMemory, "no memory is left for zstd", at: 0)
}
