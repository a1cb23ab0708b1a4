import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport
import Testing

/// A whole history, linted from its files alone.
struct LintTests {
    private let folder = TemporaryFolder("lint")

    private func write(_ id: String, after parents: String? = nil, _ sql: String, down: String? = "") throws {
        let header = "-- revision: \(id)\n" + (parents.map { "-- parents: \($0)\n" } ?? "")
        let downgrade = down.map { "-- downgrade\n\($0)\n" } ?? ""
        try folder.write("\(id)_x.sql", "\(header)\n-- upgrade\n\(sql)\n\(downgrade)")
    }

    private func lint(
        _ kind: DatabaseKind = .postgres,
        _ range: String? = nil,
        _ change: (inout LintOptions) -> Void = { _ in }
    ) async throws -> LintReport {
        var options = LintOptions(kind: kind, range: range, asksDatabase: false)
        change(&options)
        let history = try RevisionHistory([.folder(folder.path)], remembersFolders: false)
        return try await MigrationEngine(revisions: history) { throw DatabaseFailure(.cannotOpen, "not asked") }
            .lint(options)
    }

    private func rules(_ report: LintReport) -> [String] {
        report.findings.filter { $0.level != .note }.map {
            "\($0.revision?.rawValue ?? "") \($0.direction) \($0.rule.rawValue)"
        }
    }

    @Test func aTableOfAnEarlierRevisionIsThere() async throws {
        try write("aaaa", "CREATE TABLE t (id int PRIMARY KEY, a text);", down: "DROP TABLE t;")
        try write("bbbb", after: "aaaa", "CREATE INDEX i ON t (a);", down: "DROP INDEX i;")
        let report = try await lint()
        #expect(
            rules(report) == [
                "aaaa downgrade down-lossy", "bbbb upgrade index-blocking", "bbbb downgrade index-drop-blocking",
            ]
        )
        #expect(report.findings[1].location?.line == 5)
        #expect(report.findings[1].location?.file.hasSuffix("bbbb_x.sql") == true)
        #expect(report.revisions.count == 2)
    }

    @Test func aMergeHasBothItsParentsBehindIt() async throws {
        try write("aaaa", "CREATE TABLE t (id int PRIMARY KEY, a text);")
        try write("bbbb", after: "aaaa", "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID;")
        try write("cccc", after: "aaaa", "CREATE TABLE u (id int PRIMARY KEY);")
        try write("dddd", after: "bbbb, cccc", "ALTER TABLE t VALIDATE CONSTRAINT c;")
        try write("eeee", after: "dddd", "ALTER TABLE t ALTER COLUMN a SET NOT NULL; DROP TABLE IF EXISTS u;")
        // The check of one branch proves it, and the table of the other is there to be dropped.
        #expect(try await rules(lint()) == ["eeee upgrade drop-table"])
    }

    @Test func aBranchDoesNotSeeTheOther() async throws {
        try write("aaaa", "CREATE TABLE t (id int PRIMARY KEY, a text);")
        try write("bbbb", after: "aaaa", "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL);")
        try write("cccc", after: "aaaa", "ALTER TABLE t ALTER COLUMN a SET NOT NULL;")
        let report = try await lint(.postgres, "cccc")
        #expect(rules(report) == ["cccc upgrade not-null-scan"])
        #expect(report.revisions == ["cccc"])
    }

    @Test func aStatementMayBeAllowed() async throws {
        try write("aaaa", "CREATE TABLE t (id int PRIMARY KEY, a text, b text);")
        let sql =
            "-- allow: drop-column because nobody reads it\nALTER TABLE t DROP COLUMN a;\nALTER TABLE t DROP COLUMN b;"
        try write("bbbb", after: "aaaa", sql)
        try write("cccc", after: "bbbb", "CREATE TABLE u (id int);\n-- allow: drop-tabel because of it")
        let report = try await lint()
        #expect(rules(report) == ["bbbb upgrade drop-column", "cccc upgrade unused-allow"])
        #expect(report.findings[0].location?.line == 7)
        #expect(report.findings[1].message.contains("no rule drop-tabel"))
    }

    @Test func aRevisionWithoutADowngradeSaysWhy() async throws {
        try write("aaaa", "CREATE TABLE t (id int);", down: nil)
        #expect(try await rules(lint()) == ["aaaa downgrade down-missing"])
    }

    @Test func aBaselineLeavesOutWhatWasThere() async throws {
        try write("aaaa", "CREATE TABLE t (id int, a text);")
        try write("bbbb", after: "aaaa", "ALTER TABLE t DROP COLUMN a;")
        let before = try await lint()
        let baseline = try LintBaseline(json: LintBaseline(before.findings).json, file: "b.json")
        try write("cccc", after: "bbbb", "DROP TABLE t;")
        let after = try await lint { $0.baseline = baseline }
        #expect(rules(after) == ["cccc upgrade drop-table"])
        #expect(after.known == 1)
    }

    @Test func factsKeepSilentAboutSmallTables() async throws {
        try write("aaaa", "CREATE TABLE t (id int, a text);")
        try write("bbbb", after: "aaaa", "CREATE INDEX i ON t (a);")
        let facts = try DatabaseFacts(json: #"{"format":1,"tables":{"public.t":{"rows":5,"bytes":8192}}}"#, file: "f")
        #expect(try await rules(lint { $0.facts = facts }).isEmpty)
        #expect(
            try await rules(lint { $0.facts = DatabaseFacts(["t": .init(rows: 50_000)]) }) == [
                "bbbb upgrade index-blocking"
            ]
        )
        #expect(DatabaseFacts(["t": .init(rows: 5)]).json.contains("\"format\" : 1"))
    }

    @Test(arguments: ["{}", #"{"format":2,"tables":{}}"#, "[]", #"{"format":1,"tables":{"t":{"rows":-1}}}"#])
    func otherFilesAreNoFacts(text: String) {
        #expect(throws: MigratorError.self) { try DatabaseFacts(json: text, file: "f.json") }
    }

    @Test func theServersVersionMatters() async throws {
        try write("aaaa", "CREATE TABLE t (id int, a text);")
        try write("bbbb", after: "aaaa", "ALTER TABLE t DROP COLUMN a;")
        #expect(try await rules(lint(.sqlite) { $0.serverVersion = "3.31" }).contains("bbbb upgrade sqlite-version"))
        #expect(try await rules(lint(.sqlite) { $0.serverVersion = "3.35" }) == ["bbbb upgrade drop-column"])
        await #expect(throws: MigratorError.self) { try await lint { $0.serverVersion = "new" } }
    }

    @Test func aRangeThatCountsFromTheDatabaseNeedsIt() async throws {
        try write("aaaa", "CREATE TABLE t (id int);")
        await #expect(throws: MigratorError.self) { try await lint(.postgres, "current:") }
        #expect(try await lint(.postgres, "aaaa:heads").revisions == ["aaaa"])
    }
}
