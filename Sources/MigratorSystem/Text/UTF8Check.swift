/// Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF (Unicode 16, table 3-7).
package enum UTF8Check {
    /// Steps over one scalar of two to four bytes, or returns `nil` if the bytes are none.
    ///
    /// Reads past the end only if the bytes so far are valid, and then at most to the zero that stands there.
    @inline(__always)
    package static func step(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        let lead = start[0]
        switch lead {
        case 0xC2...0xDF:
            return isContinuation(start[1]) ? start + 2 : nil
        case 0xE0...0xEF:
            let second = start[1]
            let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
            return second >= low && second <= high && isContinuation(start[2]) ? start + 3 : nil
        case 0xF0...0xF4:
            let second = start[1]
            let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            guard second >= low, second <= high else { return nil }
            return isContinuation(start[2]) && isContinuation(start[3]) ? start + 4 : nil
        default:
            return nil
        }
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// How many bytes the scalar at an index has, or `nil` if they are none of two to four bytes; reads none behind the
    /// last.
    package static func length(at index: Int, in bytes: [UInt8]) -> Int? {
        guard index + 4 <= bytes.count else { return length(of: Array(bytes[index...]) + [0], from: 0) }
        return length(of: bytes, from: index)
    }

    private static func length(of bytes: [UInt8], from index: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress.map({ $0 + index }) else { return nil }
            return step(start).map { $0 - start }
        }
    }

    /// The number of scalars in valid UTF-8: of the bytes that are no continuations.
    package static func scalarCount(_ start: UnsafePointer<UInt8>, _ length: Int) -> Int {
        var continuations = 0
        var index = 0
        while index + 8 <= length {
            let word = Word.load(start + index)
            let marks = (word >> 7) & ~(word >> 6) & Word.ones
            // The highest byte of the product is the sum of all eight.
            continuations += Int(truncatingIfNeeded: (marks &* Word.ones) >> 56)
            index += 8
        }
        while index < length {
            if start[index] & 0xC0 == 0x80 { continuations += 1 }
            index += 1
        }
        return length - continuations
    }
}

/// Tests on eight bytes at once, the first in memory being the lowest.
package enum Word {
    package static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    package static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
    }

    /// Marks the high bit of the first byte that is `first`, `second`, below a space, or not ASCII.
    ///
    /// Bytes after the first marked one may be marked by a borrow; those before it never are.
    @inline(__always)
    package static func stops(_ word: UInt64, _ first: UInt64, _ second: UInt64) -> UInt64 {
        (((word ^ first) &- ones) | ((word ^ second) &- ones) | (word &- 0x20 &* ones) | word) & highs
    }
}
