import CMigratorPostgres
import MigratorDatabase

extension CopyBuffer {
    /// Fills the buffer in the text format, which any type can be read from.
    mutating func fillText(_ batch: RowBatch, _ types: [Oid], _ source: any BulkSource) throws(DatabaseFailure) {
        removeAll()
        let width = types.count
        for (index, cell) in batch.cells.enumerated() {
            let (row, column) = index.quotientAndRemainder(dividingBy: width)
            let type = PostgresType(rawValue: types[column])
            // To a text column the hexadecimal digits would be text like any other.
            if cell.kind == .blob, let type, type != .bytea {
                throw DatabaseFailure(
                    .wrongType,
                    "\(source.describe(row: row)): column \(batch.columns[column]) takes no bytes"
                )
            }
            batch.bytes.withUnsafeBytes { appendText(cell, $0, type) }
            append(byte: column + 1 == width ? UInt8(ascii: "\n") : UInt8(ascii: "\t"))
        }
    }

    private mutating func appendText(_ cell: RowBatch.Cell, _ bytes: UnsafeRawBufferPointer, _ type: PostgresType?) {
        switch cell.kind {
        case .null: append(contentsOf: "\\N".utf8)
        case .int: append(contentsOf: String(Int64(bitPattern: cell.bits)).utf8)
        case .double:
            let number = Double(bitPattern: cell.bits)
            // As text a whole number would be refused for its point.
            append(contentsOf: (Int64(exactly: number).map { String($0) } ?? number.description).utf8)
        case .text:
            let text = Self.slice(bytes, cell)
            appendEscaped(text)
            // A moment without a zone is meant in UTC, in any zone of the session.
            if type == .timestamptz, let moment = CalendarText.timestamp(text), !moment.hasZone {
                append(contentsOf: (text.count > 10 ? "+00" : " 00:00:00+00").utf8)
            }
        case .blob:
            append(contentsOf: "\\\\x".utf8)
            let digits = Array("0123456789abcdef".utf8)
            for byte in Self.slice(bytes, cell) {
                append(byte: digits[Int(byte >> 4)])
                append(byte: digits[Int(byte & 15)])
            }
        }
    }

    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"): append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): append(contentsOf: "\\t".utf8)
            default: append(byte: byte)
            }
        }
    }
}
