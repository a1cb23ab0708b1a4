import MigratorDatabase
import Testing

@Suite struct CalendarTests {
    @Test func aDayAndItsNumberAgree() throws {
        let first = try #require(CalendarDate(year: 1, month: 1, day: 1))
        let last = try #require(CalendarDate(year: 9999, month: 12, day: 31))
        #expect(first.daysSinceEpoch == -719_162)
        #expect(last.daysSinceEpoch == 2_932_896)
        var previous: CalendarDate?
        for days in stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: 13) {
            let date = CalendarDate(daysSinceEpoch: days)
            #expect(date.daysSinceEpoch == days)
            #expect(CalendarDate(year: date.year, month: date.month, day: date.day) == date)
            if let previous { #expect(previous < date) }
            previous = date
        }
    }

    @Test(arguments: [(1900, false), (2000, true), (2023, false), (2024, true), (2100, false)])
    func leapYears(_ year: Int, _ isLeap: Bool) {
        #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == isLeap)
    }

    @Test(arguments: ["0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "9999-12-31"])
    func aDateReadsAsItIsWritten(_ text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(arguments: [
        "", "2024", "2024-2-29", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "0000-01-01", "24-01-01",
        "2024-01-01 ", " 2024-01-01", "2024/01/01", "-024-01-01", "2024-01-01T00:00",
    ])
    func textThatIsNoDate(_ text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(arguments: [
        ("00:00", 0 as Int64), ("23:59:59.999999", 86_399_999_999), ("12:34", 45_240_000_000),
        ("01:02:03.5", 3_723_500_000),
        ("01:02:03.000001", 3_723_000_001), ("01:02:03.5000000", 3_723_500_000),
    ])
    func timesOfDay(_ text: String, _ microseconds: Int64) {
        #expect(TimeOfDay(text)?.microseconds == microseconds)
    }

    @Test(arguments: ["", "1:02", "24:00", "12:60", "12:00:60", "12:00:00.", "12:00:00.0000001", "12:00Z", "12:00:00 "])
    func textThatIsNoTime(_ text: String) {
        #expect(TimeOfDay(text) == nil)
    }

    @Test func aTimeIsWrittenInFull() {
        #expect(TimeOfDay(microseconds: 0).description == "00:00:00")
        #expect(TimeOfDay(microseconds: 3_723_500_000).description == "01:02:03.5")
        #expect(TimeOfDay(microseconds: 1).description == "00:00:00.000001")
    }

    @Test(arguments: [
        ("1970-01-01", 0 as Int64, false), ("1970-01-01 00:00", 0, false), ("1970-01-01T00:00:01", 1_000_000, false),
        ("1969-12-31 23:59:59.999999", -1, false), ("1970-01-01 01:00:00+01:00", 0, true),
        ("1970-01-01t00:00z", 0, true),
        ("1969-12-31 19:00-05", 0, true), ("1970-01-01 05:30:00.25+0530", 250_000, true),
    ])
    func timestamps(_ text: String, _ microseconds: Int64, _ hasZone: Bool) {
        #expect(Timestamp(text)?.microseconds == microseconds)
        #expect(CalendarText.timestamp(Array(text.utf8))?.hasZone == hasZone)
    }

    @Test(arguments: [
        "", "1970-01-01 ", "1970-01-01 0:00", "1970-01-01 00:00 +01", "1970-01-01 00:00+1", "1970-01-01 00:00+01:60",
        "1970-01-01 00:00+24", "1970-01-01  00:00", "1970-02-30 00:00", "1970-01-01 00:00 UTC",
    ])
    func textThatIsNoTimestamp(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func aTimestampFallsOnADayAndATime() throws {
        let timestamp = Timestamp(microseconds: -1)
        #expect(timestamp.date.description == "1969-12-31")
        #expect(timestamp.time.microseconds == 86_399_999_999)
        #expect(timestamp.description == "1969-12-31 23:59:59.999999")
        let day = try #require(CalendarDate("2024-02-29"))
        #expect(Timestamp(day, microsecondsOfDay: 1).description == "2024-02-29 00:00:00.000001")
        #expect(Timestamp(day) < Timestamp(day, microsecondsOfDay: 1))
    }
}
