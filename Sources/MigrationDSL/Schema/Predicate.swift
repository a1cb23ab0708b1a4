/// A condition that chooses the rows of an `update` or a `delete`.
///
/// ```swift
/// op.delete(from: "naming_config", where: Field("config_key") == "default_style")
/// ```
public indirect enum Predicate: Hashable, Sendable {
    /// Every row; written out, so that it is never meant by accident.
    case everyRow
    /// A column compared with a value.
    case comparison(String, Comparison, Value)
    /// A column that is, or is not, null.
    case null(String, Bool)
    /// A column that is one of several values.
    case oneOf(String, [Value])
    /// All of several.
    case all([Predicate])
    /// At least one of several.
    case any([Predicate])
    /// The contrary.
    case not(Predicate)

    /// How a column is compared with a value.
    public enum Comparison: String, Hashable, Sendable {
        /// The same.
        case equal = "="
        /// Another.
        case notEqual = "<>"
        /// Less.
        case less = "<"
        /// Less or the same.
        case lessOrEqual = "<="
        /// Greater.
        case greater = ">"
        /// Greater or the same.
        case greaterOrEqual = ">="
        /// Text of a pattern.
        case like = "LIKE"
    }

    /// The columns that it looks at; of names that Swift takes for the same, one.
    public var columns: Set<String> { Set(columnList) }

    /// The columns that it looks at, as often as it names them.
    package var columnList: [String] {
        switch self {
        case .everyRow: []
        case .comparison(let column, _, _), .null(let column, _), .oneOf(let column, _): [column]
        case .all(let parts), .any(let parts): parts.flatMap(\.columnList)
        case .not(let part): part.columnList
        }
    }

    /// Both.
    public static func && (left: Predicate, right: Predicate) -> Predicate { .all([left, right]) }
    /// At least one of the two.
    public static func || (left: Predicate, right: Predicate) -> Predicate { .any([left, right]) }
    /// The contrary.
    public static prefix func ! (predicate: Predicate) -> Predicate { .not(predicate) }
}

/// A column in a predicate.
public struct Field: Hashable, Sendable {
    /// The column's name.
    public let name: String

    /// Names a column.
    public init(_ name: String) {
        self.name = name
    }

    /// Whether it is null.
    public var isNull: Predicate { .null(name, true) }
    /// Whether it is not null.
    public var isNotNull: Predicate { .null(name, false) }
    /// Whether it is one of several values.
    public func isOne(of values: [Value]) -> Predicate { .oneOf(name, values) }
    /// Whether its text is of a pattern, with `%` for any text and `_` for any character.
    public func isLike(_ pattern: String) -> Predicate { .comparison(name, .like, .text(pattern)) }

    /// Whether it is the value; `nil` asks for null.
    public static func == (field: Field, value: Value) -> Predicate {
        value == .null ? field.isNull : .comparison(field.name, .equal, value)
    }
    /// Whether it is another value; `nil` asks for anything but null.
    public static func != (field: Field, value: Value) -> Predicate {
        value == .null ? field.isNotNull : .comparison(field.name, .notEqual, value)
    }
    /// Whether it is less.
    public static func < (field: Field, value: Value) -> Predicate { .comparison(field.name, .less, value) }
    /// Whether it is less or the same.
    public static func <= (field: Field, value: Value) -> Predicate { .comparison(field.name, .lessOrEqual, value) }
    /// Whether it is greater.
    public static func > (field: Field, value: Value) -> Predicate { .comparison(field.name, .greater, value) }
    /// Whether it is greater or the same.
    public static func >= (field: Field, value: Value) -> Predicate { .comparison(field.name, .greaterOrEqual, value) }
}

extension Predicate: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch self {
        case .everyRow: text.flag("everyRow", true)
        case .comparison(let column, let comparison, let value):
            text.string(comparison.rawValue, column)
            value.spell(into: &text)
        case .null(let column, let isNull): text.string(isNull ? "null" : "notNull", column)
        case .oneOf(let column, let values):
            text.string("in", column)
            text.values("values", values)
        case .all(let parts): text.values("all", parts)
        case .any(let parts): text.values("any", parts)
        case .not(let part): text.value("not", part)
        }
    }
}
