/// The value of a column in a row that gives none.
public struct DefaultValue: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case value(Value)
        case currentTimestamp, currentDate, currentTime
        case expression(SQLText)
    }

    package let kind: Kind

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// The time at which the statement's transaction began.
    public static let currentTimestamp = DefaultValue(.currentTimestamp)
    /// The day on which it began.
    public static let currentDate = DefaultValue(.currentDate)
    /// The time of day at which it began.
    public static let currentTime = DefaultValue(.currentTime)

    /// A value.
    public static func value(_ value: Value) -> DefaultValue {
        DefaultValue(.value(value))
    }

    /// An expression in SQL, such as `gen_random_uuid()`.
    public static func expression(_ sql: SQLText) -> DefaultValue {
        DefaultValue(.expression(sql))
    }
}

extension DefaultValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    /// Creates a default from a truth value.
    public init(booleanLiteral value: Bool) { self.init(.value(.bool(value))) }
    /// Creates a default from a whole number.
    public init(integerLiteral value: Int64) { self.init(.value(.int(value))) }
    /// Creates a default from a floating-point number.
    public init(floatLiteral value: Double) { self.init(.value(.double(value))) }
    /// Creates a default from text: a value, not an expression.
    public init(stringLiteral value: String) { self.init(.value(.text(value))) }
}

extension DefaultValue: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        switch kind {
        case .value(let value): value.spell(into: &text)
        case .currentTimestamp, .currentDate, .currentTime: text.flag("\(kind)", true)
        case .expression(let sql): text.value("expression", sql)
        }
    }
}
