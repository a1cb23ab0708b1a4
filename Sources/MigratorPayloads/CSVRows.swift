import MigrationDSL
import MigratorCore
import MigratorSystem

/// Reads the rows of a CSV file after RFC 4180, the first record being the names of the columns.
///
/// An empty field is null, an empty field in quotes is empty text. A line ends with LF or CRLF, the last one or not.
final class CSVRows: PayloadRows {
    let fields = PayloadFields()
    private(set) var rowStart = 0

    private let window: PayloadWindow
    private var hasHeader = false
    private var rowCount = 0
    private var cursor = 0
    private var end: UnsafePointer<UInt8>
    private var isFinal = false
    /// Whether the field last scanned writes a quote within its quotes, and the slots of those that do.
    private var sawTwoQuotes = false
    private var slotsToUnquote: [Int] = []

    init(_ window: PayloadWindow) {
        self.window = window
        end = window.end
    }

    var bytes: (read: Int, total: Int)? { (window.input.bytesRead, window.input.totalBytes) }
    var digest: String? { window.input.digest }

    func describe(row: Int, start: Int) -> String {
        window.describe(row: row, start: start)
    }

    func error(_ problem: String, row: Int, column: String?, at pointer: UnsafePointer<UInt8>?) -> MigratorError {
        window.error(problem, row: row, column: column, at: pointer)
    }

    func advance(mayRefill: Bool) throws -> PayloadStep {
        if !hasHeader { try readHeader() }
        while true {
            let start = end - window.count + cursor
            if start >= end {
                if isFinal { return .end }
            } else if let next = try scanRow(start) {
                rowStart = cursor
                cursor += next - start
                rowCount += 1
                return .row
            }
            guard mayRefill else { return .refill }
            try refill()
        }
    }

    private func refill() throws(any Error) {
        try window.refill(keepingFrom: cursor)
        cursor = 0
        end = window.end
        isFinal = window.isFinal
    }

    // MARK: The header

    private func readHeader() throws(any Error) {
        cursor = try window.byteOrderMark()
        end = window.end
        isFinal = window.isFinal
        while true {
            let start = end - window.count + cursor
            if start >= end, isFinal {
                throw headerError("the payload is empty; a CSV payload begins with the names of its columns", start)
            }
            if start < end, let (names, next) = try scanHeader(start) {
                for name in names { _ = fields.slot(named: name) }
                cursor += next - start
                hasHeader = true
                return
            }
            try refill()
        }
    }

    private func scanHeader(
        _ start: UnsafePointer<UInt8>
    ) throws(MigratorError) -> ([String], UnsafePointer<UInt8>)? {
        var names: [String] = []
        var pointer = start
        while true {
            guard let part = try scanField(pointer, column: nil) else { return nil }
            let text = String(decoding: part.text, as: UTF8.self)
            let name = sawTwoQuotes ? Self.unquoted(text) : text
            if name.isEmpty { throw headerError("a column in the header has no name", pointer) }
            if names.contains(name) {
                throw headerError("the header names the column \(PayloadMessage.quoted(name)) twice", pointer)
            }
            names.append(name)
            if part.isLast { return (names, part.next) }
            pointer = part.next
        }
    }

    private static func unquoted(_ text: String) -> String {
        var name = ""
        var isSecond = false
        for scalar in text.unicodeScalars {
            isSecond = scalar == "\"" && !isSecond
            if !isSecond { name.unicodeScalars.append(scalar) }
        }
        return name
    }

    private func headerError(_ text: String, _ pointer: UnsafePointer<UInt8>) -> MigratorError {
        MigratorError(.payloadInvalid, text, location: window.location(of: pointer))
    }

    // MARK: Rows

    /// Reads one record; returns the beginning of the next, or `nil` if the window ends first.
    private func scanRow(_ start: UnsafePointer<UInt8>) throws(MigratorError) -> UnsafePointer<UInt8>? {
        fields.beginRow()
        slotsToUnquote.removeAll(keepingCapacity: true)
        let names = fields.names.count
        let values = fields.values
        let stamp = fields.stamp
        var pointer = start
        var slot = 0
        while true {
            let name = slot < names ? fields.names[slot] : nil
            guard let part = try scanField(pointer, column: name) else { return nil }
            guard slot < names else {
                throw problem("the row has more fields than the header, which has \(names)", nil, pointer)
            }
            let isNull = part.text.isEmpty && !part.isQuoted
            let first = part.text.baseAddress ?? pointer
            values[slot] = PayloadField(
                start: first,
                count: part.text.count,
                stamp: stamp,
                kind: isNull ? .null : .untyped
            )
            if sawTwoQuotes { slotsToUnquote.append(slot) }
            slot += 1
            pointer = part.next
            if part.isLast { break }
        }
        guard slot == names else {
            throw problem("the row has \(slot) fields, and the header has \(names)", nil, start)
        }
        fields.count = names
        for slot in slotsToUnquote { unquote(values + slot) }
        return pointer
    }

    private struct Part {
        /// The text between the delimiters or the quotes.
        var text: UnsafeBufferPointer<UInt8>
        var isQuoted: Bool
        var isLast: Bool
        var next: UnsafePointer<UInt8>
    }

