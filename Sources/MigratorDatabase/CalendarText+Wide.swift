extension CalendarText {
    /// A day or a moment as PostgreSQL has them: also before the year 1, after 9999, and at either end of time.
    package struct Wide: Hashable {
        /// Days, or microseconds, since 2000-01-01, as PostgreSQL counts; the greatest and the least number are the ends of
        /// time.
        package let value: Int64
        /// Whether its text bore a zone.
        package let hasZone: Bool

        package var isInfinite: Bool { value == .max || value == .min }

        init(value: Int64, hasZone: Bool = false) {
            self.value = value
            self.hasZone = hasZone
        }

        package init(_ moment: ZonedTimestamp) {
            value = moment.timestamp.microseconds - daysToEpoch * Timestamp.microsecondsPerDay
            hasZone = moment.hasZone
        }
    }

    /// Reads `infinity`, `-infinity`, or `YYYY-MM-DD`, with years of up to seven digits, and ` BC` behind it for those
    /// before 1; `nil` for any other text and for days that PostgreSQL does not have.
    package static func wideDate(_ bytes: some RandomAccessCollection<UInt8>) -> Wide? {
        if let end = endOfTime(bytes) { return end }
        let (text, isBC) = withoutEra(bytes)
        return scan(text) { scanner in
            guard let days = scanner.wideDate(isBC: isBC), scanner.isAtEnd else { return nil }
            return Self.days.contains(days) ? Wide(value: days) : nil
        }
    }

    /// Reads `infinity`, `-infinity`, or a day as ``wideDate(_:)`` does with a time and a zone, `YYYY-MM-DD HH:MM:SS+00 BC`;
    /// the offset is applied.
    package static func wideTimestamp(_ bytes: some RandomAccessCollection<UInt8>) -> Wide? {
        if let end = endOfTime(bytes) { return end }
        let (text, isBC) = withoutEra(bytes)
        return scan(text) { $0.wideTimestamp(isBC: isBC) }
    }

    /// `24:00:00`, the end of a day, which PostgreSQL's times of day have.
    package static func isEndOfDay(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        guard bytes.count >= 5, bytes.prefix(3).elementsEqual("24:".utf8) else { return false }
        return bytes.dropFirst(3).allSatisfy {
            $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
        }
            && time([UInt8(ascii: "0"), UInt8(ascii: "0")] + bytes.dropFirst(2)) != nil
    }

    /// How PostgreSQL writes a moment, in UTC; with `+00` behind the time if it is one in a zone.
    package static func text(ofWide microseconds: Int64, hasZone: Bool) -> String {
        guard microseconds < .max else { return "infinity" }
        guard microseconds > .min else { return "-infinity" }
        var (days, time) = microseconds.quotientAndRemainder(dividingBy: Timestamp.microsecondsPerDay)
        if time < 0 { (days, time) = (days - 1, time + Timestamp.microsecondsPerDay) }
        let date = CalendarDate(daysSinceEpoch: Int(days + daysToEpoch))
        // The year before 1 is 1 BC.
        let year = String(date.year > 0 ? date.year : 1 - date.year)
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded)-\(two(date.month))-\(two(date.day)) \(TimeOfDay(microseconds: time))" + (hasZone ? "+00" : "")
            + (date.year > 0 ? "" : " BC")
    }

    /// Days from 1970-01-01 to 2000-01-01.
    static let daysToEpoch: Int64 = 10_957
    /// The days that PostgreSQL has: from 4714-11-24 BC to 5874897-12-31.
    fileprivate static let days: ClosedRange<Int64> = -2_451_545...2_145_031_948
    /// The first day after its last timestamp, 294277-01-01.
    fileprivate static let endOfMoments: Int64 = 106_751_983

    private static func endOfTime(_ bytes: some RandomAccessCollection<UInt8>) -> Wide? {
        guard bytes.count == 8 || bytes.count == 9 else { return nil }
        let word = bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        if word.elementsEqual("infinity".utf8) { return Wide(value: .max) }
        return word.elementsEqual("-infinity".utf8) ? Wide(value: .min) : nil
    }

    private static func withoutEra<Bytes: RandomAccessCollection<UInt8>>(
        _ bytes: Bytes
    ) -> (text: Bytes.SubSequence, isBC: Bool) {
        let isBC = bytes.count > 3 && bytes.suffix(3).elementsEqual(" BC".utf8)
        return (isBC ? bytes.dropLast(3) : bytes[...], isBC)
    }
}

extension CalendarText.Scanner {
    /// Days since 2000-01-01, if the calendar has such a day.
    mutating func wideDate(isBC: Bool) -> Int64? {
        guard var year = digits(4) else { return nil }
        for _ in 0..<3 {
            guard let digit = digits(1) else { break }
            year = year * 10 + digit
        }
        guard year > 0, take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")), let day = digits(2),
            let days = CalendarDate.days(year: isBC ? 1 - year : year, month: month, day: day)
        else { return nil }
        return Int64(days) - CalendarText.daysToEpoch
    }

    /// A moment that is no end of time.
    mutating func wideTimestamp(isBC: Bool) -> CalendarText.Wide? {
        // An offset may lead over either end, and back.
        guard let days = wideDate(isBC: isBC), days.magnitude <= CalendarText.endOfMoments else { return nil }
        var (micros, hasZone): (Int64, Bool) = (days * Timestamp.microsecondsPerDay, false)
        if !isAtEnd {
            guard take(UInt8(ascii: " ")) || take(UInt8(ascii: "T")), let time = time() else { return nil }
            micros += time
            if !isAtEnd {
                guard let offset = zone(), isAtEnd else { return nil }
                micros -= offset * 1_000_000
                hasZone = true
            }
        }
        let (first, end) = (
            CalendarText.days.lowerBound * Timestamp.microsecondsPerDay,
            CalendarText.endOfMoments * Timestamp.microsecondsPerDay
        )
        guard first <= micros, micros < end else { return nil }
        return CalendarText.Wide(value: micros, hasZone: hasZone)
    }
}
