import MigrationDSL
import MigratorCore
import MigratorSafety
import Testing

struct AllowanceTests {
    @Test(arguments: [
        " allow: drop-column because nobody reads it", "allow: drop-column -- nobody reads it",
        " migrator: allow drop-column -- nobody reads it", "ALLOW: Drop-Column Because nobody reads it",
    ])
    func isReadFromAComment(text: String) {
        let allowance = Allowance(comment: text)
        #expect(allowance?.rule == .dropColumn)
        #expect(allowance?.reason == "nobody reads it")
    }

    @Test(arguments: ["allow drop-column", "we allow: nothing", "migrator: skip", "", "allow:"])
    func otherCommentsAreNone(text: String) {
        #expect(Allowance(comment: text) == nil)
    }

    @Test func anOperationKeepsWhatItIsAllowedAndSoDoesItsReversal() throws {
        let op = Operations()
        op.addColumn(Column("a", .integer), to: "t").allow(.downLossy, because: "it is computed")
        op.alterTable("t") { table in
            table.dropColumn("b").allow(.dropColumn, because: "nobody reads it")
        }
        #expect(op.recorded.map { $0.allowances.map(\.rule) } == [[.downLossy], [.dropColumn]])
        #expect(try op.recorded[0].reversed().flatMap(\.allowances).map(\.reason) == ["it is computed"])
    }

    @Test func theChecksumLeavesItOut() {
        let (plain, allowed) = (Operations(), Operations())
        plain.dropColumn("b", from: "t")
        allowed.dropColumn("b", from: "t").allow(.dropColumn, because: "nobody reads it")
        #expect(Checksum.of(plain.recorded) == Checksum.of(allowed.recorded))
    }
}
