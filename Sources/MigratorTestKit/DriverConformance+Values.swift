import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension DriverConformance.Session {
    /// Creates the check's table with these columns.
    func create(_ columns: String) async throws {
        try await connection.execute("CREATE TABLE \(table) (\(columns))")
    }

    /// The placeholder of a statement's only parameter.
    var parameter: String { dialect.kind.rules.placeholder(1) }

    /// The placeholders of so many parameters, in their order.
    func parameters(_ count: Int) -> String {
        (1...count).map(dialect.kind.rules.placeholder).joined(separator: ", ")
    }

    /// Stores values, one a row, in a column of a type, and expects them back in order.
    func roundTrip(_ type: String, _ values: [DatabaseCell]) async throws {
        try await connection.execute("DROP TABLE IF EXISTS \(table)")
        try await create("id bigint, value \(type)")
        for (index, value) in values.enumerated() {
            try await connection.execute("INSERT INTO \(table) VALUES (\(parameters(2)))", [.int(Int64(index)), value])
        }
        let rows = try await connection.query("SELECT value FROM \(table) ORDER BY id")
        try expectEqual(rows.count, values.count, "rows of type \(type)")
        for (row, value) in zip(rows, values) {
            try expect(row.values == [value], "\(type): \(shortened(value)) comes back as \(shortened(row[0]))")
        }
    }

    private func shortened(_ value: DatabaseCell) -> String { String("\(value)".prefix(80)) }

    /// The type names and a plain value of each.
    var samples: [(type: String, value: DatabaseCell)] {
        [
            ("boolean", .bool(true)), ("bigint", .int(-42)), (dialect.doubleType, .double(2.5)),
            ("numeric(12, 2)", .decimal("-1234.50")), (dialect.textType, .text("plain")),
            (dialect.blobType, .blob([0, 1, 255])),
            ("uuid", .uuid(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xFE)))),
            ("json", .json(#"{"b": [1, 2.50],  "a": null}"#)),
            ("date", .date(CalendarDate(daysSinceEpoch: 19_782))),
            ("time", .time(TimeOfDay(microseconds: 45_296_000_007))),
            ("timestamp", .timestamp(Timestamp(microseconds: 1_709_164_800_000_001))),
            (dialect.timestampTZType, .timestampTZ(Timestamp(microseconds: -1))),
        ]
    }
}

extension DriverConformance {
    static let values: [Named] = [
        (
            "a value of each type comes back as it was",
            { session in
                for sample in session.samples { try await session.roundTrip(sample.type, [sample.value]) }
            }
        ),
        (
            "a null of each type comes back as null",
            { session in
                for sample in session.samples { try await session.roundTrip(sample.type, [.null, sample.value]) }
            }
        ),
        (
            "the extremes of numbers come back as they were",
            { session in
                try await session.roundTrip("boolean", [.bool(false), .bool(true)])
                try await session.roundTrip("bigint", [.int(.min), .int(.max), .int(0), .int(1 << 53 + 1)])
                let doubles = [
                    Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude, .leastNormalMagnitude,
                    .leastNonzeroMagnitude, .infinity, -.infinity, 0, 0.1, 1e15, 1.0 / 3,
                ]
                try await session.roundTrip(session.dialect.doubleType, doubles.map { .double($0) })
                try await session.roundTrip(
                    "numeric(15, 3)",
                    ["0.000", "0.100", "-0.001", "999999999999.999", "100.000"].map { .decimal($0) }
                )
                try await session.roundTrip(
                    "numeric",
                    ["0", "12", "-0.00000012", "123456789.012345"].map { .decimal($0) }
                )
            }
        ),
        (
            "the extremes of the calendar come back as they were",
            { session in
                let days = [(1, 1, 1), (1969, 12, 31), (2000, 2, 29), (9999, 12, 31)].compactMap { year, month, day in
                    CalendarDate(year: year, month: month, day: day)
                }
                try await session.roundTrip("date", days.map { .date($0) })
                let times: [Int64] = [0, 1, 999_999, 43_200_000_000, 86_399_999_999]
                try await session.roundTrip("time", times.map { .time(TimeOfDay(microseconds: $0)) })
                let moments = days.flatMap { day in
                    times.map { Timestamp(day, microsecondsOfDay: $0) }
                }
                try await session.roundTrip("timestamp", moments.map { .timestamp($0) })
                try await session.roundTrip(session.dialect.timestampTZType, moments.map { .timestampTZ($0) })
            }
        ),
        (
            "empty text and empty bytes are not null",
            { session in
                try await session.roundTrip(session.dialect.textType, [.text(""), .null, .text(" ")])
                try await session.roundTrip(session.dialect.blobType, [.blob([]), .null, .blob([0])])
            }
        ),
        (
            "text of any script comes back as it was",
            { session in
                let texts = [
                    "👩‍👩‍👧‍👦 and 🏴‍☠️", "e\u{301} is not \u{E9}", "שלום", "quote ' \" ` \\ %s $1 ?", "line\nline\r\n\ttab",
                    "\u{1}\u{7F}", "\u{10FFFF}", "123", "2024-02-29", "NULL",
                ]
                try await session.roundTrip(session.dialect.textType, texts.map { .text($0) })
                // Swift takes canonically equal texts for equal, so the bytes are counted too.
                let rows = try await session.connection.query("SELECT value FROM \(session.table) ORDER BY id")
                for (row, text) in zip(rows, texts) {
                    let stored = try row.get("value", as: String.self)
                    try expect(Array(stored.utf8) == Array(text.utf8), "the bytes of \(text) have changed")
                }
            }
        ),
        (
            "a megabyte comes back as it was",
            { session in
                try await session.roundTrip(
                    session.dialect.textType,
                    [.text(String(repeating: "0123456789abcdé ", count: 65_536))]
                )
                let bytes = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try await session.roundTrip(session.dialect.blobType, [.blob(bytes)])
            }
        ),
        (
            "a not-a-number is kept or refused, never a null",
            { session in
                try await session.create("value \(session.dialect.doubleType)")
                let insert = "INSERT INTO \(session.table) VALUES (\(session.parameter))"
                guard session.dialect.storesNaN else {
                    try await expectError(.unsupported, from: "a not-a-number") {
                        try await session.connection.execute(insert, [.double(.nan)])
                    }
                    return
                }
                try await session.connection.execute(insert, [.double(.nan)])
                let rows = try await session.connection.query("SELECT value FROM \(session.table)")
                try expect(rows.first?.get("value", as: Double.self).isNaN == true, "a not-a-number has changed")
            }
        ),
    ]
}
