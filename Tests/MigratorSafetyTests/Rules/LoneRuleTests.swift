import MigrationDSL
import MigratorDatabase
import MigratorSafety
import Testing

/// Rules that are notes, or that no revision in a file can break since it would be refused.
struct LoneRuleTests {
    private let tables = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int); CREATE TABLE c (id int)"

    @Test(arguments: ["BEGIN", "COMMIT", "START TRANSACTION", "ROLLBACK", "PREPARE TRANSACTION 'a'"])
    func transactionsAreTheEngines(sql: String) {
        #expect(LintBench(.postgres).rules(sql) == ["txn-control"])
    }

    @Test(arguments: ["SAVEPOINT a", "ROLLBACK TO SAVEPOINT a", "RELEASE SAVEPOINT a"])
    func savepointsAreNot(sql: String) {
        #expect(LintBench(.postgres).rules(sql).isEmpty)
    }

    @Test func aForeignKeyLocksItsParentForAnInstant() {
        let bench = LintBench(.postgres, after: tables)
        let text = "CREATE TABLE d (a_id int REFERENCES a); CREATE INDEX ON d (a_id)"
        #expect(bench.findings(text).map(\.level) == [.note])
        #expect(bench.rules(text) == ["fk-parent-lock"])
        // The parent is of the same revision.
        #expect(
            bench.rules(
                "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE d (a_id int REFERENCES p); "
                    + "CREATE INDEX ON d (a_id)"
            ).isEmpty
        )
    }

    @Test func threeTablesThatAreLockedAtOnceAreNoted() {
        let bench = LintBench(.postgres, after: tables)
        let all = ["a", "b", "c"].map { "ALTER TABLE \($0) ADD COLUMN x int" }
        #expect(bench.rules(all.joined(separator: ";")) == ["many-hot-tables"])
        #expect(bench.rules(all.prefix(2).joined(separator: ";")).isEmpty)
        #expect(bench.rules(all.joined(separator: ";"), isTransaction: false).isEmpty)
    }

    @Test func aServerHasNoLocksForThousandsOfTables() {
        let context = (0..<6_500).map { "CREATE TABLE t\($0) (id int)" }.joined(separator: ";")
        let text = (0..<6_500).map { "ALTER TABLE t\($0) ADD COLUMN x int" }.joined(separator: ";")
        #expect(LintBench(.postgres, after: context).rules(text) == ["many-hot-tables", "too-many-locks"])
    }

    @Test func bothPresetsAndNotesAreSilentForWhatTheRevisionMade() {
        let text = "CREATE TABLE n (a int); ALTER TABLE n ALTER COLUMN a TYPE bigint; ALTER TABLE n DROP COLUMN a"
        #expect(LintBench(.postgres).rules(text).isEmpty)
    }
}
