public import MigratorDatabase

/// The columns of a record, which are read, written or measured one by one, in the table's order.
public struct RecordColumns {
    @usableFromInline
    enum Work {
        case readRow, readBytes, writeValues, writeBytes, measure
    }

    @usableFromInline let work: Work
    @usableFromInline let isReading: Bool
    private var row = DatabaseRow(columns: [], values: [])
    /// The index of the next column, if the row has them in the table's order.
    private var position = 0
    private var source = ValueBytes.Source(UnsafeRawBufferPointer(start: nil, count: 0))
    private(set) var values: [(column: String, value: DatabaseCell)] = []
    private(set) var bytes: [UInt8] = []
    /// How many bytes the values take beside their own places.
    private(set) var heapBytes = 0

    private init(_ work: Work) {
        self.work = work
        isReading = work == .readRow || work == .readBytes
    }

    /// Writes values.
    static var values: RecordColumns { RecordColumns(.writeValues) }
    /// Writes bytes, those of any number of records.
    static var bytes: RecordColumns { RecordColumns(.writeBytes) }
    /// Counts what is on the heap.
    static var measure: RecordColumns { RecordColumns(.measure) }

    /// Reads a row.
    init(_ row: DatabaseRow) {
        self.init(.readRow)
        self.row = row
    }

    /// Reads bytes, which must stay where they are.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(.readBytes)
        source = ValueBytes.Source(bytes)
    }

    /// Takes a column.
    ///
    /// It is compiled where the record is, which knows the types: fifty records have a thousand values.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` if what is read has no such column, or another type of value
    ///   there.
    @inlinable
    public mutating func column<Value: RecordValue>(_ name: String, _ value: inout Value) throws(DatabaseFailure) {
        guard isReading else { return write(name, value.databaseCell) }
        if let cell = next(name), let read = Value(databaseCell: cell) {
            value = read
        } else {
            value = try found(name)
        }
    }

    // MARK: Cells

    /// The next cell; `nil` if a row has another column next, or the bytes are at their end.
    @usableFromInline
    mutating func next(_ name: String) -> DatabaseCell? {
        guard work == .readRow else { return source.value() }
        guard row.columns.indices.contains(position), row.columns[position] == name else { return nil }
        defer { position += 1 }
        return row[position]
    }

    /// The value of a row's column wherever it stands; bytes have no other position.
    @usableFromInline
    func found<Value: RecordValue>(_ name: String) throws(DatabaseFailure) -> Value {
        guard work == .readRow else { throw Self.unreadable(name) }
        return try row.get(name)
    }

    @usableFromInline
    mutating func write(_ name: String, _ cell: DatabaseCell) {
        switch work {
        case .writeValues: values.append((name, cell))
        case .writeBytes: ValueBytes.append(cell, to: &bytes)
        case .measure: heapBytes += cell.heapBytes
        case .readRow, .readBytes: break
        }
    }

    @usableFromInline
    mutating func weigh(_ bytes: Int) {
        heapBytes += bytes
    }

    // MARK: Bytes

    /// Says how many of something follow.
    @usableFromInline
    mutating func append(count: Int) {
        ValueBytes.append(count: UInt64(count), to: &bytes)
    }

    /// How many of something follow.
    @usableFromInline
    mutating func count(_ name: String = "a count") throws(DatabaseFailure) -> Int {
        guard let count = source.count() else { throw Self.unreadable(name) }
        return count
    }

    /// Whether all bytes are read.
    var isAtEnd: Bool { source.isEmpty }

    /// The error for bytes that are no record.
    @usableFromInline
    package static func unreadable(_ name: String) -> DatabaseFailure {
        DatabaseFailure(.wrongType, "the bytes of a record end, or hold something else, at \(name)")
    }
}
