/// Changes how a sequence counts; PostgreSQL only.
public struct AlterSequence: Sendable {
    /// The sequence's name.
    public let name: ObjectName
    /// What changes.
    public let change: SequenceChange
    /// What it was before, which makes the operation reversible.
    public let previous: SequenceChange?
}

/// Aspects of a sequence that change together; `nil` leaves an aspect as it is.
public struct SequenceChange: Hashable, Sendable {
    /// The type of its numbers.
    public let type: ColumnType?
    /// The number at which a restart begins.
    public let start: Int?
    /// The step from one number to the next.
    public let increment: Int?
    /// The least number; without one it is the type's.
    public let minimum: ColumnChange.Change<Int>?
    /// The greatest number; without one it is the type's.
    public let maximum: ColumnChange.Change<Int>?
    /// How many numbers a session takes at a time.
    public let cache: Int?
    /// Whether it begins again after the last.
    public let cycles: Bool?
    /// The column that it goes with when that is dropped.
    public let owner: ColumnChange.Change<ColumnName>?

    /// Creates a change.
    public init(
        type: ColumnType? = nil,
        start: Int? = nil,
        increment: Int? = nil,
        minimum: ColumnChange.Change<Int>? = nil,
        maximum: ColumnChange.Change<Int>? = nil,
        cache: Int? = nil,
        cycles: Bool? = nil,
        owner: ColumnChange.Change<ColumnName>? = nil
    ) {
        self.type = type
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cache = cache
        self.cycles = cycles
        self.owner = owner
    }
}

extension SequenceChange: AspectChange {
    var aspects: [String] {
        [
            type == nil ? nil : "type",
            start == nil ? nil : "start",
            increment == nil ? nil : "increment",
            minimum == nil ? nil : "minimum",
            maximum == nil ? nil : "maximum",
            cache == nil ? nil : "cache",
            cycles == nil ? nil : "cycles",
            owner == nil ? nil : "owner",
        ].compactMap(\.self)
    }
}

extension AlterSequence: OperationDetails {
    package static var tag: String { "alterSequence" }
    package var summary: String { "alter sequence \(name)" }
    package var touched: Touched { Touched(tables: [], schema: true) }

    package func reversed() throws(Irreversible) -> [Operation] {
        let back = try undone(change, was: previous, "the sequence")
        return [Operation(AlterSequence(name: name, change: back, previous: change))]
    }

    package func call() -> OperationCall {
        OperationCall("alterSequence", .objectName(name))
            .with("to", .sequenceChange(change))
            .with("was", previous.map { .sequenceChange($0) })
    }

    package func spell(into text: inout CanonicalText) {
        name.spell(into: &text)
        text.value("type", change.type)
        text.number("start", change.start)
        text.number("increment", change.increment)
        text.change("minimum", change.minimum)
        text.change("maximum", change.maximum)
        text.number("cache", change.cache)
        if let cycles = change.cycles { text.flag(cycles ? "cycles" : "stops", true) }
        text.change("owner", change.owner)
    }
}

extension Operations {
    /// Changes how a sequence counts; `was` makes the operation reversible.
    ///
    /// ```sql
    /// ALTER SEQUENCE "agent_numbers" INCREMENT BY 10 NO MAXVALUE
    /// ```
    @discardableResult
    public func alterSequence(
        _ name: ObjectName,
        to change: SequenceChange,
        was previous: SequenceChange? = nil
    ) -> RecordedOperation {
        record(AlterSequence(name: name, change: change, previous: previous))
    }
}
