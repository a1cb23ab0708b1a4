import MigratorCore
import MigratorDatabase
import MigratorPayloads
import Testing

@Suite struct LiteralRowsTests: PayloadTesting {
    @Test func goThroughTheSameConversions() throws {
        let table = target(
            column("i", .integer(bits: 32)),
            column("r", .real(bits: 64)),
            column("d", .decimal(precision: 5, scale: 2)),
            column("t", .text(maximumLength: 5)),
            column("j", .json, type: "JSON"),
            column("u", .uuid),
            column("x", .blob),
            column("f", .boolean),
            column("s", .timestamp),
            column("n", .any)
        )
        let row: PayloadRow = [
            ("n", .null), ("i", .int(7)), ("r", .double(0.1)), ("d", .decimal("12.50")), ("t", .string("a\"\n")),
            ("j", .json(" [1, 2] ")), ("u", .string("CDCCCFE3-B4C4-5932-B08E-6E1DD68B28E1")), ("x", .bytes([0, 255])),
            ("f", .bool(true)), ("s", .string("2024-01-02T03:04:05")),
        ]
        let loaded = try rows(of: .literal([row, row], into: table))
        #expect(loaded.count == 2)
        #expect(
            loaded[1].cells == [
                .int(7), .double(0.1), .text("12.50"), .text("a\"\n"), .text("[1, 2]"),
                .text("cdcccfe3-b4c4-5932-b08e-6e1dd68b28e1"), .blob([0, 255]), .int(1), .text("2024-01-02 03:04:05"),
                .null,
            ]
        )
    }

    @Test func writeTextIntoJSONAsAString() throws {
        let table = target(column("j", .json))
        let values: [PayloadRow] = [[("j", .string("a\"\u{1}é"))], [("j", .json("\"a\\n\""))]]
        #expect(
            try rows(of: .literal(values, into: table)).map(\.cells)
                == [[.text("\"a\\\"\\u0001é\"")], [.text("\"a\\n\"")]]
        )
    }

    @Test(
        arguments: [
            (.string("x"), "row 2 of the literal rows, column \"i\": is text, and the column holds whole numbers"),
            (
                .double(1.5),
                "row 2 of the literal rows, column \"i\": has a fraction, and the column holds whole numbers"
            ),
            (.double(.nan), "row 2 of the literal rows, column \"i\": is no finite number; use null"),
            (.decimal("1,5"), "row 2 of the literal rows, column \"i\": does not read as a decimal number"),
            (.json("{"), "row 2 of the literal rows, column \"i\": is not valid JSON"),
        ] as [(PayloadValue, String)]
    )
    func nameRows(value: PayloadValue, message: String) {
        let table = target(column("i", .integer(bits: 32)))
        let source = PayloadSource.literal([[("i", .int(1))], [("i", value)]], into: table)
        #expect(PayloadCheck.firstError(in: source)?.message == message)
        #expect(source.describe(row: 0) == "row 1 of the literal rows")
    }

    @Test func followTheRuleOnSets() {
        let table = target(column("i", .integer(bits: 32)), column("k", .any))
        let source = PayloadSource.literal([[("i", .int(1)), ("k", .null)], [("i", .int(1))]], into: table)
        #expect(
            PayloadCheck.firstError(in: source)?.message.contains("row 2 of the literal rows, column \"k\"") == true
        )
        let twice = PayloadSource.literal([[("i", .int(1)), ("i", .int(1))]], into: table)
        #expect(PayloadCheck.firstError(in: twice)?.message.contains("gives the column twice") == true)
        let none = PayloadSource.literal([[]], into: table)
        #expect(PayloadCheck.firstError(in: none)?.message == "row 1 of the literal rows: the row has no columns")
    }

    @Test func mayBeComputed() throws {
        let table = target(column("i", .integer(bits: 16)))
        var next: Int64 = 32_760
        let source = PayloadSource.computed("squares", into: table) {
            next += 1
            return [("i", .int(next))]
        }
        #expect(
            PayloadCheck.firstError(in: source)?.message.hasPrefix(
                "row 8 of the computed rows \"squares\", column \"i\""
            )
                == true
        )
    }
}
