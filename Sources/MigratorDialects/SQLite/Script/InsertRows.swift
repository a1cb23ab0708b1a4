package import MigratorDatabase
import MigratorSystem

/// Rows of a payload as INSERTs of many rows each, for SQLite.
package final class InsertRows: ScriptRows {
    private let table: TableName
    private let known: Set<ExactText>
    private let conflict: BulkConflict
    private let writer: ScriptWriter
    private var bytes: [UInt8] = []

    private static let rowsAtOnce = 50

    init(into table: TableName, _ columns: [CatalogColumn], _ conflict: BulkConflict, to writer: ScriptWriter) {
        self.table = table
        known = Set(columns.map { ExactText($0.name) })
        self.conflict = conflict
        self.writer = writer
    }

    package func write(_ batch: RowBatch) throws {
        let width = batch.columns.count
        let wanted = batch.columns.indices.filter { known.contains(ExactText(batch.columns[$0])) }
        guard let first = wanted.first else { return }
        let names = wanted.map { batch.columns[$0] }
        let list = names.map(TableName.quote).joined(separator: ", ")
        // OR ABORT, so that no ON CONFLICT clause of the table drops rows on the way.
        let head = Array("INSERT OR ABORT INTO \(table.quoted) (\(list)) VALUES".utf8)
        let tail = Array((conflict.clause(names) + ";").utf8)
        var start = 0
        while start < batch.rowCount {
            let end = min(batch.rowCount, start + Self.rowsAtOnce)
            bytes.removeAll(keepingCapacity: true)
            bytes += head
            batch.bytes.withUnsafeBytes { text in
                for row in start..<end {
                    bytes += (row == start ? "\n(" : ",\n(").utf8
                    for column in wanted {
                        if column != first { bytes += ", ".utf8 }
                        append(batch.cells[row * width + column], text)
                    }
                    bytes.append(UInt8(ascii: ")"))
                }
            }
            bytes += tail
            try writer.part(bytes)
            try writer.endPart()
            start = end
        }
    }

    package func finish() {}

    // MARK: Cells

    private func append(_ cell: RowBatch.Cell, _ text: UnsafeRawBufferPointer) {
        switch cell.kind {
        case .null: bytes += "NULL".utf8
        case .int: bytes += String(Int64(bitPattern: cell.bits)).utf8
        case .double: bytes += Self.literal(Double(bitPattern: cell.bits)).utf8
        case .text: append(text: text[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)])
        case .blob:
            bytes += "X'".utf8
            for byte in text[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)] {
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            }
            bytes.append(UInt8(ascii: "'"))
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private func append(text: Slice<UnsafeRawBufferPointer>) {
        guard !text.contains(0x0D) else {
            bytes += SQLiteShellText.literal(String(decoding: text, as: UTF8.self)).utf8
            return
        }
        let quote = UInt8(ascii: "'")
        bytes.append(quote)
        for byte in text {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    /// A number such that SQLite reads the very same.
    ///
    /// SQLite may err in the last bit of the shortest digits that mean a number, as these can lie near its neighbour;
    /// so its shell writes twenty digits, and so does this, unless fewer are exactly the number.
    static func literal(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NULL" : number < 0 ? "-9e999" : "9e999" }
        let text = number.scientific(decimals: 19)
        let digits = text.utf8.prefix { $0 != UInt8(ascii: "e") }
        let significant = digits.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
        let zeros = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        return significant.count - zeros > 15 ? text : number.description
    }
}
