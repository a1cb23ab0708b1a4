/// The definition of a sequence of numbers; PostgreSQL only.
public struct NumberSequence: Hashable, Sendable {
    /// The sequence's name.
    public let name: ObjectName
    /// The first number.
    public let start: Int?
    /// The step from one number to the next.
    public let increment: Int?
    /// The least number.
    public let minimum: Int?
    /// The greatest number.
    public let maximum: Int?
    /// Whether it begins again after the last.
    public let cycles: Bool

    /// Creates a definition.
    public init(
        _ name: ObjectName,
        start: Int? = nil,
        increment: Int? = nil,
        minimum: Int? = nil,
        maximum: Int? = nil,
        cycles: Bool = false
    ) {
        self.name = name
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cycles = cycles
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
    }
}
