import CMigratorPostgres
import MigratorDatabase

/// The bytes of a batch in one of COPY's formats, in memory that the next batch uses again.
///
/// https://www.postgresql.org/docs/15/sql-copy.html
struct CopyBuffer {
    private(set) var bytes: [UInt8] = []

    // MARK: Binary

    /// How the binary format begins: its name, no flags, and a header of no further bytes.
    static let signature: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]
    /// How it ends: with a row of -1 columns.
    static let end: [UInt8] = [0xFF, 0xFF]

    /// Fills the buffer in the binary format; returns `false` if a cell has no binary form in its column.
    mutating func fillBinary(_ batch: RowBatch, _ types: [Oid]) -> Bool {
        let known = types.compactMap { PostgresType(rawValue: $0) }
        guard known.count == types.count else { return false }
        bytes.removeAll(keepingCapacity: true)
        bytes += Self.signature
        let width = known.count
        let isFilled = batch.cells.withUnsafeBufferPointer { cells in
            batch.bytes.withUnsafeBytes { text in
                var column = 0
                for cell in cells {
                    if column == 0 { append(Int16(width)) }
                    guard appendBinary(cell, text, known[column]) else { return false }
                    column = column + 1 == width ? 0 : column + 1
                }
                return true
            }
        }
        bytes += Self.end
        return isFilled
    }

    private mutating func appendBinary(
        _ cell: RowBatch.Cell,
        _ text: UnsafeRawBufferPointer,
        _ type: PostgresType
    ) -> Bool {
        switch cell.kind {
        case .null:
            append(-1 as Int32)
            return true
        case .int: return appendBinary(Int64(bitPattern: cell.bits), type)
        case .double: return appendBinary(Double(bitPattern: cell.bits), type)
        case .text: return appendBinary(text: Self.slice(text, cell), type)
        case .blob:
            let blob = Self.slice(text, cell)
            guard type == .bytea || (type == .uuid && blob.count == 16) else { return false }
            appendField(blob)
            return true
        }
    }

    private mutating func appendBinary(_ number: Int64, _ type: PostgresType) -> Bool {
        switch type {
        case .int8: appendField(number)
        case .int4: return Int32(exactly: number).map { appendField($0) } != nil
        case .int2: return Int16(exactly: number).map { appendField($0) } != nil
        case .oid: return UInt32(exactly: number).map { appendField($0) } != nil
        case .bool where number == 0 || number == 1: appendField(UInt8(number))
        case .float8: return Double(exactly: number).map { appendField($0.bitPattern) } != nil
        case .float4: return Float(exactly: number).map { appendField($0.bitPattern) } != nil
        case .numeric, .text, .varchar, .json, .jsonb:
            var digits = String(number)
            return digits.withUTF8 { appendBinary(text: UnsafeRawBufferPointer($0), type) }
        default: return false
        }
        return true
    }

    private mutating func appendBinary(_ number: Double, _ type: PostgresType) -> Bool {
        switch type {
        case .float8: appendField(number.bitPattern)
        case .float4:
            let narrow = Float(number)
            // The server says that it is out of range.
            guard narrow.isFinite || !number.isFinite, narrow != 0 || number == 0 else { return false }
            appendField(narrow.bitPattern)
        case .int2, .int4, .int8: return Int64(exactly: number).map { appendBinary($0, type) } ?? false
        case .numeric, .text, .varchar:
            var digits = number.description
            return digits.withUTF8 { appendBinary(text: UnsafeRawBufferPointer($0), type) }
        default: return false
        }
        return true
    }

    private mutating func appendBinary(text: UnsafeRawBufferPointer, _ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .json: appendField(text)
        case .jsonb:
            append(Int32(text.count + 1))
            bytes.append(1)
            bytes.append(contentsOf: text)
        case .uuid: return appendUUID(text)
        case .numeric:
            guard let number = NumericDigits(text) else { return appendSpecial(text) }
            append(number)
        case .date:
            guard let date = CalendarText.wideDate(text) else { return false }
            appendField(Int32(clamping: date.value))
        case .time:
            if CalendarText.isEndOfDay(text) {
                appendField(Timestamp.microsecondsPerDay)
            } else {
                guard let time = CalendarText.time(text) else { return false }
                appendField(time.microseconds)
            }
        case .timestamp, .timestamptz:
            guard let moment = Self.moment(text), type == .timestamptz || !moment.hasZone else { return false }
            appendField(moment.value)
        default: return false
        }
        return true
    }

    private static func moment(_ text: UnsafeRawBufferPointer) -> CalendarText.Wide? {
        CalendarText.timestamp(text).map { CalendarText.Wide($0) } ?? CalendarText.wideTimestamp(text)
    }

    /// A numeric that is no number: its sign says which, and it has no digits.
    private mutating func appendSpecial(_ text: UnsafeRawBufferPointer) -> Bool {
        let signs: [(String, UInt16)] = [("NaN", 0xC000), ("Infinity", 0xD000), ("-Infinity", 0xF000)]
        guard let (_, sign) = signs.first(where: { $0.0.utf8.elementsEqual(text) }) else { return false }
        append(8 as Int32)
        append(0 as Int16)
        append(0 as Int16)
        append(sign)
        append(0 as Int16)
        return true
    }

    private mutating func appendUUID(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 36 else { return false }
        let start = bytes.count
        append(16 as Int32)
        var index = 0
        while index < 36 {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard text[index] == UInt8(ascii: "-") else { break }
                index += 1
            }
            let (high, low) = (Self.digit(text[index]), Self.digit(text[index + 1]))
            guard high < 16, low < 16 else { break }
            bytes.append(high << 4 | low)
            index += 2
        }
        if bytes.count - start == 20 { return true }
        bytes.removeLast(bytes.count - start)
        return false
    }

    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: 0xFF
        }
    }

    private mutating func append(_ number: NumericDigits) {
        append(Int32(8 + 2 * number.groups.count))
        append(Int16(number.groups.count))
        append(number.weight)
        append(number.isNegative ? 0x4000 as UInt16 : 0)
        append(number.scale)
        for group in number.groups { append(group) }
    }

    private mutating func appendField(_ number: some FixedWidthInteger) {
        append(Int32(number.bitWidth / 8))
        append(number)
    }

    private mutating func appendField(_ field: UnsafeRawBufferPointer) {
        append(Int32(field.count))
        bytes.append(contentsOf: field)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    static func slice(_ bytes: UnsafeRawBufferPointer, _ cell: RowBatch.Cell) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)])
    }

    // MARK: Text

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    mutating func append(contentsOf other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }
}
