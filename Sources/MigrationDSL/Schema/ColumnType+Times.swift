extension ColumnType {
    /// A type that may be given with a precision.
    package enum Timed: String, Hashable, Sendable {
        case time, timeTZ, timestamp, timestampTZ
    }

    /// Times of day with their offset from UTC.
    public static let timeTZ = ColumnType(.timeTZ)

    /// Times of day with `precision` digits after the second's point.
    public static func time(_ precision: Int) -> ColumnType {
        ColumnType(.timed(.time, precision: precision))
    }

    /// Times of day with their offset from UTC, with `precision` digits after the second's point.
    public static func timeTZ(_ precision: Int) -> ColumnType {
        ColumnType(.timed(.timeTZ, precision: precision))
    }

    /// Points on the calendar with `precision` digits after the second's point.
    public static func timestamp(_ precision: Int) -> ColumnType {
        ColumnType(.timed(.timestamp, precision: precision))
    }

    /// Points in time with `precision` digits after the second's point.
    public static func timestampTZ(_ precision: Int) -> ColumnType {
        ColumnType(.timed(.timestampTZ, precision: precision))
    }

    /// Spans of time of these fields, with `precision` digits after the second's point.
    public static func interval(_ fields: IntervalFields? = nil, precision: Int? = nil) -> ColumnType {
        if fields == nil, precision == nil { return interval }
        return ColumnType(.spanned(fields, precision: precision))
    }
}

/// The fields that spans of time are kept in; PostgreSQL only.
public enum IntervalFields: String, Hashable, Sendable, CaseIterable {
    /// Years.
    case year = "YEAR"
    /// Months.
    case month = "MONTH"
    /// Days.
    case day = "DAY"
    /// Hours.
    case hour = "HOUR"
    /// Minutes.
    case minute = "MINUTE"
    /// Seconds.
    case second = "SECOND"
    /// Years and months.
    case yearToMonth = "YEAR TO MONTH"
    /// Days and hours.
    case dayToHour = "DAY TO HOUR"
    /// Days to minutes.
    case dayToMinute = "DAY TO MINUTE"
    /// Days to seconds.
    case dayToSecond = "DAY TO SECOND"
    /// Hours and minutes.
    case hourToMinute = "HOUR TO MINUTE"
    /// Hours to seconds.
    case hourToSecond = "HOUR TO SECOND"
    /// Minutes and seconds.
    case minuteToSecond = "MINUTE TO SECOND"
}
