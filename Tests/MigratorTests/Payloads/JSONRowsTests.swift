import MigratorCore
import MigratorDatabase
import MigratorPayloads
import Testing

@Suite struct JSONRowsTests: PayloadTesting {
    private var table: PayloadTarget { target(column("a", .any), column("b", .any)) }

    @Test(arguments: [
        ("", "the payload is empty"), ("  ", "the payload is empty"), ("{\"a\":1}", "name it .ndjson"),
        ("3", "is an array of objects"), ("[", "ends before the array's ]"), ("[1]", "a row must be an object"),
        ("[{\"a\":1},]", "a comma stands before the end"), ("[{\"a\":1,}]", "a comma stands before the end"),
        ("[{\"a\":[1,]}]", "a comma stands before the end"), ("[{\"a\":1}]x", "behind the end of the array"),
        ("[{\"a\":1}][]", "behind the end of the array"), ("[{\"a\":1} {\"a\":2}]", "a comma or the array's ]"),
        ("[{\"a\" 1}]", "a colon is expected"), ("[{a:1}]", "a name in double quotes"),
        ("[{\"a\":'x'}]", "JSON uses double quotes"), ("[{\"a\":NaN}]", "no NaN"), ("[{\"a\":-Infinity}]", "no NaN"),
        ("[{\"a\":Infinity}]", "no NaN"), ("[{\"a\":nan}]", "no NaN"), ("[{\"a\":01}]", "begins with a zero"),
        ("[{\"a\":1.}]", "not written as JSON"), ("[{\"a\":.5}]", "not written as JSON"),
        ("[{\"a\":+1}]", "not written as JSON"), ("[{\"a\":1e}]", "not written as JSON"),
        ("[{\"a\":\"\\x\"}]", "none of JSON's"), ("[{\"a\":\"\\ud800\"}]", "half of a surrogate pair"),
        ("[{\"a\":\"\\udc00\\ud800\"}]", "half of a surrogate pair"), ("[{\"a\":\"\u{1}\"}]", "a control character"),
        ("[{\"a\":\"x\ny\"}]", "a control character"), ("[{\"a\":1,\"a\":2}]", "gives the column twice"),
        ("[{\"a\":1,\"\\u0061\":2}]", "gives the column twice"), ("[{\"a\":1 // x\n}]", "a comma or the object's }"),
        ("[{\"a\":/**/1}]", "no comments"), ("[{}]", "the row has no columns"),
        ("[{\"a\":tru}]", "a value is expected"),
        ("[{\"a\":\"x", "ends in the middle of a row"),
    ])
    func refuses(text: String, part: String) {
        for window in [1, 5, 1 << 20] {
            let message = problem(text, into: table, window: window)
            #expect(message?.contains(part) == true, "\(text): \(message ?? "taken")")
        }
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF], [0x80],
            [0xF0, 0x80, 0x80, 0x80],
        ] as [[UInt8]]
    )
    func refusesInvalidUTF8(bytes: [UInt8]) throws {
        for nested in [false, true] {
            let before = nested ? "[{\"a\":[\"" : "[{\"a\":\""
            let payload = Array(before.utf8) + bytes + Array((nested ? "\"]}]" : "\"}]").utf8)
            let source = try PayloadSource.memory(payload, name: "x", format: .json, into: table)
            #expect(
                PayloadCheck.firstError(in: source)?.message == "row 1, column \"a\": the bytes are not valid UTF-8"
            )
        }
    }

    @Test func placesErrors() {
        let text = "[\n  {\"a\": 1},\n  {\"a\": \"é🦊\", \"b\": tru}\n]"
        for window in [1, 8, 40, 1 << 20] {
            #expect(
                problem(text, into: table, window: window)
                    == "things.x:3:20: row 2, column \"b\": a value is expected here"
            )
        }
        let wide = target(column("a", .integer(bits: 16)))
        #expect(
            problem("[{\"a\":1},\n {\"a\":70000}]", into: wide)
                == "things.x:2:7: row 2, column \"a\": is out of the column's range, -32768 to 32767"
        )
        #expect(problem("\u{FEFF}[{\"a\":x}]", into: wide)?.hasPrefix("things.x:1:7: ") == true)
    }

    @Test func refusesUTF16() throws {
        let source = try PayloadSource.memory([0xFF, 0xFE, 0x5B, 0], name: "x", format: .json, into: table)
        #expect(PayloadCheck.firstError(in: source)?.message.contains("UTF-16") == true)
    }

    @Test func limitsDepthAndRows() throws {
        let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(try load("[{\"a\":\(deep)}]", into: table).count == 1)
        #expect(problem("[{\"a\":[\(deep)]}]", into: table)?.contains("deeper than 512") == true)
        var options = PayloadOptions()
        options.maximumRowBytes = 100
        options.windowBytes = 16
        let long = "[{\"a\":1},{\"a\":\"" + String(repeating: "x", count: 500) + "\"}]"
        let source = try PayloadSource.memory(Array(long.utf8), name: "x", format: .json, into: table, options: options)
        #expect(PayloadCheck.firstError(in: source)?.message.contains("row 2: a row is longer than 100 bytes") == true)
    }

    @Test func takesTheEmptyArray() throws {
        #expect(try load(" [ ] \n", into: table).isEmpty)
        #expect(try load("", .ndjson, into: table).isEmpty)
    }

    @Test func readsLines() throws {
        let text = "{\"a\":1}\n\n{\"a\":\"x\\ty\"}\r\n  {\"a\":[1, 2]}"
        let cells = try load(text, .ndjson, into: table, window: 3).map(\.cells)
        #expect(cells == [[.int(1)], [.text("x\ty")], [.text("[1, 2]")]])
        #expect(problem("{\"a\":1} {\"a\":2}", .ndjson, into: table)?.contains("its own line") == true)
        #expect(problem("{\"a\":\n1}", .ndjson, into: table)?.contains("on one line") == true)
        #expect(problem("[{\"a\":1}]", .ndjson, into: table)?.contains("name the payload .json") == true)
    }

    @Test func takesNamesInAnyOrderAndSpelling() throws {
        let text = #"[{"a":1,"b":2},{"b":4,"a":3},{"\u0062":6,"a":5}]"#
        let loaded = try load(text, into: table)
        #expect(loaded.map(\.cells) == [[.int(1), .int(2)], [.int(3), .int(4)], [.int(5), .int(6)]])
    }

    @Test func readsManyColumns() throws {
        let columns = (0..<70).map { column("c\($0)", .integer(bits: 32)) }
        let row = "{" + (0..<70).map { "\"c\($0)\":\($0)" }.joined(separator: ",") + "}"
        let wide = PayloadTarget(table: "wide", columns: columns, database: .sqlite)
        let loaded = try load("[\(row),\(row)]", into: wide, window: 32)
        #expect(loaded.count == 2)
        #expect(loaded[1].cells == (0..<70).map { .int($0) })
    }
}
