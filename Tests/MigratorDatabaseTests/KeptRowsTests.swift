import MigratorDatabase
import Testing

/// Rows as bytes and back.
struct KeptRowsTests {
    private static let answers: [[DatabaseRow]] = [
        [],
        [
            DatabaseRow(columns: ["a", "é", ""], values: [.null, .bool(true), .bool(false)]),
            DatabaseRow(columns: ["a", "é", ""], values: [.int(.min), .int(7), .int(.max)]),
            DatabaseRow(columns: ["a", "é", ""], values: [.double(-0.0), .double(.nan), .double(1 / 3)]),
            DatabaseRow(columns: ["a", "é", ""], values: [.text(""), .text("e\u{301} \u{e9} \u{0} 𝒳"), .text("'x'")]),
            DatabaseRow(columns: ["a", "é", ""], values: [.blob([]), .blob([0, 255]), .blob([1])]),
        ],
        [DatabaseRow(columns: ["one"], values: [.text(String(repeating: "long ", count: 1000))])],
    ]

    /// With the bits of a number: one that is none is equal to nothing.
    private func words(_ answers: [[DatabaseRow]]) -> [[[String]]] {
        answers.map { rows in
            rows.map { row in
                row.columns.map { Array($0.utf8).description }
                    + row.values.map { value in
                        switch value {
                        case .text(let text): "text \(Array(text.utf8))"
                        case .double(let number): "double \(number.bitPattern)"
                        default: "\(value)"
                        }
                    }
            }
        }
    }

    @Test func whatIsKeptComesBack() throws {
        for answers in [Self.answers, [], [[]]] {
            let bytes = try #require(KeptRows.bytes(of: answers))
            #expect(words(try #require(KeptRows.rows(bytes))) == words(answers))
        }
    }

    @Test func whatIsCutShortOrGoesOnIsNothing() throws {
        let bytes = try #require(KeptRows.bytes(of: Self.answers))
        for count in bytes.indices { #expect(KeptRows.rows(Array(bytes[..<count])) == nil, "\(count) bytes") }
        #expect(KeptRows.rows(bytes + [0]) == nil)
    }

    /// A byte that is another gives other rows or none, and is no trap.
    @Test func damageIsNoTrap() throws {
        let bytes = try #require(KeptRows.bytes(of: Array(Self.answers.prefix(2))))
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                for row in (KeptRows.rows(damaged) ?? []).joined() { #expect(row.values.count == row.columns.count) }
            }
        }
    }

    @Test func valuesThatNoCatalogueHasAreNotKept() {
        let row = DatabaseRow(columns: ["a"], values: [.decimal("1.0")])
        #expect(KeptRows.bytes(of: [[row]]) == nil)
    }
}
