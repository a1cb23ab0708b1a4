/// A point in time or on the calendar, in whole microseconds, proleptic Gregorian.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Microseconds since 1970-01-01 00:00:00.
    public let microseconds: Int64

    /// Creates a timestamp from microseconds since 1970-01-01 00:00:00.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates a timestamp from a day and the microseconds since its midnight.
    public init(_ date: CalendarDate, microsecondsOfDay: Int64 = 0) {
        microseconds = Int64(date.daysSinceEpoch) * Self.microsecondsPerDay + microsecondsOfDay
    }

    /// Reads `YYYY-MM-DD[ T]HH:MM[:SS[.ffffff]][Z|±HH[[:]MM]]`, or a bare date; the offset, if any, is applied.
    ///
    /// Returns `nil` for any other text, for a day or a time that does not exist, and for fractions finer than a
    /// microsecond.
    public init?(_ text: some StringProtocol) {
        guard let parsed = CalendarText.timestamp(Array(text.utf8)) else { return nil }
        self = parsed.timestamp
    }

    package static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The day it falls on, in UTC for a point in time.
    public var date: CalendarDate {
        CalendarDate(daysSinceEpoch: Int(dayAndRest.day))
    }

    /// The time of day.
    public var time: TimeOfDay {
        TimeOfDay(microseconds: dayAndRest.rest)
    }

    private var dayAndRest: (day: Int64, rest: Int64) {
        var (day, rest) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        if rest < 0 {
            day -= 1
            rest += Self.microsecondsPerDay
        }
        return (day, rest)
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp: CustomStringConvertible {
    /// `YYYY-MM-DD HH:MM:SS`, with a fraction if there is one.
    public var description: String { "\(date) \(time)" }
}
