/// A value of a row that a program gives: what a revision's literal and computed rows are mapped to.
package enum PayloadValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// A decimal number as its digits, such as `-12.50`.
    case decimal(String)
    /// Text; also how UUIDs, dates and times are written.
    case string(String)
    /// JSON as its text.
    case json(String)
    case bytes([UInt8])
}

/// A row that a program gives: names and values, in any order.
package typealias PayloadRow = [(name: String, value: PayloadValue)]
