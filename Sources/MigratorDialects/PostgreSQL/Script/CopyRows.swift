package import MigratorDatabase
import MigratorSystem

/// Rows of a payload as `COPY … FROM stdin` of PostgreSQL, in the text format.
///
/// https://www.postgresql.org/docs/15/sql-copy.html
package final class CopyRows: ScriptRows {
    private let table: TableName
    private let kinds: [ExactText: ColumnKind]
    private let conflict: BulkConflict
    private let number: Int
    private let writer: ScriptWriter
    /// The columns of the batches that are being written.
    private var columns: [String] = []
    private var shapes = 0
    private var bytes: [UInt8] = []

    init(
        into table: TableName,
        _ columns: [CatalogColumn],
        _ conflict: BulkConflict,
        _ number: Int,
        to writer: ScriptWriter
    ) {
        self.table = table
        kinds = Dictionary(columns.map { (ExactText($0.name), $0.kind) }) { first, _ in first }
        self.conflict = conflict
        self.number = number
        self.writer = writer
    }

    package func write(_ batch: RowBatch) throws {
        if !batch.columns.isExactly(columns) { try begin(batch.columns) }
        let width = batch.columns.count
        let held = batch.columns.map { kinds[ExactText($0)] }
        let wanted = held.indices.filter { held[$0] != nil }
        guard let last = wanted.last else { return }
        bytes.removeAll(keepingCapacity: true)
        batch.bytes.withUnsafeBytes { text in
            for row in 0..<batch.rowCount {
                for column in wanted {
                    append(batch.cells[row * width + column], text, held[column])
                    bytes.append(column == last ? UInt8(ascii: "\n") : UInt8(ascii: "\t"))
                }
            }
        }
        try writer.part(bytes)
    }

    package func finish() throws {
        try end()
        columns = []
    }

    // MARK: Statements

    /// Where rows go that may clash with others, as in the driver's own load.
    private var temporary: TableName { TableName("migrator_load_\(number)_\(shapes)", schema: "pg_temp") }

    private var names: [String] { columns.filter { kinds[ExactText($0)] != nil } }

    private func begin(_ columns: [String]) throws {
        try end()
        self.columns = columns
        guard !names.isEmpty else { return }
        shapes += 1
        let list = names.map(TableName.quote).joined(separator: ", ")
        let target = conflict == .fail ? table : temporary
        if conflict != .fail {
            try writer.statement(
                "CREATE TEMPORARY TABLE \(TableName.quote(temporary.name)) ON COMMIT DROP "
                    + "AS SELECT \(list) FROM \(table.quoted) WITH NO DATA"
            )
        }
        try writer.part(Array("COPY \(target.quoted) (\(list)) FROM stdin;\n".utf8))
    }

    private func end() throws {
        guard !names.isEmpty else { return }
        try writer.part(Array(#"\."#.utf8))
        try writer.endPart()
        guard conflict != .fail else { return }
        try writer.statement(conflict.merge(from: temporary, into: table, names))
        try writer.statement("DROP TABLE \(temporary.quoted)")
    }

    // MARK: Cells

    private func append(_ cell: RowBatch.Cell, _ text: UnsafeRawBufferPointer, _ kind: ColumnKind?) {
        switch cell.kind {
        case .null: bytes += #"\N"#.utf8
        case .int: bytes += String(Int64(bitPattern: cell.bits)).utf8
        case .double: bytes += number(Double(bitPattern: cell.bits), kind).utf8
        case .text:
            let text = text[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)]
            appendEscaped(text)
            // A moment is meant in UTC, whatever zone the session has; one beyond the calendar says so itself.
            if kind == .timestampTZ, CalendarText.timestamp(text) != nil { bytes += "+00".utf8 }
        case .blob:
            bytes += #"\\x"#.utf8
            for byte in text[Int(cell.bits)..<Int(cell.bits) + Int(cell.length)] {
                bytes.append(Self.digits[Int(byte >> 4)])
                bytes.append(Self.digits[Int(byte & 15)])
            }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private func number(_ number: Double, _ kind: ColumnKind?) -> String {
        switch kind {
        // The server must not round a second time.
        case .real(bits: 32): Float(number).description
        case .real: number.description
        // A whole number would be refused for its point.
        default: Int64(exactly: number).map { String($0) } ?? number.description
        }
    }

    private func appendEscaped(_ text: Slice<UnsafeRawBufferPointer>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
            case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
            case UInt8(ascii: "\r"): bytes += #"\r"#.utf8
            case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
            default: bytes.append(byte)
            }
        }
    }
}
