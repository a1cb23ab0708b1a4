import MigratorSystem

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A value that goes into or comes out of a database.
///
/// What SQLite has no type for is stored in a declared way, the same that SQLite's own functions understand:
///
/// | case | PostgreSQL | SQLite |
/// |---|---|---|
/// | `bool` | boolean | INTEGER 0 or 1 |
/// | `decimal` | numeric | NUMERIC; text of up to 15 significant digits, which comes back as written |
/// | `uuid` | uuid | TEXT, 36 lower-case characters |
/// | `json` | json, jsonb | TEXT, as written |
/// | `date` | date | TEXT `YYYY-MM-DD` |
/// | `time` | time | TEXT `HH:MM:SS[.ffffff]` |
/// | `timestamp`, `timestampTZ` | timestamp(tz) | TEXT `YYYY-MM-DD HH:MM:SS[.ffffff]`, the latter in UTC |
public enum DatabaseCell: Hashable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case int(Int64)
    /// A binary floating-point number.
    case double(Double)
    /// A decimal number as its digits, such as `-12.50`.
    case decimal(String)
    /// Text.
    case text(String)
    /// Bytes.
    case blob([UInt8])
    /// A UUID.
    case uuid(UUID)
    /// A JSON document as its text.
    case json(String)
    /// A day of the calendar.
    case date(CalendarDate)
    /// A time of day, without a day.
    case time(TimeOfDay)
    /// A point on the local calendar, without a zone.
    case timestamp(Timestamp)
    /// A point in time.
    case timestampTZ(Timestamp)

    /// Whether two values are the same case of the same value; text is, if its bytes are.
    public static func == (left: DatabaseCell, right: DatabaseCell) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.blob(let left), .blob(let right)): left == right
        case (.uuid(let left), .uuid(let right)): left == right
        case (.date(let left), .date(let right)): left == right
        case (.time(let left), .time(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.timestampTZ(let left), .timestampTZ(let right)): left == right
        case (.text(let left), .text(let right)), (.json(let left), .json(let right)),
            (.decimal(let left), .decimal(let right)):
            left.isExactly(right)
        default: false
        }
    }
}

extension DatabaseCell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    /// Creates text from a literal.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Creates a whole number from a literal.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Creates a floating-point number from a literal.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Creates a truth value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates the null value from `nil`.
    public init(nilLiteral: ()) { self = .null }
}
