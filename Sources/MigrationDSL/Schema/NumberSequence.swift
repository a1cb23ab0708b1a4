/// The definition of a sequence of numbers; PostgreSQL only.
public struct NumberSequence: Hashable, Sendable, Changeable {
    /// The sequence's name.
    public let name: ObjectName
    /// The type of its numbers: `.smallInt`, `.integer` or `.bigInt`, which it is if `nil`.
    public let type: ColumnType?
    /// The first number.
    public let start: Int?
    /// The step from one number to the next.
    public let increment: Int?
    /// The least number.
    public let minimum: Int?
    /// The greatest number.
    public let maximum: Int?
    /// How many numbers a session takes at a time.
    public let cache: Int?
    /// Whether it begins again after the last.
    public let cycles: Bool
    /// The column that it goes with when that is dropped.
    public private(set) var owner: ColumnName?
    /// What it is for.
    public private(set) var comment: String?
    /// The name that it had, for a declared schema.
    public private(set) var formerName: String?

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        type: ColumnType? = nil,
        start: Int? = nil,
        increment: Int? = nil,
        minimum: Int? = nil,
        maximum: Int? = nil,
        cache: Int? = nil,
        cycles: Bool = false
    ) {
        self.name = name
        self.type = type
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cache = cache
        self.cycles = cycles
    }

    /// How it counts.
    public var options: SequenceOptions {
        SequenceOptions(
            start: start,
            increment: increment,
            minimum: minimum,
            maximum: maximum,
            cache: cache,
            cycles: cycles
        )
    }

    /// Lets a column own it: it is dropped with the column.
    public func owned(by table: ObjectName, _ column: String) -> NumberSequence {
        with { $0.owner = ColumnName(table, column) }
    }

    /// Says what it is for.
    public func comment(_ comment: String) -> NumberSequence {
        with { $0.comment = comment }
    }

    /// Says the name that it had; counts where a database has only that.
    public func renamed(from name: String) -> NumberSequence {
        with { $0.formerName = name }
    }
}

extension NumberSequence: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.number("start", start)
        text.number("increment", increment)
        text.number("minimum", minimum)
        text.number("maximum", maximum)
        text.flag("cycles", cycles)
        text.value("type", type)
        text.number("cache", cache)
        text.value("owner", owner)
        text.string("comment", comment)
    }
}
