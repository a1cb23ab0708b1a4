/// Which values the columns of a database keep, so that those it would refuse or change are found before they are sent.
package struct CellRules: Hashable, Sendable {
    /// Which days and times there are.
    package enum Calendar: Hashable, Sendable {
        /// The years from 1 to 9999, and times of day before 24:00:00.
        case common
        /// PostgreSQL's: years before 1 and after 9999, both ends of time, and 24:00:00.
        case wide
    }

    /// Which decimal numbers come back as they were written.
    package enum Decimals: Hashable, Sendable {
        /// So many digits before the point, and so many behind it; also what is not a number, and the infinite.
        case exact(integerDigits: Int, fractionDigits: Int)
        /// They are kept as doubles, which have so many digits of any decimal.
        case double(digits: Int)
    }

    /// Which days and times there are.
    package let calendar: Calendar
    /// Whether the time of a column without a zone is in UTC, so that a zone in a value is not lost.
    package let convertsZones: Bool
    /// Whether columns of whole numbers also keep truth values.
    package let numbersHoldTruth: Bool
    /// Whether floating-point columns keep what is not a number.
    package let keepsNotANumber: Bool
    /// Which decimal numbers come back as they were written.
    package let decimals: Decimals
    /// Whether the words in a column's declared type decide if text that looks like a number becomes one.
    package let numbersByAffinity: Bool
    /// Whether a column may hold an array.
    package let hasArrays: Bool

    /// Creates the rules; what is left out is refused.
    package init(
        calendar: Calendar = .common,
        convertsZones: Bool = false,
        numbersHoldTruth: Bool = false,
        keepsNotANumber: Bool = false,
        decimals: Decimals,
        numbersByAffinity: Bool = false,
        hasArrays: Bool = false
    ) {
        self.calendar = calendar
        self.convertsZones = convertsZones
        self.numbersHoldTruth = numbersHoldTruth
        self.keepsNotANumber = keepsNotANumber
        self.decimals = decimals
        self.numbersByAffinity = numbersByAffinity
        self.hasArrays = hasArrays
    }
}
