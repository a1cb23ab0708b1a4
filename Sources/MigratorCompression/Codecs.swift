public import CacheBridge

/// zstd for cached values.
public struct ZstdValueCodec: CompressionCodec {
    private let codec: ZstdCodec

    /// Creates a codec of a level: 1 is fast, 19 is small.
    public init(level: Int = 3) {
        codec = ZstdCodec(level: level)
    }

    /// zstd.
    public var id: CompressionID { .zstd }

    /// Compresses bytes into one frame.
    public func compress(_ bytes: [UInt8]) throws(CacheError) -> [UInt8] {
        do throws(CompressionError) {
            return try codec.compress(bytes)
        } catch {
            throw CacheError(compressing: error)
        }
    }

    /// Gets bytes back, at most so many.
    public func decompress(_ bytes: [UInt8], limit: Int) throws(CacheError) -> [UInt8] {
        do throws(CompressionError) {
            return try codec.decompress(bytes, limit: limit)
        } catch {
            throw CacheError(decompressing: error)
        }
    }
}

/// gzip for cached values: larger and slower than zstd, and known everywhere.
public struct GzipValueCodec: CompressionCodec {
    /// Creates a codec.
    public init() {}

    /// gzip.
    public var id: CompressionID { .gzip }

    /// Compresses bytes into one member.
    public func compress(_ bytes: [UInt8]) throws(CacheError) -> [UInt8] {
        do throws(CompressionError) {
            return try GzipWriter.compress(bytes)
        } catch {
            throw CacheError(compressing: error)
        }
    }

    /// Gets bytes back, at most so many.
    public func decompress(_ bytes: [UInt8], limit: Int) throws(CacheError) -> [UInt8] {
        do throws(CompressionError) {
            return try GzipReader.decompress(bytes, limit: limit)
        } catch {
            throw CacheError(decompressing: error)
        }
    }
}

extension CacheError {
    fileprivate init(compressing error: CompressionError) {
        self.init(.encodingFailed, "a value cannot be compressed", cause: error)
    }

    fileprivate init(decompressing error: CompressionError) {
        let code: Code = error.code == .tooLarge ? .tooBig : .unreadable
        self.init(code, "a cached value cannot be decompressed", cause: error)
    }
}
