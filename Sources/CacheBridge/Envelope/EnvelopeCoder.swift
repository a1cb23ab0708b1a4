import Crypto

/// Seals values into envelopes and opens them.
///
/// ```
///  0  "MCB", format version 1          30  tokens: count u8, 16 bytes each
///  4  codec u8, flags u8               ..  stamp: u16, bytes;  key: u16, bytes
///  6  created, expires i64 ms          ..  plain length u32, body length u32
/// 22  delta i64 ns                     ..  SHA-256 of all above and of the body
///                                      ..  if signed: key id u32, HMAC-SHA256 of all above
///                                      ..  body
/// ```
///
/// Numbers are big-endian. The signature covers the digest and the digest the body, so that all is signed and the body
/// is read once. It is verified in constant time before anything is decompressed.
package struct EnvelopeCoder: Sendable {
    static let version: UInt8 = 1
    static let magic: [UInt8] = [0x4d, 0x43, 0x42]
    private static let negative: UInt8 = 1
    private static let signed: UInt8 = 2
    /// Values of more bytes than this are compressed.
    static let compressionThreshold = 1024

    private let keys: SigningKeys?
    private let compressor: (any CompressionCodec)?
    private let codecs: [CompressionID: any CompressionCodec]
    private let limit: Int

    /// Creates a coder.
    ///
    /// - Parameters:
    ///   - keys: What envelopes are signed with; with keys, unsigned ones do not count.
    ///   - compressor: What values above 1 KiB are compressed with.
    ///   - readers: Further codecs that envelopes may be in.
    ///   - limit: How many bytes a value may have.
    package init(
        keys: SigningKeys? = nil,
        compressor: (any CompressionCodec)? = nil,
        readers: [any CompressionCodec] = [],
        limit: Int = 256 << 20
    ) {
        self.keys = keys
        self.compressor = compressor
        let all = readers + (compressor.map { [$0] } ?? [])
        codecs = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        self.limit = limit
    }

    /// Turns a value into bytes.
    ///
    /// - Throws: `CacheError` with code `.tooBig`.
    package func seal(_ envelope: Envelope) throws(CacheError) -> [UInt8] {
        let plain = envelope.value ?? []
        guard plain.count <= min(limit, Int(UInt32.max)) else {
            throw CacheError(.tooBig, "the value has \(plain.count) bytes; \(limit) are allowed")
        }
        let key = Array(envelope.key.utf8)
        guard key.count <= UInt16.max, envelope.stamp.count <= UInt16.max, envelope.tokens.count <= UInt8.max else {
            throw CacheError(.tooBig, "the key has \(key.count) bytes; 65535 are allowed")
        }
        let (codec, body) = compressed(plain)
        var bytes = Self.magic + [Self.version, codec.rawValue]
        bytes.append((envelope.value == nil ? Self.negative : 0) | (keys == nil ? 0 : Self.signed))
        bytes.append(bigEndian: envelope.created)
        bytes.append(bigEndian: envelope.expires)
        bytes.append(bigEndian: envelope.delta)
        bytes.append(UInt8(envelope.tokens.count))
        for token in envelope.tokens { bytes += token.bytes }
        bytes.append(bigEndian: UInt16(envelope.stamp.count))
        bytes += envelope.stamp
        bytes.append(bigEndian: UInt16(key.count))
        bytes += key
        bytes.append(bigEndian: UInt32(plain.count))
        bytes.append(bigEndian: UInt32(body.count))
        bytes.append(contentsOf: Self.digest(bytes[...], body[...]))
        if let keys {
            bytes.append(bigEndian: keys.current.id)
            bytes += keys.sign(bytes)
        }
        return bytes + body
    }

    private func compressed(_ plain: [UInt8]) -> (CompressionID, [UInt8]) {
        guard let compressor, plain.count > Self.compressionThreshold,
            let small = try? compressor.compress(plain), small.count < plain.count
        else { return (.raw, plain) }
        return (compressor.id, small)
    }

    /// Opens an envelope for a key.
    package func open(_ bytes: [UInt8], key: String) throws(EnvelopeFault) -> Envelope {
        var reader = ByteReader(bytes)
        guard reader.take(3)?.elementsEqual(Self.magic) == true else { throw .malformed }
        guard reader.byte() == Self.version else { throw .version }
        guard let codec = reader.byte(), let flags = reader.byte(), let created = reader.integer(Int64.self),
            let expires = reader.integer(Int64.self), let delta = reader.integer(Int64.self),
            let count = reader.byte(), let tokens = reader.tokens(Int(count)),
            let stamp = reader.integer(UInt16.self).flatMap({ reader.take(Int($0)) }),
            let name = reader.integer(UInt16.self).flatMap({ reader.take(Int($0)) }),
            let plainCount = reader.integer(UInt32.self), let bodyCount = reader.integer(UInt32.self)
        else { throw .malformed }
        let header = bytes[..<reader.position]
        guard let digest = reader.take(32) else { throw .malformed }
        let isSigned = flags & Self.signed != 0
        if isSigned {
            guard let id = reader.integer(UInt32.self) else { throw .malformed }
            let covered = Array(bytes[..<reader.position])
            guard let signature = reader.take(32) else { throw .malformed }
            if let keys, !keys.verify(Array(signature), of: covered, keyID: id) { throw .signature }
        } else if keys != nil {
            throw .unsigned
        }
        guard let body = reader.take(Int(bodyCount)), reader.isAtEnd else { throw .malformed }
        guard Self.digest(header, body).elementsEqual(digest) else { throw .digest }
        guard name.spells(key) else { throw .foreignKey }
        var envelope = Envelope(key: key, stamp: Array(stamp), created: created, expires: expires, value: nil)
        envelope.delta = delta
        envelope.tokens = tokens
        if flags & Self.negative == 0 {
            envelope.value = try plain(body, CompressionID(rawValue: codec), Int(plainCount))
        }
        return envelope
    }

    private func plain(_ body: ArraySlice<UInt8>, _ id: CompressionID, _ count: Int) throws(EnvelopeFault) -> [UInt8] {
        guard count <= limit else { throw .compression }
        if id == .raw {
            guard body.count == count else { throw .malformed }
            return Array(body)
        }
        guard let codec = codecs[id] else { throw .codec }
        do {
            let plain = try codec.decompress(Array(body), limit: count)
            guard plain.count == count else { throw EnvelopeFault.compression }
            return plain
        } catch {
            throw .compression
        }
    }

    private static func digest(_ header: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) -> SHA256Digest {
        var hash = SHA256()
        header.withUnsafeBytes { hash.update(bufferPointer: $0) }
        body.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize()
    }
}

extension ArraySlice<UInt8> {
    /// Whether these are the bytes of a text.
    fileprivate func spells(_ text: String) -> Bool {
        let isEqual = text.utf8.withContiguousStorageIfAvailable { other in
            withUnsafeBufferPointer { $0.elementsEqual(other) }
        }
        return isEqual ?? elementsEqual(text.utf8)
    }
}
