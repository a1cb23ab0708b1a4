import MigratorDatabase
import MigratorPayloads
import Testing

@Suite struct ColumnEncoderTests: PayloadTesting {
    @Test func integers() throws {
        for (json, value) in [
            ("0", 0), ("-0", 0), ("1.0", 1), ("1e3", 1000), ("12300e-2", 123), ("2147483647", 2_147_483_647),
            ("-2147483648", -2_147_483_648),
        ] as [(String, Int64)] {
            #expect(try cell(json, .integer(bits: 32)) == .int(value))
        }
        #expect(try cell("-9223372036854775808", .integer(bits: 64)) == .int(.min))
        #expect(try cell("9223372036854775807", .integer(bits: 64)) == .int(.max))
        for json in ["9223372036854775808", "1e19", "99999999999999999999", "1e999999999999"] {
            #expect(cellProblem(json, .integer(bits: 64))?.contains("out of the column's range") == true)
        }
        #expect(cellProblem("32768", .integer(bits: 16))?.contains("-32768 to 32767") == true)
        #expect(cellProblem("1.5", .integer(bits: 16))?.contains("has a fraction") == true)
        #expect(
            cellProblem("\"1\"", .integer(bits: 16))?.contains("is text, and the column holds whole numbers") == true
        )
        let problem = cellProblem("true", .integer(bits: 16), database: .postgres)
        #expect(problem?.contains("is a truth value") == true)
        #expect(try cell("true", .integer(bits: 64)) == .int(1), "SQLite's strict tables keep truth values so")
    }

    @Test func booleans() throws {
        #expect(try cell("true", .boolean) == .int(1))
        #expect(try cell("false", .boolean) == .int(0))
        #expect(cellProblem("1", .boolean)?.contains("is a number, and the column holds truth values") == true)
        #expect(cellProblem("\"true\"", .boolean) != nil)
    }

    @Test func reals() throws {
        #expect(try cell("1.0", .real(bits: 64)) == .double(1))
        #expect(try cell("0.1", .real(bits: 64)) == .double(0.1))
        #expect(try cell("9007199254740993e0", .real(bits: 64)) == .double(9_007_199_254_740_992))
        #expect(try cell("10000000000000000000000", .real(bits: 64)) == .double(1e22))
        #expect(try cell("9007199254740994", .real(bits: 64)) == .double(9_007_199_254_740_994))
        for json in ["9007199254740993", "100000000000000000000000", "123456789012345678901"] {
            #expect(cellProblem(json, .real(bits: 64))?.contains("cannot hold exactly") == true)
        }
        for json in ["1e400", "-1e400", "1e-400"] { #expect(cellProblem(json, .real(bits: 64)) != nil) }
        #expect(cellProblem("1e39", .real(bits: 32)) != nil)
        #expect(try cell("0.5", .real(bits: 32)) == .double(0.5))
    }

    @Test func doublesAreRoundedCorrectly() throws {
        var random = PayloadRandom(seed: 3)
        for _ in 0..<2000 {
            let length = Int.random(in: 1...20, using: &random)
            var digits = (0..<length).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            while digits.hasPrefix("0"), digits.count > 1 { digits.removeFirst() }
            let fraction = Bool.random(using: &random) ? "." + String(random.next() % 1_000_000) : ""
            let exponent = Bool.random(using: &random) ? "e" + String(Int.random(in: -340...320, using: &random)) : ""
            let text = digits + fraction + exponent
            let value = Array(text.utf8).withUnsafeBufferPointer { NumberText($0)?.double($0) }
            let expected = try #require(Double(text))
            if expected.isFinite, expected != 0 {
                #expect(value == expected, "\(text)")
            } else {
                #expect(value == nil || value == 0, "\(text)")
            }
        }
    }

    @Test func decimals() throws {
        let money = ColumnKind.decimal(precision: 6, scale: 2)
        for json in ["12.50", "-0.01", "9999.99", "1e3", "0", "1.500"] { #expect(try cell(json, money) == .text(json)) }
        #expect(try cell("\"12.5\"", money) == .text("12.5"))
        #expect(cellProblem("1.005", money)?.contains("3 digits behind the point, and the column keeps 2") == true)
        #expect(cellProblem("10000", money)?.contains("5 digits before the point, and the column keeps 4") == true)
        #expect(cellProblem("\"x\"", money) != nil)
        #expect(cellProblem("1.5", .decimal(precision: 5, scale: nil)) != nil)
        let free = ColumnKind.decimal(precision: nil, scale: nil)
        #expect(try cell("123456789.012345", free) == .text("123456789.012345"))
        #expect(cellProblem("123456789.0123456", free)?.contains("more than 15 digits") == true)
        #expect(cellProblem("1e15", free)?.contains("more than 15 digits") == true)
        #expect(try cell("123456789.0123456", free, database: .postgres) == .text("123456789.0123456"))
    }

    @Test func text() throws {
        #expect(
            try cell(#""a\"\\\/\b\f\n\r\t\u00e9\ud83e\udd8a""#, .text(maximumLength: nil))
                == .text("a\"\\/\u{8}\u{C}\n\r\té🦊")
        )
        #expect(try cell("\"é🦊x\"", .text(maximumLength: 3)) == .text("é🦊x"))
        #expect(
            cellProblem("\"é🦊xy\"", .text(maximumLength: 3))?.contains("has 4 characters, and the column holds 3")
                == true
        )
        #expect(
            cellProblem("12", .text(maximumLength: nil))?.contains("is a number, and the column holds text") == true
        )
        #expect(cellProblem("\"\\u0000\"", .text(maximumLength: nil))?.contains("U+0000") == true)
        #expect(try cell("[1, \"x\"]", .text(maximumLength: nil)) == .text("[1, \"x\"]"))
        #expect(cellProblem("{}", .text(maximumLength: 9))?.contains("is an object") == true)
    }

    @Test func json() throws {
        for json in [
            "[1, 2]", "{\"a\" : null}", "\"foundation\"", "\"a\\n\"", "true", "0", "-12", "0.25", "123456789012345",
            "0.0001",
        ] {
            #expect(try cell(json, .json, type: "JSON") == .text(json))
        }
        for json in ["1.0", "1e3", "-0", "1234567890123456", "0.00001", "0.1234567890123456", "0.0"] {
            #expect(cellProblem(json, .json, type: "JSON")?.contains("SQLite would write differently") == true)
            #expect(try cell(json, .json, type: "TEXT") == .text(json))
            #expect(try cell(json, .json, type: "jsonb", database: .postgres) == .text(json))
        }
    }

    @Test func uuids() throws {
        let canonical = "cdcccfe3-b4c4-5932-b08e-6e1dd68b28e1"
        for text in [
            canonical, canonical.uppercased(), "cdcccfe3b4c45932b08e6e1dd68b28e1", "{\(canonical)}",
            "urn:uuid:\(canonical)",
            "URN:UUID:\(canonical)",
        ] {
            #expect(try cell("\"\(text)\"", .uuid) == .text(canonical))
        }
        for text in [
            "", "x", canonical + "0", "{\(canonical)", "cdcccfe3-b4c4-5932-b08e-6e1dd68b28eg",
            "cdcccfe3b-4c4-5932-b08e-6e1dd68b28e1",
        ] {
            #expect(cellProblem("\"\(text)\"", .uuid)?.contains("does not read as a UUID") == true)
        }
    }

    @Test func calendar() throws {
        #expect(try cell("\"2024-02-29\"", .date) == .text("2024-02-29"))
        #expect(cellProblem("\"2023-02-29\"", .date) != nil)
        #expect(try cell("\"23:59\"", .time) == .text("23:59:00"))
        #expect(try cell("\"01:02:03.120\"", .time) == .text("01:02:03.12"))
        #expect(try cell("\"2024-01-02T03:04:05.000001\"", .timestamp) == .text("2024-01-02 03:04:05.000001"))
        #expect(try cell("\"2024-01-02T03:04:05+01:00\"", .timestamp) == .text("2024-01-02 02:04:05"))
        #expect(
            cellProblem("\"2024-01-02T03:04:05Z\"", .timestamp, database: .postgres)?.contains("has a time zone")
                == true
        )
        #expect(try cell("\"2024-01-01T01:30:00+02:00\"", .timestampTZ) == .text("2023-12-31 23:30:00"))
        #expect(try cell("\"2024-01-01 01:30:00\"", .timestampTZ) == .text("2024-01-01 01:30:00"))
        #expect(cellProblem("\"9999-12-31T23:59:59-01:00\"", .timestampTZ)?.contains("out of the calendar") == true)
        #expect(cellProblem("\"0001-01-01T00:00:00+01:00\"", .timestampTZ)?.contains("out of the calendar") == true)
        #expect(cellProblem("\"2024-01-02 03:04:05.1234567\"", .timestamp) != nil)
    }

    @Test func blobs() throws {
        #expect(try cell("\"\"", .blob) == .blob([]))
        #expect(try cell("\"AP8=\"", .blob) == .blob([0, 255]))
        #expect(try cell("\"\\\\x00fF\"", .blob) == .blob([0, 255]))
        for text in ["AP9=", "AP8", "A===", "AP8=AP8=", "\\\\x0", "\\\\x0g", "A P8"] {
            #expect(cellProblem("\"\(text)\"", .blob) != nil, "\(text)")
        }
    }

    @Test func anything() throws {
        #expect(try cell("1", .any) == .int(1))
        #expect(try cell("1.0", .any) == .double(1))
        #expect(try cell("true", .any) == .int(1))
        #expect(try cell("\"x\"", .any) == .text("x"))
        #expect(try cell("[1]", .any) == .text("[1]"))
        #expect(try cell("null", .any) == .null)
    }

    @Test func nulls() {
        let table = target(column("id", .integer(bits: 64), nullable: false, hasDefault: true))
        #expect(problem("[{\"id\":null}]", into: table)?.contains("is null, and the column is not nullable") == true)
    }
}
