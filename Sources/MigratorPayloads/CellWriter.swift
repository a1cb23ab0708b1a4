import MigratorDatabase

/// Why a value does not fit its column.
package struct CellProblem: Error {
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    static let zeroCharacter = CellProblem("holds the character U+0000, which databases cannot keep in text")
}

extension RowBatch {
    @inline(__always)
    mutating func append(utf8 buffer: UnsafeBufferPointer<UInt8>) {
        append(text: UnsafeRawBufferPointer(buffer))
    }
}

/// Writes dates and times as digits, which is much faster than by way of strings.
struct DigitWriter {
    private let start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    /// Writes to memory for at least 32 bytes.
    init(_ start: UnsafeMutablePointer<UInt8>) {
        self.start = start
    }

    var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    mutating func byte(_ byte: Unicode.Scalar) {
        start[count] = UInt8(ascii: byte)
        count += 1
    }

    mutating func number(_ number: Int, digits: Int) {
        var rest = number
        for index in stride(from: digits - 1, through: 0, by: -1) {
            start[count + index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    mutating func date(_ date: CalendarDate) {
        number(date.year, digits: 4)
        byte("-")
        number(date.month, digits: 2)
        byte("-")
        number(date.day, digits: 2)
    }

    /// `HH:MM:SS`, with a fraction of up to six digits if there is one.
    mutating func time(_ time: TimeOfDay) {
        let seconds = Int(time.microseconds / 1_000_000)
        let fraction = Int(time.microseconds % 1_000_000)
        number(seconds / 3600, digits: 2)
        byte(":")
        number(seconds / 60 % 60, digits: 2)
        byte(":")
        number(seconds % 60, digits: 2)
        guard fraction != 0 else { return }
        byte(".")
        number(fraction, digits: 6)
        while start[count - 1] == UInt8(ascii: "0") { count -= 1 }
    }
}
