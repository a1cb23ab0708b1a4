/// A way to make bytes fewer and to get them back.
public protocol CompressionCodec: Sendable {
    /// The codec's identity in envelopes.
    var id: CompressionID { get }

    /// Compresses bytes.
    func compress(_ bytes: [UInt8]) throws(CacheError) -> [UInt8]

    /// Gets bytes back, and stops as soon as there would be more than the limit.
    ///
    /// - Throws: `CacheError` with code `.tooBig` or `.unreadable`.
    func decompress(_ bytes: [UInt8], limit: Int) throws(CacheError) -> [UInt8]
}

/// The number of a codec in an envelope.
public struct CompressionID: RawRepresentable, Sendable, Hashable {
    /// The number.
    public let rawValue: UInt8

    /// Creates an id from its number.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bytes as they are.
    public static let raw = CompressionID(rawValue: 0)
    /// Zstandard.
    public static let zstd = CompressionID(rawValue: 1)
    /// gzip: read, for what older programs wrote, and written where there is no Zstandard.
    public static let gzip = CompressionID(rawValue: 2)
}
