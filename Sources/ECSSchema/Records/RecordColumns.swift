public import MigratorDatabase

/// The columns of a record, which are read, written or measured one by one, in the table's order.
public struct RecordColumns {
    private enum Work {
        case readRow, readBytes, writeValues, writeBytes, measure
    }

    private let work: Work
    private var row = DatabaseRow(columns: [], values: [])
    /// Where the next column is, if the row has them in the table's order.
    private var place = 0
    private var source = ValueBytes.Source(UnsafeRawBufferPointer(start: nil, count: 0))
    private(set) var values: [(column: String, value: DatabaseCell)] = []
    private(set) var bytes: [UInt8] = []
    /// How many bytes the values take beside their own places.
    private(set) var heapBytes = 0

    private init(_ work: Work) {
        self.work = work
    }

    /// Writes values.
    static var values: RecordColumns { RecordColumns(.writeValues) }
    /// Writes bytes, those of any number of records.
    static var bytes: RecordColumns { RecordColumns(.writeBytes) }
    /// Counts what is on the heap.
    static var measure: RecordColumns { RecordColumns(.measure) }

    /// Reads a row.
    init(_ row: DatabaseRow) {
        work = .readRow
        self.row = row
    }

    /// Reads bytes, which must stay where they are.
    init(_ bytes: UnsafeRawBufferPointer) {
        work = .readBytes
        source = ValueBytes.Source(bytes)
    }

    /// Takes a column.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` if what is read has no such column, or another type of value
    ///   there.
    public mutating func column<Value: RecordValue>(_ name: String, _ value: inout Value) throws(DatabaseFailure) {
        switch work {
        case .readRow:
            if row.columns.indices.contains(place), row.columns[place] == name,
                let read = Value(databaseCell: row[place])
            {
                value = read
                place += 1
            } else {
                value = try row.get(name)
            }
        case .readBytes: value = try next(name)
        case .writeValues: values.append((name, value.databaseCell))
        case .writeBytes: ValueBytes.append(value.databaseCell, to: &bytes)
        case .measure: heapBytes += value.databaseCell.heapBytes
        }
    }

    /// Takes a list that a json column holds.
    ///
    /// - Throws: `DatabaseFailure` with code `.wrongType` if what is read has no such column, or no such list there.
    public mutating func list<Element: RecordValue & Codable>(
        _ name: String,
        _ value: inout [Element]
    ) throws(DatabaseFailure) {
        switch work {
        case .readRow:
            var document = JSONText("")
            try column(name, &document)
            guard let list = try? document.decoded(as: [Element].self) else {
                throw DatabaseFailure(.wrongType, "column \(name) holds no JSON list of \(Element.self)")
            }
            value = list
        case .readBytes:
            guard let count = source.count() else { throw Self.unreadable(name) }
            value = []
            value.reserveCapacity(min(count, 1024))
            for _ in 0..<count { value.append(try next(name)) }
        case .writeValues:
            var document = try? JSONText(encoding: value)
            try column(name, &document)
        case .writeBytes:
            append(count: value.count)
            for element in value { ValueBytes.append(element.databaseCell, to: &bytes) }
        case .measure:
            heapBytes += value.reduce(32) { $0 + MemoryLayout<Element>.stride + $1.databaseCell.heapBytes }
        }
    }

    // MARK: Bytes

    /// Says how many of something follow.
    mutating func append(count: Int) {
        ValueBytes.append(count: UInt64(count), to: &bytes)
    }

    /// How many of something follow.
    mutating func count() throws(DatabaseFailure) -> Int {
        guard let count = source.count() else { throw Self.unreadable("a count") }
        return count
    }

    /// Whether all bytes are read.
    var isAtEnd: Bool { source.isEmpty }

    private mutating func next<Value: RecordValue>(_ name: String) throws(DatabaseFailure) -> Value {
        guard let value = source.value().flatMap(Value.init(databaseCell:)) else { throw Self.unreadable(name) }
        return value
    }

    static func unreadable(_ name: String) -> DatabaseFailure {
        DatabaseFailure(.wrongType, "the bytes of a record end, or hold something else, at \(name)")
    }
}
