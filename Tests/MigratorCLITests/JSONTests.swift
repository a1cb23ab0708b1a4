import Testing

@testable import MigratorCLI

@Suite struct JSONTests {
    @Test func keepsTheOrderOfKeysAndLeavesOutWhatIsNot() {
        let json = JSON.object([
            "z": .number(1), "a": .bool(false), "none": nil, "null": .null,
            "list": .array([.number(-2), .string("x")]),
            "empty": .object([JSON.Member]()), "strings": .strings(["b", "a"]),
        ])
        #expect(json.text == #"{"z":1,"a":false,"null":null,"list":[-2,"x"],"empty":{},"strings":["b","a"]}"#)
    }

    @Test(arguments: [
        ("plain", #""plain""#),
        ("", #""""#),
        ("a\"b\\c/d", #""a\"b\\c/d""#),
        ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1B}[31m\u{7F}\u{9B}", #""\u0000\u001b[31m\u007f\u009b""#),
        ("é 🐉 \u{2028}\u{202E}", "\"é 🐉 \\u2028\\u202e\""),
    ])
    func escapesStrings(text: String, json: String) {
        #expect(JSON.string(text).text == json)
    }
}

@Suite struct TerminalTextTests {
    @Test func writesControlCharactersOut() {
        #expect(TerminalText.line("a\u{1B}[31mb\nc\u{202E}") == "a\\u{1B}[31mb\\u{A}c\\u{202E}")
        #expect(TerminalText.block("a\n\tb\u{7}") == "a\n\tb\\u{7}")
        #expect(TerminalText.line("é 🐉") == "é 🐉")
    }

    @Test func shortens() {
        #expect(TerminalText.shortened("abcdef", to: 4) == "abc…")
        #expect(TerminalText.shortened("abc", to: 3) == "abc")
        #expect(TerminalText.shortened("abc", to: 0) == "")
    }
}

@Suite struct TextTableTests {
    @Test func alignsColumnsAndLeavesTheLastOne() {
        let table = TextTable.draw(["A", "LONGER", "C"], [["first", "b", "the end"], ["x", "y", ""]])
        #expect(
            table
                == """
                A      LONGER  C
                first  b       the end
                x      y       \n
                """.dropLast()
        )
    }
}

@Suite struct DurationTextTests {
    @Test(arguments: [
        (Duration.milliseconds(0), "0 ms"), (.microseconds(12_900), "12 ms"), (.milliseconds(999), "999 ms"),
        (.milliseconds(1250), "1.2 s"), (.seconds(59), "59.0 s"), (.seconds(125), "2 min 5 s"),
    ])
    func isReadable(duration: Duration, text: String) {
        #expect(duration.readable == text)
    }
}

@Suite struct ProgressLineTests {
    @Test func saysStepRowsAndSpeed() {
        let start = ContinuousClock().now
        var line = ProgressLine(step: "9f94 races", index: 2, total: 5, since: start)
        #expect(line.text(start) == "[2/5]  9f94 races")
        line.load("spirits", rows: 500, bytes: 40, totalBytes: 100)
        let text = line.text(start.advanced(by: .seconds(2)))
        #expect(text == "[2/5] [####------]  40 %  spirits: 500 rows, 250 rows/s  9f94 races")
        line.load("spirits", rows: 1, bytes: 300, totalBytes: 100)
        #expect(line.text(start).hasPrefix("[2/5] [##########] 100 %  spirits: 1 row"))
    }
}
