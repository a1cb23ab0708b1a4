import MigratorCore
import MigratorDatabase
import MigratorPayloads
import Testing

@Suite struct CSVRowsTests: PayloadTesting {
    private var table: PayloadTarget {
        target(column("a", .text(maximumLength: nil)), column("b", .text(maximumLength: nil)))
    }

    @Test func readsQuotesLinesAndNulls() throws {
        let text = "a,b\r\n1,\"x, \"\"y\"\"\r\nz\"\n,\"\"\né,🦊"
        for window in [1, 4, 1 << 20] {
            let cells = try load(text, .csv, into: table, window: window).map(\.cells)
            #expect(
                cells == [
                    [.text("1"), .text("x, \"y\"\r\nz")], [.null, .text("")], [.text("é"), .text("🦊")],
                ]
            )
        }
    }

    @Test func takesTheOrderOfTheHeader() throws {
        #expect(try load("\u{FEFF}b,\"a\"\n1,2\n", .csv, into: table).map(\.cells) == [[.text("2"), .text("1")]])
        #expect(try load("a\n\nx\n", .csv, into: target(column("a", .any))).map(\.cells) == [[.null], [.text("x")]])
        #expect(try load("a,b\n", .csv, into: table).isEmpty)
    }

    @Test(arguments: [
        ("", "the payload is empty"), ("a,a\n", "names the column \"a\" twice"), ("a,\n", "has no name"),
        ("a,b\n1\n", "things.x:2:1: row 1: the row has 1 fields, and the header has 2"),
        ("a,b\n1,2,3\n", "more fields than the header"),
        ("a,b\n1,x\"y\n", "things.x:2:4: row 1, column \"b\": a quote stands"),
        ("a,b\n1,\"x\"y\n", "must end at its closing quote"), ("a,b\n1,\"x", "ends within quotes"),
        ("a,b\n1,x\ry\n", "a carriage return"), ("a,b\n1,\0\n", "U+0000"), ("a,c\n", "no such column"),
        ("a,b\n1,2\n\n", "things.x:3:1: row 2: the row has 1 fields"),
    ])
    func refuses(text: String, part: String) {
        for window in [1, 1 << 20] {
            let message = problem(text, .csv, into: table, window: window)
            #expect(message?.contains(part) == true, "\(text): \(message ?? "taken")")
        }
    }

    @Test func keepsPlacesAfterQuotesWereHalved() {
        let text = "a,b\n\"\"\"\"\"\",x\n\"two\nlines\",\"\"x\n"
        #expect(problem(text, .csv, into: table)?.hasPrefix("things.x:4:10: row 2, column \"b\"") == true)
    }

    @Test func convertsByColumn() throws {
        #expect(try csvCell("42", .integer(bits: 32)) == .int(42))
        #expect(try csvCell("-1.5e3", .real(bits: 64)) == .double(-1500))
        #expect(try csvCell("12.50", .decimal(precision: 10, scale: 2)) == .text("12.50"))
        for word in ["TRUE", "t", "1"] { #expect(try csvCell(word, .boolean) == .int(1)) }
        for word in ["False", "F", "0"] { #expect(try csvCell(word, .boolean) == .int(0)) }
        #expect(try csvCell("\"{\"\"a\"\": [1]}\"", .json) == .text("{\"a\": [1]}"))
        #expect(try csvCell("\\x00ff", .blob) == .blob([0, 255]))
        #expect(try csvCell("2024-02-29", .date) == .text("2024-02-29"))
        #expect(try csvCell("42", .any) == .text("42"))
        for (field, kind) in [
            ("x", .integer(bits: 32)), ("{a}", .json), ("1,", .json),
        ] as [(String, ColumnKind)] {
            #expect(throws: MigratorError.self) { try csvCell("\"\(field)\"", kind) }
        }
    }

    @Test(arguments: DatabaseKind.known) func readsNumbersAsCopyDoes(_ database: DatabaseKind) throws {
        for (field, number) in [
            ("007", 7), ("+1", 1), (" 1", 1), ("1 ", 1), ("\t-007\t", -7), ("+0", 0), ("-0", 0), ("000", 0), ("5.", 5),
            ("+1e3", 1000), ("00.0", 0),
        ] as [(String, Int64)] {
            #expect(try csvCell(field, .integer(bits: 32), database: database) == .int(number), "\(field)")
            #expect(
                try csvCell("\"\(field)\"", .real(bits: 64), database: database) == .double(Double(number)),
                "\(field)"
            )
        }
        for (field, number) in [(".5", 0.5), ("+.5", 0.5), ("-00.25", -0.25), (" 1.5E1 ", 15), ("5.e-1", 0.5)] {
            #expect(try csvCell(field, .real(bits: 64), database: database) == .double(number), "\(field)")
        }
        let money = ColumnKind.decimal(precision: 6, scale: 2)
        for (field, text) in [("+007.50", "7.50"), (" 1 ", "1"), (".5", "0.5"), ("-.25", "-0.25"), ("1.500", "1.500")] {
            #expect(try csvCell(field, money, database: database) == .text(text), "\(field)")
        }
        for field in ["+", "-", ".", "+-1", "1 2", "0x1F", "1_000", "1,5", "e5", "1e", "--1", " "] {
            for kind in [ColumnKind.integer(bits: 32), .real(bits: 64), money] {
                #expect(throws: MigratorError.self, "\(field)") {
                    try csvCell("\"\(field)\"", kind, database: database)
                }
            }
        }
        // Text stays as it is, and a string of JSON is no number.
        #expect(try csvCell(" 007 ", .text(maximumLength: nil), database: database) == .text(" 007 "))
        #expect(cellProblem("\"007\"", .integer(bits: 32), database: database) != nil)
        #expect(cellProblem("\"007\"", money, database: database) != nil)
        #expect(
            try csvCell("99999999999999999999", .decimal(precision: nil, scale: nil), database: .postgres)
                == .text("99999999999999999999")
        )
    }

    @Test(arguments: DatabaseKind.known) func readsTruthValuesAsCopyDoes(_ database: DatabaseKind) throws {
        for word in ["true", "tru", "t", "TRUE", "yes", "ye", "Y", "on", "ON", "1", " t "] {
            #expect(try csvCell(word, .boolean, database: database) == .int(1), "\(word)")
        }
        for word in ["false", "fals", "F", "no", "n", "off", "of", "OFF", "0"] {
            #expect(try csvCell(word, .boolean, database: database) == .int(0), "\(word)")
        }
        for word in ["o", "truee", "2", "10", "-1", "ja", "on off"] {
            #expect(throws: MigratorError.self, "\(word)") { try csvCell(word, .boolean, database: database) }
        }
    }

    @Test func readsTheCalendarOfPostgres() throws {
        func cell(_ field: String, _ kind: ColumnKind) throws -> PayloadCell? {
            try csvCell("\"\(field)\"", kind, database: .postgres)
        }
        for (field, text) in [
            ("infinity", "infinity"), ("-Infinity", "-infinity"), ("0044-03-15 12:00:00 BC", "0044-03-15 12:00:00 BC"),
            ("12024-02-29 00:00:00.5", "12024-02-29 00:00:00.5"), ("0001-02-29 00:00:00 BC", "0001-02-29 00:00:00 BC"),
            (" 2024-01-02 03:04:05 ", "2024-01-02 03:04:05"),
            ("294276-12-31 23:59:59.999999", "294276-12-31 23:59:59.999999"),
            ("4714-11-24 00:00:00 BC", "4714-11-24 00:00:00 BC"),
        ] { #expect(try cell(field, .timestamp) == .text(text), "\(field)") }
        for (field, text) in [
            ("infinity", "infinity"), ("0044-03-15 12:00:00+02 BC", "0044-03-15 10:00:00+00 BC"),
            ("0001-12-31 23:59:59-01 BC", "0001-01-01 00:59:59+00"),
            ("9999-12-31 23:00:00-01", "10000-01-01 00:00:00+00"),
            ("1880-01-01 00:00:00+00:19:32", "1879-12-31 23:40:28"),
            ("12024-01-01 00:00:00", "12024-01-01 00:00:00+00"),
        ] { #expect(try cell(field, .timestampTZ) == .text(text), "\(field)") }
        for field in ["infinity", "-infinity", "0044-03-15 BC", "5874897-12-31", "10000-01-01", "0001-02-29 BC"] {
            #expect(try cell(field, .date) == .text(field), "\(field)")
        }
        for field in ["24:00:00", "24:00", "24:00:00.000"] {
            #expect(try cell(field, .time) == .text("24:00:00"), "\(field)")
        }
        for (field, kind) in [
            ("0000-01-01", .date), ("0002-02-29 BC", .date), ("5874898-01-01", .date), ("4714-11-23 BC", .date),
            ("2024-01-02 AD", .date), ("today", .date), ("epoch", .timestamp), ("now", .timestampTZ),
            ("294277-01-01 00:00:00", .timestamp), ("0044-03-15 12:00:00+00 BC", .timestamp), ("24:00:01", .time),
            ("24:01", .time), ("25:00", .time), ("infinity", .time), ("-", .date), ("infinit", .date),
            ("99999999-01-01", .date),
        ] as [(String, ColumnKind)] {
            #expect(throws: MigratorError.self, "\(field)") { try cell(field, kind) }
        }
    }

    @Test func sqliteHasNeitherEndsOfTimeNorNotANumber() throws {
        for (field, kind, part) in [
            ("infinity", .date, "is an end of time, which SQLite does not know"),
            ("-infinity", .timestampTZ, "is an end of time"), ("0044-03-15 BC", .date, "the years from 1 to 9999"),
            ("12024-01-01 00:00:00", .timestamp, "the years from 1 to 9999"), ("24:00:00", .time, "time of the form"),
            ("NaN", .real(bits: 64), "SQLite would keep a null"),
            ("nan", .decimal(precision: nil, scale: nil), "SQLite would keep a null"),
            ("Infinity", .decimal(precision: nil, scale: nil), "is infinite"),
        ] as [(String, ColumnKind, String)] {
            let message = problem("c\n\(field)\n", .csv, into: target(column("c", kind)))
            #expect(
                message?.hasPrefix("things.x:2:1: row 1, column \"c\": ") == true && message?.contains(part) == true
            )
        }
        #expect(try csvCell("-Infinity", .real(bits: 64)) == .double(-.infinity))
    }

    @Test func postgresHasNumbersThatAreNone() throws {
        let free = ColumnKind.decimal(precision: nil, scale: nil)
        for (field, text) in [("NaN", "NaN"), ("nan", "NaN"), ("Infinity", "Infinity"), ("-inf", "-Infinity")] {
            #expect(try csvCell(field, free, database: .postgres) == .text(text))
            #expect(try cell("\"\(field)\"", free, database: .postgres) == .text(text))
        }
        #expect(try csvCell("NaN", .decimal(precision: 5, scale: 2), database: .postgres) == .text("NaN"))
        #expect(throws: MigratorError.self) {
            try csvCell("Infinity", .decimal(precision: 5, scale: 2), database: .postgres)
        }
        for kind in [ColumnKind.real(bits: 32), .real(bits: 64)] {
            #expect(try csvCell("Infinity", kind, database: .postgres) == .double(.infinity))
            guard case .double(let number) = try csvCell("NaN", kind, database: .postgres) else {
                Issue.record("no number")
                return
            }
            #expect(number.isNaN)
        }
        #expect(throws: MigratorError.self) { try csvCell("NaN", .integer(bits: 32), database: .postgres) }
        #expect(cellProblem("NaN", free, database: .postgres) != nil)
    }
}