    /// Reads one field and its delimiter; `nil` if the window ends before the end of the field.
    @inline(__always)
    private func scanField(_ start: UnsafePointer<UInt8>, column: String?) throws(MigratorError) -> Part? {
        sawTwoQuotes = false
        let isQuoted = start.pointee == UInt8(ascii: "\"")
        var first = start
        var last: UnsafePointer<UInt8>
        var pointer: UnsafePointer<UInt8>
        if isQuoted {
            first = start + 1
            guard let quote = try scanQuoted(first, column) else { return nil }
            last = quote
            pointer = quote + 1
        } else {
            guard let stop = try scanPlain(start, column) else { return nil }
            last = stop
            pointer = stop
        }
        let text = UnsafeBufferPointer(start: first, count: last - first)
        switch pointer.pointee {
        case UInt8(ascii: ","):
            return Part(text: text, isQuoted: isQuoted, isLast: false, next: pointer + 1)
        case UInt8(ascii: "\n"):
            return Part(text: text, isQuoted: isQuoted, isLast: true, next: pointer + 1)
        case UInt8(ascii: "\r") where pointer[1] == UInt8(ascii: "\n"):
            return Part(text: text, isQuoted: isQuoted, isLast: true, next: pointer + 2)
        default:
            if end - pointer <= 1, !isFinal { return nil }
            if pointer >= end { return Part(text: text, isQuoted: isQuoted, isLast: true, next: pointer) }
            if pointer.pointee == UInt8(ascii: "\r") {
                throw problem("a carriage return stands without a line feed; put the field in quotes", column, pointer)
            }
            throw problem("a quoted field must end at its closing quote", column, pointer)
        }
    }

    /// To the comma or the end of the line.
    @inline(__always)
    private func scanPlain(
        _ start: UnsafePointer<UInt8>,
        _ column: String?
    ) throws(MigratorError) -> UnsafePointer<UInt8>? {
        var pointer = start
        while true {
            let stops = Word.stops(Word.load(pointer), 0x22 &* Word.ones, 0x2C &* Word.ones)
            guard stops != 0 else {
                pointer += 8
                continue
            }
            pointer += stops.trailingZeroBitCount >> 3
            switch pointer.pointee {
            case UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                return pointer
            case UInt8(ascii: "\""):
                throw problem("a quote stands in a field that is not in quotes", column, pointer)
            default:
                if pointer >= end { return isFinal ? pointer : nil }
                guard let next = try skipSpecial(pointer, column) else { return nil }
                pointer = next
            }
        }
    }

    /// To the closing quote.
    @inline(__always)
    private func scanQuoted(
        _ start: UnsafePointer<UInt8>,
        _ column: String?
    ) throws(MigratorError) -> UnsafePointer<UInt8>? {
        var pointer = start
        while true {
            let stops = Word.stops(Word.load(pointer), 0x22 &* Word.ones, 0x22 &* Word.ones)
            guard stops != 0 else {
                pointer += 8
                continue
            }
            pointer += stops.trailingZeroBitCount >> 3
            if pointer.pointee == UInt8(ascii: "\"") {
                if pointer[1] == UInt8(ascii: "\"") {
                    sawTwoQuotes = true
                    pointer += 2
                    continue
                }
                // The next byte could be a second quote.
                return pointer + 1 >= end && !isFinal ? nil : pointer
            }
            if pointer >= end {
                if isFinal { throw problem("the payload ends within quotes", column, start - 1) }
                return nil
            }
            guard let next = try skipSpecial(pointer, column) else { return nil }
            pointer = next
        }
    }

    /// Steps over a control character, or over scalars beyond ASCII.
    @inline(never)
    private func skipSpecial(
        _ start: UnsafePointer<UInt8>,
        _ column: String?
    ) throws(MigratorError) -> UnsafePointer<UInt8>? {
        var pointer = start
        if pointer.pointee < 0x80 {
            guard pointer.pointee != 0 else { throw problem(CellProblem.zeroCharacter.message, column, pointer) }
            return pointer + 1
        }
        repeat {
            guard let next = UTF8Check.step(pointer) else {
                if !isFinal, end - pointer < 4 { return nil }
                throw problem(JSONProblem.invalidUTF8.message, column, pointer)
            }
            pointer = next
        } while pointer.pointee >= 0x80
        return pointer
    }

    /// Makes one quote of two, in place: the row is not scanned again.
    ///
    /// The field is filled up with quotes, so that lines and columns of later errors stay what they are.
    private func unquote(_ field: UnsafeMutablePointer<PayloadField>) {
        let count = field.pointee.count
        let text = UnsafeMutablePointer(mutating: field.pointee.start)
        var length = 0
        var index = 0
        while index < count {
            let byte = text[index]
            text[length] = byte
            length += 1
            index += byte == UInt8(ascii: "\"") ? 2 : 1
        }
        (text + length).update(repeating: UInt8(ascii: "\""), count: count - length)
        field.pointee.count = length
    }

    private func problem(_ text: String, _ column: String?, _ pointer: UnsafePointer<UInt8>) -> MigratorError {
        guard hasHeader else { return headerError(text, pointer) }
        return window.error(text, row: rowCount + 1, column: column, at: pointer)
    }
}
