import Crypto

/// Digests that are the same in every process and on every machine.
package enum Digest {
    /// SHA-256 of bytes: 32 bytes.
    package static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var hash = SHA256()
        let taken: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            hash.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        }
        if taken == nil { hash.update(data: Array(bytes)) }
        return Array(hash.finalize())
    }

    /// SHA-256 of texts, each behind its length, so that no two lists give the same bytes.
    package static func sha256(ofParts parts: [String]) -> [UInt8] {
        sha256(Array(text(ofParts: parts).utf8))
    }

    /// Each text behind its length in bytes, so that no two lists give the same text.
    package static func text(ofParts parts: [String]) -> String {
        parts.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// Two hexadecimal digits for each byte.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        Array(bytes).withUnsafeBytes { hex($0) }
    }

    /// Two hexadecimal digits for each byte.
    package static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digit(byte >> 4)
                text[2 * index + 1] = digit(byte & 15)
            }
            return 2 * bytes.count
        }
    }

    /// Whether a text is the ``hex(_:)`` of bytes, without writing it.
    package static func isHex(_ text: String, of bytes: UnsafeRawBufferPointer) -> Bool {
        var text = text
        return text.withUTF8 { text in
            text.count == 2 * bytes.count
                && bytes.indices.allSatisfy { index in
                    text[2 * index] == digit(bytes[index] >> 4) && text[2 * index + 1] == digit(bytes[index] & 15)
                }
        }
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number + (number < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }

    /// FNV-1a with a final mix: quick, and for tables and sketches in memory only.
    package static func quick(_ text: String, seed: UInt64 = 0xcbf2_9ce4_8422_2325) -> UInt64 {
        var hash = seed
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return mix(hash)
    }

    /// Spreads all bits over all bits.
    package static func mix(_ value: UInt64) -> UInt64 {
        var hash = value
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }
}
