import MigrationDSL
import MigratorDatabase
import MigratorDialects
import Testing

@testable import Migrator

struct JournalTests {
    private let journal = Journal(beside: TableName("alembic_version"), SQLiteDialect(isTransactional: true))

    /// Reads rows of `id revision direction state checksum` and, in a journal that has grown, `version_table`.
    private func checksums(_ lines: String...) throws -> [RevisionID: String] {
        let columns = ["id", "revision", "direction", "state", "checksum", "version_table"]
        let rows = lines.map { line in
            let words = line.split(separator: " ").map(String.init)
            let texts: [DatabaseCell] = words.dropFirst().map { $0 == "-" ? .null : .text($0) }
            return DatabaseRow(
                columns: Array(columns.prefix(words.count)),
                values: [.int(Int64(words[0]) ?? 0)] + texts
            )
        }
        return try journal.checksums(in: rows).applied
    }

    @Test func theLastApplicationCountsWhateverTheOrderOfTheRows() throws {
        let rows = ["1 a upgrade done old", "2 b upgrade done b1", "3 a downgrade done old", "4 a upgrade done new"]
        #expect(try checksums(rows[0], rows[1], rows[2], rows[3]) == ["a": "new", "b": "b1"])
        #expect(try checksums(rows[3], rows[1], rows[0], rows[2]) == ["a": "new", "b": "b1"])
        #expect(try checksums(rows[2], rows[0]) == [:])
    }

    @Test func whatWasStampedOrPurgedIsHeldAgainstNothing() throws {
        #expect(try checksums("1 a upgrade done x", "2 a stamp done -", "3 b upgrade done y") == ["b": "y"])
        #expect(try checksums("9 c upgrade done z", "5 b purge done -", "1 a upgrade done x") == ["c": "z"])
    }

    @Test func whatWasOnlyBegunIsNotApplied() throws {
        #expect(try checksums("1 a upgrade done x", "2 a upgrade begun y", "3 b upgrade begun z") == ["a": "x"])
    }

    @Test func rowsOfOtherVersionTablesAreLeftOut() throws {
        let own = ["1 a upgrade done x alembic_version", "2 b upgrade done y -"]
        #expect(try checksums(own[0], own[1], "3 a upgrade done z other") == ["a": "x", "b": "y"])
        #expect(try checksums(own[0], own[1], "3 a downgrade done z other", "4 b stamp done - other").count == 2)
        #expect(try checksums(own[0], own[1], "3 c purge done - other") == ["a": "x", "b": "y"])
        // What does not say whose it is counts for all.
        #expect(try checksums(own[0], own[1], "3 c purge done - -") == [:])
    }

    @Test func aValueOfAnotherTypeIsRefused() {
        let row = DatabaseRow(
            columns: ["id", "revision", "direction", "state", "checksum"],
            values: [.int(1), .blob([1]), .text("upgrade"), .text("done"), .text("x")]
        )
        #expect { try journal.checksums(in: [row]) } throws: { "\($0)".contains("column revision") }
    }
}
