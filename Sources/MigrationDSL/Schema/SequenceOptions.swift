/// How numbers are counted, for a sequence or an identity; what is `nil` is PostgreSQL's default.
public struct SequenceOptions: Hashable, Sendable {
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

    /// Creates options.
    public init(
        start: Int? = nil,
        increment: Int? = nil,
        minimum: Int? = nil,
        maximum: Int? = nil,
        cache: Int? = nil,
        cycles: Bool = false
    ) {
        self.start = start
        self.increment = increment
        self.minimum = minimum
        self.maximum = maximum
        self.cache = cache
        self.cycles = cycles
    }
}

extension SequenceOptions: CanonicallySpelled {
    package func spell(into text: inout CanonicalText) {
        text.number("start", start)
        text.number("increment", increment)
        text.number("minimum", minimum)
        text.number("maximum", maximum)
        text.number("cache", cache)
        text.flag("cycles", cycles)
    }
}
