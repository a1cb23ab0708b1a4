/// The definition of a sequence of numbers; PostgreSQL only.
public struct NumberSequence: Hashable, Sendable, Changeable {
    /// The sequence's name.
    public let name: ObjectName
    /// The type of its numbers: `.smallInt`, `.integer` or `.bigInt`, which it is if `nil`.
    public let type: ColumnType?
    /// How it counts.
    public let options: SequenceOptions
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
        options = SequenceOptions(
            start: start,
            increment: increment,
            minimum: minimum,
            maximum: maximum,
            cache: cache,
            cycles: cycles
        )
    }

    /// Creates a definition of a sequence that counts as its options say.
    public init(_ name: ObjectName, type: ColumnType? = nil, counting options: SequenceOptions) {
        self.name = name
        self.type = type
        self.options = options
    }

    /// Lets a column own it: it is dropped with the column.
    public func owned(by table: ObjectName, _ column: String) -> NumberSequence {
        with { $0.owner = ColumnName(table, column) }
    }

    /// The sequence before a column owns it.
    package var withoutOwner: NumberSequence {
        with {
            $0.owner = nil
            $0.formerName = nil
        }
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
        text.number("start", options.start)
        text.number("increment", options.increment)
        text.number("minimum", options.minimum)
        text.number("maximum", options.maximum)
        text.flag("cycles", options.cycles)
        text.value("type", type)
        text.number("cache", options.cache)
        text.value("owner", owner)
        text.string("comment", comment)
    }
}
