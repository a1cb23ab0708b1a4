/// The kind of a column's values, as far as loading needs it.
public enum ColumnKind: Hashable, Sendable {
    /// Whole numbers of 16, 32 or 64 bits.
    case integer(bits: Int)
    /// Binary floating-point numbers of 32 or 64 bits.
    case real(bits: Int)
    /// Decimal numbers; precision and scale in digits, `nil` where the column sets none.
    case decimal(precision: Int?, scale: Int?)
    /// Truth values.
    case boolean
    /// Text; the greatest length in characters, `nil` where the column sets none.
    case text(maximumLength: Int?)
    /// Bytes.
    case blob
    /// UUIDs.
    case uuid
    /// JSON documents.
    case json
    /// Days.
    case date
    /// Times of day.
    case time
    /// Points on the calendar without a zone.
    case timestamp
    /// Points in time.
    case timestampTZ
    /// Values of any type, as SQLite's columns without a type hold them.
    case any
}
