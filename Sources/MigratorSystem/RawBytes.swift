#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Bytes in memory, as the C library compares and searches them: many at once.
package enum RawBytes {
    /// Below 0 if the left bytes come first, above 0 if the right ones do, 0 if they are the same.
    package static func order(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Int32 {
        memcmp(left, right, count)
    }

    /// The first position of a byte; `nil` if there is none.
    package static func first(_ byte: UInt8, in start: UnsafeRawPointer, count: Int) -> UnsafeRawPointer? {
        memchr(start, Int32(byte), count).map { UnsafeRawPointer($0) }
    }
}
