/// A batch of rows on their way into a table, in one buffer: the form in which payloads reach a driver.
///
/// Cells stand row by row. Text and bytes of all cells lie one after the other in ``bytes``; a cell names its part by
/// offset and length, so that a batch of any number of rows costs two allocations that the next batch uses again.
public struct RowBatch: Sendable {
    /// One value of a row.
    public struct Cell: Sendable {
        /// The form of a cell's value.
        public enum Kind: UInt8, Sendable {
            /// No value.
            case null
            /// A whole number.
            case int
            /// A floating-point number.
            case double
            /// UTF-8 text.
            case text
            /// Bytes.
            case blob
        }

        /// The form of the value.
        public let kind: Kind
        /// The number of bytes of text or of a blob.
        public let length: UInt32
        /// The number's bits, or the offset of the bytes in ``RowBatch/bytes``.
        public let bits: UInt64

        init(kind: Kind, length: UInt32 = 0, bits: UInt64 = 0) {
            self.kind = kind
            self.length = length
            self.bits = bits
        }
    }

    /// The columns that the rows fill, in the order of the cells; all rows of a batch fill the same.
    public var columns: [String]
    /// The cells, row by row.
    public private(set) var cells: [Cell] = []
    /// The bytes of text and blob cells.
    public private(set) var bytes: [UInt8] = []
    /// The rows as a driver has encoded them before, in place of cells.
    public private(set) var image: Image?
    /// The number of whole rows.
    public var rowCount: Int { image?.rowCount ?? (columns.isEmpty ? 0 : cells.count / columns.count) }

    /// Creates an empty batch.
    public init(columns: [String] = []) {
        self.columns = columns
    }

    /// Creates a batch of rows that a driver has encoded before.
    package init(columns: [String], image: Image) {
        self.columns = columns
        self.image = image
    }

    /// Creates a batch of cells, whose texts and blobs lie one after the other.
    init(columns: [String], cells: [Cell], bytes: [UInt8]) {
        self.columns = columns
        self.cells = cells
        self.bytes = bytes
    }

    /// Empties the batch and keeps its memory.
    public mutating func removeAll() {
        image = nil
        cells.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Leaves out the first rows.
    package mutating func removeFirst(_ rows: Int) {
        if rows >= rowCount { return removeAll() }
        cells.removeFirst(rows * columns.count)
    }

    /// Appends a null.
    @inlinable public mutating func appendNull() {
        append(kind: .null, length: 0, bits: 0)
    }

    /// Appends a whole number.
    @inlinable public mutating func append(_ value: Int64) {
        append(kind: .int, length: 0, bits: UInt64(bitPattern: value))
    }

    /// Appends a floating-point number.
    @inlinable public mutating func append(_ value: Double) {
        append(kind: .double, length: 0, bits: value.bitPattern)
    }

    /// Appends text given as valid UTF-8.
    public mutating func append(text: UnsafeRawBufferPointer) {
        append(kind: .text, text)
    }

    /// Appends text.
    public mutating func append(text: String) {
        var text = text
        text.withUTF8 { append(kind: .text, UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes.
    public mutating func append(blob: UnsafeRawBufferPointer) {
        append(kind: .blob, blob)
    }

    private mutating func append(kind: Cell.Kind, _ buffer: UnsafeRawBufferPointer) {
        append(kind: kind, length: UInt32(buffer.count), bits: UInt64(bytes.count))
        bytes.append(contentsOf: buffer)
    }

    @usableFromInline mutating func append(kind: Cell.Kind, length: UInt32, bits: UInt64) {
        cells.append(Cell(kind: kind, length: length, bits: bits))
    }
}
