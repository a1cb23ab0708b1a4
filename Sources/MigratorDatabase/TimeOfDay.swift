/// A time of day, in whole microseconds since midnight.
public struct TimeOfDay: Hashable, Sendable, Comparable {
    /// Microseconds since midnight.
    public let microseconds: Int64

    /// Creates a time of day from microseconds since midnight.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Reads `HH:MM[:SS[.ffffff]]`; returns `nil` for any other text.
    public init?(_ text: some StringProtocol) {
        guard let time = CalendarText.time(Array(text.utf8)) else { return nil }
        self = time
    }

    /// Orders by time.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `HH:MM:SS`, with a fraction if there is one.
    public var description: String {
        let seconds = microseconds / 1_000_000
        let fraction = microseconds % 1_000_000
        let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        guard fraction != 0 else { return clock }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(clock).\(digits)"
    }

    private func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
