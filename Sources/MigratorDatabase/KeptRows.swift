/// The rows of several answers as bytes.
///
/// ```
///  0  answers u32
///  for each: rows u32, columns u32, for each column: name; for each row the cells
///  a cell: u8 null, false, true, int, double, text, blob; then the number u64, or the text
///  a name, a text: u32, bytes
/// ```
///
/// Numbers are little-endian. A schema is read from them as from the database, so nothing of it can be lost on the way.
package enum KeptRows {
    fileprivate enum Tag: UInt8 {
        case null, no, yes, int, double, text, blob
    }

    /// `nil` if a value is of another kind, or there is too much of it.
    package static func bytes(of answers: [[DatabaseRow]]) -> [UInt8]? {
        var bytes: [UInt8] = []
        append(UInt32(answers.count), to: &bytes)
        for rows in answers {
            let columns = rows.first?.columns ?? []
            append(UInt32(rows.count), to: &bytes)
            append(UInt32(columns.count), to: &bytes)
            for column in columns { guard append(text: column.utf8, to: &bytes) else { return nil } }
            for row in rows {
                guard row.columns.count == columns.count else { return nil }
                for position in columns.indices { guard append(row[position], to: &bytes) else { return nil } }
            }
        }
        return bytes
    }

    private static func append(_ cell: DatabaseCell, to bytes: inout [UInt8]) -> Bool {
        switch cell {
        case .null: bytes.append(Tag.null.rawValue)
        case .bool(let value): bytes.append((value ? Tag.yes : .no).rawValue)
        case .int(let number):
            bytes.append(Tag.int.rawValue)
            append(UInt64(bitPattern: number), to: &bytes)
        case .double(let number):
            bytes.append(Tag.double.rawValue)
            append(number.bitPattern, to: &bytes)
        case .text(let text):
            bytes.append(Tag.text.rawValue)
            return append(text: text.utf8, to: &bytes)
        case .blob(let blob):
            bytes.append(Tag.blob.rawValue)
            return append(text: blob, to: &bytes)
        case .decimal, .uuid, .json, .date, .time, .timestamp, .timestampTZ: return false
        }
        return true
    }

    private static func append(text: some Collection<UInt8>, to bytes: inout [UInt8]) -> Bool {
        guard let count = UInt32(exactly: text.count) else { return false }
        append(count, to: &bytes)
        bytes += text
        return true
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// `nil` for bytes that are not of its making.
    package static func rows(_ bytes: [UInt8]) -> [[DatabaseRow]]? {
        var reader = Reader(bytes: bytes)
        guard let count: UInt32 = reader.number() else { return nil }
        var answers: [[DatabaseRow]] = []
        for _ in 0..<count {
            guard let rows: UInt32 = reader.number(), let width: UInt32 = reader.number(),
                Int(width) <= bytes.count, rows == 0 || width > 0
            else { return nil }
            var columns: [String] = []
            for _ in 0..<width {
                guard let range = reader.text() else { return nil }
                columns.append(String(decoding: bytes[range], as: UTF8.self))
            }
            let (cells, overflow) = Int(rows).multipliedReportingOverflow(by: Int(width))
            // Each cell takes a byte at least.
            guard !overflow, cells <= bytes.count - reader.position else { return nil }
            var starts: [Int] = []
            starts.reserveCapacity(cells)
            for _ in 0..<cells {
                starts.append(reader.position)
                guard reader.passCell() else { return nil }
            }
            let source = Source(bytes: bytes, starts: starts, width: Int(width))
            answers.append((0..<Int(rows)).map { DatabaseRow(columns: columns, row: $0, of: source) })
        }
        return reader.position == bytes.count ? answers : nil
    }

    /// The cells of one answer, each of which is read when it is asked for.
    private final class Source: RowSource {
        private let bytes: [UInt8]
        private let starts: [Int]
        private let width: Int

        init(bytes: [UInt8], starts: [Int], width: Int) {
            self.bytes = bytes
            self.starts = starts
            self.width = width
        }

        func value(row: Int, column: Int) -> DatabaseCell {
            var reader = Reader(bytes: bytes, position: starts[row * width + column])
            return reader.cell() ?? .null
        }
    }
}

/// Reads from front to back and never beyond the end.
private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>() -> Number? {
        guard bytes.count - position >= MemoryLayout<Number>.size else { return nil }
        defer { position += MemoryLayout<Number>.size }
        return bytes.withUnsafeBytes { bytes in
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
        }
    }

    mutating func text() -> Range<Int>? {
        guard let count: UInt32 = number(), Int(count) <= bytes.count - position else { return nil }
        defer { position += Int(count) }
        return position..<position + Int(count)
    }

    private mutating func tag() -> KeptRows.Tag? {
        guard let byte: UInt8 = number() else { return nil }
        return KeptRows.Tag(rawValue: byte)
    }

    /// Passes a cell; says whether there is one.
    mutating func passCell() -> Bool {
        switch tag() {
        case .null, .no, .yes: return true
        case .int, .double: return (number() as UInt64?) != nil
        case .text, .blob: return text() != nil
        case nil: return false
        }
    }

    mutating func cell() -> DatabaseCell? {
        switch tag() {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .int: return (number() as UInt64?).map { .int(Int64(bitPattern: $0)) }
        case .double: return (number() as UInt64?).map { .double(Double(bitPattern: $0)) }
        case .text: return text().map { .text(String(decoding: bytes[$0], as: UTF8.self)) }
        case .blob: return text().map { .blob(Array(bytes[$0])) }
        case nil: return nil
        }
    }
}
