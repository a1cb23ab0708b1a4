import Foundation
import MigratorDatabase
import Synchronization
import Testing

@Suite struct DatabaseRowTests {
    private func row(_ value: DatabaseCell) -> DatabaseRow { DatabaseRow(columns: ["x"], values: [value]) }

    @Test func valuesByName() throws {
        let row = DatabaseRow(columns: ["a", "b", "a"], values: [1, nil, 3])
        #expect(row["a"] == 1)
        #expect(row["c"] == nil)
        #expect(try row.get("a", as: Int.self) == 1)
        #expect(try row.get("b", as: Int?.self) == nil)
        #expect(try row.get("a", as: Int?.self) == 1)
    }

    /// One letter in its two spellings.
    @Test func namesAndValuesAreToldApartByBytes() {
        let row = DatabaseRow(columns: ["e\u{301}", "\u{E9}"], values: ["e\u{301}", "\u{E9}"])
        #expect(row["\u{E9}"] == "\u{E9}" && row["e\u{301}"] == "e\u{301}")
        #expect(Set(row.values).count == 2)
        #expect(TableName("\u{E9}") != TableName("e\u{301}") && TableName("t", schema: "\u{E9}") != TableName("t"))
        #expect(BulkConflict.update(key: ["\u{E9}"]).clause(["e\u{301}"]).hasSuffix("= excluded.\"e\u{301}\""))
    }

    /// Counts who looks at what.
    private final class Source: RowSource {
        private let asked = Mutex<[String]>([])
        var places: [String] { asked.withLock { $0 } }

        func value(row: Int, column: Int) -> DatabaseCell {
            asked.withLock { $0.append("\(row).\(column)") }
            return .int(Int64(10 * row + column))
        }
    }

    @Test func valuesThatStayWhereTheyAre() throws {
        let source = Source()
        let row = DatabaseRow(columns: ["a", "b"], row: 4, of: source)
        #expect(source.places.isEmpty)
        #expect(row[1] == 41)
        #expect(try row.get("a", as: Int.self) == 40)
        #expect(source.places == ["4.1", "4.0"])
        #expect(row.values == [40, 41])
        #expect(row["c"] == nil)
        #expect(throws: DatabaseFailure.self) { try row.get("c", as: Int.self) }
        #expect(throws: DatabaseFailure.self) { try row.get(at: 2, as: Int.self) }
    }

    @Test func valuesThatAreOfAnotherType() {
        for attempt: () throws -> Any in [
            { try row(nil).get("x", as: Int.self) }, { try row("hunter2").get("x", as: Int.self) },
            { try row(1).get("y", as: Int.self) }, { try row(2).get("x", as: Bool.self) },
            { try row("hunter2").get("x", as: UUID.self) }, { try row("hunter2").get("x", as: CalendarDate.self) },
        ] {
            let error = #expect(throws: DatabaseFailure.self) { _ = try attempt() }
            #expect(error?.code == .wrongType)
            #expect(error.map { "\($0)".contains("hunter2") } == false)
        }
    }

    @Test func valuesThatAreStoredAsAnother() throws {
        #expect(try row(1).get("x", as: Bool.self))
        #expect(try row(3).get("x", as: Double.self) == 3)
        #expect(try row(.json("{}")).get("x", as: String.self) == "{}")
        #expect(try row(.decimal("1.50")).get("x", as: String.self) == "1.50")
        #expect(try row("2024-02-29").get("x", as: CalendarDate.self).day == 29)
        let uuid = UUID()
        #expect(try row(.text(uuid.uuidString)).get("x", as: UUID.self) == uuid)
    }

    @Test func namesAreQuoted() {
        #expect(TableName("t").quoted == "\"t\"")
        #expect(TableName("o\"dd", schema: "my schema").quoted == "\"my schema\".\"o\"\"dd\"")
        #expect(TableName("t", schema: "s").description == "s.t")
        // A letter and a combining quote-like mark must not hide the quote.
        #expect(TableName.quote("\"\u{301}") == "\"\"\"\u{301}\"")
    }

    @Test(arguments: ["t", "", "o\"dd", "\"", "\"\"", "my schema", "\"\u{301}", "\u{301}", "ü\"\"x\""])
    func quotesAreTakenOff(name: String) {
        #expect(TableName.unquoted(TableName.quote(name)) == name)
    }

    @Test func withoutQuotesANameStays() {
        #expect(TableName.unquoted("public") == "public")
        #expect(TableName.unquoted("\"") == "\"")
        #expect(TableName.unquoted("") == "")
    }

    @Test func valuesAreReadByPosition() throws {
        let row = DatabaseRow(columns: ["a", "a"], values: [.int(1), .text("x")])
        #expect(try row.get(at: 0, as: Int.self) == 1)
        #expect(try row.get(at: 1, as: String.self) == "x")
        #expect { try row.get(at: 1, as: Int.self) } throws: { "\($0)".contains("column a holds text") }
        #expect { try row.get(at: 2, as: Int.self) } throws: { ($0 as? DatabaseFailure)?.code == .wrongType }
    }

    @Test func errorsAreShortAndSilentAboutDetails() {
        let error = DatabaseFailure(
            .uniqueViolation,
            "twice",
            statement: String(repeating: "x", count: 2000),
            hint: "once",
            detail: "hunter2"
        )
        #expect(error.description.hasPrefix("twice (hint: once)\n  in: xxx"))
        #expect(error.description.count < 600)
        #expect(!error.description.contains("hunter2"))
        #expect(error.code.description == "uniqueViolation")
    }

    @Test func aBatchKeepsItsMemoryAndItsColumns() {
        var batch = RowBatch(columns: ["a", "b"])
        for _ in 0..<3 {
            batch.append(-1 as Int64)
            batch.append(text: "é")
            batch.appendNull()
            [1, 2].withUnsafeBytes { batch.append(blob: $0) }
            #expect(batch.rowCount == 2)
            #expect(batch.cells.map(\.kind) == [.int, .text, .null, .blob])
            #expect(batch.cells[1].length == 2)
            #expect(batch.cells[3].bits == 2)
            batch.removeAll()
            #expect(batch.rowCount == 0)
            #expect(batch.columns == ["a", "b"])
        }
        #expect(RowBatch().rowCount == 0)
    }
}
