#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension String {
    /// Whether two texts are the same to a database, which compares bytes.
    ///
    /// Swift takes texts for equal that only look equal: `é` is one character to it, in whichever of its two spellings.
    package func isExactly(_ other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                Self.areSame(left, right)
            }
        }
        // Only texts that are not Swift's own lie elsewhere.
        return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
    }

    private static func areSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
    }
}

extension [String] {
    /// Whether two lists hold the same texts, byte by byte.
    package func isExactly(_ other: [String]) -> Bool {
        elementsEqual(other) { $0.isExactly($1) }
    }

    /// Whether a text is in the list, byte by byte.
    package func hasExactly(_ text: String) -> Bool {
        contains { $0.isExactly(text) }
    }
}
