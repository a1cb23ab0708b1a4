/// A value that a revision writes down: in a row, a default or a predicate.
///
/// Literals do: `nil`, `true`, `7`, `0.5`, `"fox"`; arrays and dictionaries of literals are JSON.
public indirect enum Value: Hashable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A whole number.
    case int(Int64)
    /// A binary floating-point number; must be finite.
    case double(Double)
    /// A decimal number as its digits, such as `-12.50`.
    case decimal(String)
    /// Text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
    /// A UUID as its text.
    case uuid(String)
    /// A JSON document as its text.
    case json(String)
    /// A JSON array.
    case array([Value])
    /// A JSON object, its members in order.
    case object([Member])
    /// A day, `YYYY-MM-DD`.
    case date(String)
    /// A point in time or on the calendar, `YYYY-MM-DD HH:MM:SS[.ffffff][±HH:MM]`.
    case timestamp(String)

    /// A member of a JSON object.
    public struct Member: Hashable, Sendable {
        /// The member's name.
        public let name: String
        /// The member's value.
        public let value: Value

        /// Creates a member.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Creates the null value.
    public init(nilLiteral: ()) { self = .null }
    /// Creates a truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates a whole number.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// Creates a floating-point number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Creates text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Creates a JSON array.
    public init(arrayLiteral elements: Value...) { self = .array(elements) }
    /// Creates a JSON object.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension Value: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch self {
        case .null: text.flag("null", true)
        case .bool(let value): text.string("bool", value ? "true" : "false")
        case .int(let value): text.string("int", String(value))
        case .double(let value): text.string("double", String(value.bitPattern, radix: 16))
        case .decimal(let value): text.string("decimal", value)
        case .text(let value): text.string("text", value)
        case .bytes(let value): text.string("bytes", value.map { String($0, radix: 16) }.joined(separator: " "))
        case .uuid(let value): text.string("uuid", value.lowercased())
        case .json, .array, .object: text.string("json", jsonText)
        case .date(let value): text.string("date", value)
        case .timestamp(let value): text.string("timestamp", value)
        }
    }
}
