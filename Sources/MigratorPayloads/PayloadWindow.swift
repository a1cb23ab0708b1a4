import MigrationDSL
import MigratorCore
import MigratorSystem

/// The part of a payload that is in memory: a reader scans whole rows in it and moves it on when one is cut off.
///
/// Behind the last byte stand zeros, enough of them that a scan may load words beyond the end; a zero is valid in no
/// format, so it stops every scan without a comparison of addresses.
final class PayloadWindow {
    /// Words may be loaded this far behind the end.
    static let padding = 64

    let input: PayloadInput
    /// The number of bytes in the window.
    private(set) var count = 0
    /// Whether the window's end is the payload's end.
    private(set) var isFinal = false

    private(set) var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private let maximumRow: Int
    // The position of the window's first byte in the payload.
    private var linesBefore = 0
    private var charactersBefore = 0

    init(_ input: PayloadInput, size: Int, maximumRow: Int) {
        self.input = input
        self.maximumRow = max(1, maximumRow)
        capacity = max(1, size)
        base = .allocate(capacity: capacity + Self.padding)
        base.initialize(repeating: 0, count: capacity + Self.padding)
    }

    deinit {
        base.deallocate()
    }

    /// The end of the bytes, where a zero is.
    var end: UnsafePointer<UInt8> { UnsafePointer(base + count) }

    /// Drops the bytes before `offset`, moves the rest to the front and reads on.
    ///
    /// The window grows if the rest fills half of it: then each new scan of a long row sees at least twice as much of
    /// it as the one before, and scanning it again and again stays linear.
    func refill(keepingFrom offset: Int) throws(any Error) {
        discard(offset)
        if count > capacity / 2 || count == capacity {
            guard count < maximumRow else {
                throw MigratorError(
                    .payloadInvalid,
                    "a row is longer than \(maximumRow) bytes, the most that a row may have",
                    location: location(of: UnsafePointer(base))
                )
            }
            grow()
        }
        while count < capacity, !isFinal {
            let room = UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
            let read = try input.read(into: room)
            count += read
            isFinal = read == 0
        }
        (base + count).update(repeating: 0, count: Self.padding)
    }

    private func discard(_ offset: Int) {
        guard offset > 0 else { return }
        (linesBefore, charactersBefore) = position(of: offset)
        count -= offset
        base.update(from: base + offset, count: count)
    }

    private func grow() {
        let size = capacity * 2
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: size + Self.padding)
        grown.initialize(repeating: 0, count: size + Self.padding)
        grown.update(from: base, count: count)
        base.deallocate()
        base = grown
        capacity = size
    }

    /// Newlines before an offset, and characters between the last of them and it.
    private func position(of offset: Int) -> (lines: Int, characters: Int) {
        let end = base + offset
        var lines = 0
        var start = base
        while let newline = RawBytes.first(0x0A, in: start, count: end - start) {
            lines += 1
            start += newline - UnsafeRawPointer(start) + 1
        }
        let characters = (lines == 0 ? charactersBefore : 0) + UTF8Check.scalarCount(start, end - start)
        return (linesBefore + lines, characters)
    }

    /// The line of an offset, from 1.
    func line(of offset: Int) -> Int {
        position(of: min(max(0, offset), count)).lines + 1
    }

    /// The location in the payload of a byte of the window; `nil` if it is not in the window.
    func location(of pointer: UnsafePointer<UInt8>?) -> SourceLocation? {
        guard let pointer, pointer >= UnsafePointer(base), pointer <= end else { return nil }
        let (lines, characters) = position(of: pointer - UnsafePointer(base))
        return SourceLocation(file: input.name, line: lines + 1, column: characters + 1)
    }

    /// Looks for a byte-order mark at the payload's start; returns the length of UTF-8's, 0 without one.
    func byteOrderMark() throws(any Error) -> Int {
        while count < 4, !isFinal { try refill(keepingFrom: 0) }
        let utf16 = (base[0] == 0xFE && base[1] == 0xFF) || (base[0] == 0xFF && base[1] == 0xFE)
        if utf16 {
            throw MigratorError(
                .payloadInvalid,
                "the payload is UTF-16; convert it to UTF-8",
                location: location(of: UnsafePointer(base))
            )
        }
        guard base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF else { return 0 }
        // An editor does not count the mark as a character.
        charactersBefore -= 1
        return 3
    }

    /// An error that names row, column and location; row 0 is a header.
    func error(_ problem: String, row: Int, column: String?, at pointer: UnsafePointer<UInt8>?) -> MigratorError {
        let column = column.map { ", column \(PayloadMessage.quoted($0))" } ?? ""
        let text = (row == 0 ? "the header" : "row \(row)") + column + ": " + problem
        guard let location = location(of: pointer) else {
            return MigratorError(.payloadInvalid, "\(input.name): \(text)")
        }
        return MigratorError(.payloadInvalid, text, location: location)
    }

    /// The name of a row in a driver's messages.
    func describe(row: Int, start: Int) -> String {
        "\(input.name): row \(row) (line \(line(of: start)))"
    }
}
