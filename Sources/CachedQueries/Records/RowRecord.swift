public import MigratorDatabase

/// A query's row as a value of a Swift type: the columns, each named once.
public protocol RowRecord: Sendable, Hashable, Codable {
    /// Any record, which a row is read into.
    static var blank: Self { get }

    /// Has all columns read or written, in their order.
    ///
    /// - Throws: What `columns` throws.
    mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure)
}

extension RowRecord {
    /// Reads a row that holds all columns.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` for a column that is missing or of another type.
    public init(row: DatabaseRow) throws(DatabaseFailure) {
        self = .blank
        var columns = RecordColumns(row)
        try visit(&columns)
    }

    /// The values of the columns, in their order.
    public var values: [(column: String, value: DatabaseCell)] { visited(.values).values }

    /// How many bytes the record takes in memory, about: itself and what lies outside of it.
    public var memoryCost: Int { MemoryLayout<Self>.stride + visited(.measure).heapBytes }

    private func visited(_ columns: RecordColumns) -> RecordColumns {
        var (record, columns) = (self, columns)
        // Nothing that is written can be wrong.
        try? record.visit(&columns)
        return columns
    }
}

extension DatabaseCell {
    /// How many bytes the value takes beside its own place.
    var heapBytes: Int {
        switch self {
        case .text(let text), .json(let text), .decimal(let text): text.utf8.count > 15 ? text.utf8.count + 32 : 0
        case .blob(let bytes): bytes.count + 32
        default: 0
        }
    }
}
