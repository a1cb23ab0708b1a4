import Database
import Testing

@testable import Migrator

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
            ("x", .integer(bits: 32)), (" 1", .integer(bits: 32)), ("yes", .boolean), ("{a}", .json), ("1,", .json),
        ] as [(String, ColumnKind)] {
            #expect(throws: MigratorError.self) { try csvCell("\"\(field)\"", kind) }
        }
    }
}
