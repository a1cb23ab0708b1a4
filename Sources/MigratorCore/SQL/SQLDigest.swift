internal import Crypto
import MigratorSystem

/// A SHA-256 digest, kept in four words so that ten thousand of them need no allocation.
package struct SQLDigest: Hashable, Sendable, CustomStringConvertible {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes the digest of `bytes`.
    package init(of bytes: [UInt8]) {
        self.init(of: bytes, bytes.startIndex..<bytes.endIndex)
    }

    /// Takes the digest of a range of `bytes`.
    package init(of bytes: [UInt8], _ range: Range<Int>, domain: [UInt8] = []) {
        var hash = SHA256()
        if !domain.isEmpty { domain.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        bytes.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[range])) }
        self.init(hash)
    }

    /// Takes the digest of bytes that lie in several pieces.
    package init(ofParts parts: some Sequence<[UInt8]>) {
        var hash = SHA256()
        for part in parts { part.withUnsafeBytes { hash.update(bufferPointer: $0) } }
        self.init(hash)
    }

    private init(_ hash: consuming SHA256) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { target in
            hash.finalize().withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(32))) }
        }
        self.words = words
    }

    /// Reads the 32 bytes at `offset`; the caller has checked that they are there.
    package init(stored bytes: UnsafeRawBufferPointer, at offset: Int) {
        words = (
            bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self)
        )
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: words) { Array($0) }
    }

    /// 64 hexadecimal digits.
    package var description: String {
        withUnsafeBytes(of: words) { Digest.hex($0) }
    }

    /// Whether a text is its ``description``.
    package func isWritten(as text: String) -> Bool {
        withUnsafeBytes(of: words) { Digest.isHex(text, of: $0) }
    }

    package static func == (left: SQLDigest, right: SQLDigest) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}
