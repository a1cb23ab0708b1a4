import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The gates of `check` that compare schemas, and what a gate may be told, over SQLite.
struct CheckGateTests {
    /// Where the model of these tests declares its table.
    private static let linesOfTheTable = (#line + 3)...(#line + 6)
    private var bench = SchemaBench(
        model: DeclaredSchema {
            Table("a") {
                Column("id", .integer).primaryKey()
                Column("name", .text)
            }
        }
    )

    init() throws {
        try bench.revision(
            "aaaa",
            "CREATE TABLE a (id INTEGER NOT NULL, PRIMARY KEY (id));\n-- downgrade\nDROP TABLE a;"
        )
    }

    private let scratch: MigrationEngine.Connect = {
        try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
    }

    /// The engine's own database is changed by hand.
    private func change(_ sql: String) async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(bench.folder.path)/own.db"))
        try await connection.execute(sql)
        await connection.close()
    }

    private func check(_ options: CheckOptions = CheckOptions()) async throws -> CheckReport {
        try await bench.sqlite().check(with: options, scratch: scratch)
    }

    @Test func whatWasChangedByHandIsAWarning() async throws {
        try await bench.sqlite().upgrade()
        let clean = try await check()
        #expect(clean.findings.isEmpty && clean.checked.contains(.drift), "\(clean.findings)")
        #expect(clean.skipped.map(\.kind) == [.model])

        try await change("ALTER TABLE a ADD COLUMN hand TEXT")
        let report = try await check()
        #expect(report.findings.map(\.kind) == [.drift])
        let finding = try #require(report.findings.first)
        #expect(finding.level == .warning && !report.hasErrors)
        #expect(finding.object == "main.a.hand" && finding.rule == "drift")
        #expect(finding.message.hasPrefix("changed by hand: column a.hand: added"), "\(finding.message)")
        #expect(finding.command == "diff database applied --format sql")
        #expect(try await check(CheckOptions([.drift: .error])).hasErrors)
        #expect(try await check(CheckOptions([.drift: .off])).findings.isEmpty)
    }

    @Test func driftAsksTheDatabaseOnlyWhereAnotherGateDoesOrItIsRequired() async throws {
        try await bench.sqlite().upgrade()
        try await change("CREATE TABLE hand (id INTEGER)")
        let without: [CheckReport.Kind: CheckOptions.Gate] = [.pending: .off, .edited: .off]
        let unasked = try await check(CheckOptions(without))
        #expect(unasked.findings.isEmpty && !unasked.checked.contains(.drift))
        #expect(unasked.skipped.map(\.kind) == [.drift, .model])
        #expect(try await check(CheckOptions([.pending: .off])).findings.map(\.kind) == [.drift])
        let required = try await check(CheckOptions(without, required: [.drift]))
        #expect(required.findings.map(\.object) == ["main.hand"])
        #expect(required.findings.map(\.level) == [.warning])
    }

    @Test func whatTheModelHasAndNoRevisionMakesIsFound() async throws {
        try await bench.sqlite().upgrade()
        let report = try await check(CheckOptions(model: .model))
        #expect(report.findings.map(\.object) == ["main.a.name"])
        let finding = try #require(report.findings.first)
        #expect(finding.kind == .model && finding.level == .error && report.hasErrors)
        #expect(finding.message.hasPrefix("not in the revisions yet: column a.name: added"), "\(finding.message)")
        #expect(finding.command == "revision --autogenerate -m TEXT")

        try bench.revision("bbbb", after: "aaaa", "ALTER TABLE a ADD COLUMN name TEXT;")
        let options = CheckOptions([.pending: .warn, .irreversible: .off], model: .model)
        let equal = try await check(options)
        #expect(equal.findings.map(\.kind) == [.pending] && !equal.hasErrors, "\(equal.findings)")
    }

    @Test func aModelThatDoesNotRunIsAFindingWithItsLine() async throws {
        try await bench.sqlite().upgrade()
        let file = try bench.folder.write("model.sql", "CREATE TABLE b (id INTEGER);\n\nCREATE nonsense;")
        let report = try await check(CheckOptions(model: .model(files: file)))
        #expect(report.findings.map(\.rule) == ["model-unreadable"])
        #expect(report.findings.first?.location?.line == 3)
        #expect(report.findings.first?.location?.file == file)
        // One that is not there is a mistake of the call.
        let gone = CheckOptions(model: .model(files: "\(file).gone"))
        await #expect(throws: MigratorError.self) { try await check(gone) }
    }

    /// Another gate reports revisions that do not run, and rows that nothing explains.
    @Test func whatCannotBeComparedIsSkippedWithItsReason() async throws {
        try await bench.sqlite().upgrade()
        try bench.revision("bbbb", after: "aaaa", "DROP TABLE nothing;")
        let broken = try await check(CheckOptions([.pending: .off, .irreversible: .off], model: .model))
        #expect(broken.findings.map(\.kind) == [.broken])
        #expect(broken.skipped.map(\.kind) == [.model])
        #expect(broken.skipped.first?.message.contains("bbbb") == true, "\(broken.skipped)")
        let off: [CheckReport.Kind: CheckOptions.Gate] = [.pending: .off, .irreversible: .off, .broken: .off]
        let required = try await check(CheckOptions(off, required: [.model]))
        #expect(required.findings.map(\.rule) == ["required"] && required.hasErrors)

        try await change("UPDATE alembic_version SET version_num = 'gone'")
        let unknown = try await check(CheckOptions(off))
        #expect(unknown.findings.map(\.rule) == ["unknown-row"])
        #expect(unknown.skipped.first?.message.contains("gone") == true, "\(unknown.skipped)")
    }

    @Test func withoutAnEmptyDatabaseGatesAreSkippedAndRequiredOnesFail() async throws {
        var bench = bench
        bench.opensOthers = false
        let engine = try bench.sqlite()
        try await engine.upgrade()
        let report = try await engine.check(with: CheckOptions(model: .model))
        #expect(report.findings.isEmpty)
        #expect(report.checked == [.pending, .heads, .edited, .irreversible, .payload])
        #expect(report.skipped.map(\.kind) == [.broken, .drift, .model])
        #expect(report.remarks.map(\.kind) == [.payload])
        let required: Set<CheckReport.Kind> = [.broken, .payload, .drift]
        let failing = try await engine.check(with: CheckOptions([.drift: .off], required: required))
        #expect(failing.findings.map(\.kind) == [.broken, .payload, .drift])
        #expect(failing.findings.allSatisfy { $0.rule == "required" && $0.level == .error })
    }

    @Test func findingsNameTheFileOfTheirRevision() async throws {
        let report = try await check(CheckOptions([.pending: .warn]))
        #expect(report.findings.map(\.kind) == [.pending])
        #expect(report.findings.first?.location?.file.hasSuffix("aaaa.sql") == true)
        #expect(report.findings.first?.command == "upgrade heads")
    }

    /// The declared schema says where its table is; what is not in it any more the revision that made it.
    @Test func aDifferenceIsPlacedInTheModelElseInTheHistory() async throws {
        try await bench.sqlite().upgrade()
        try bench.revision("bbbb", after: "aaaa", "\nCREATE TABLE Gone (id INTEGER);\n-- downgrade\nDROP TABLE gone;")
        let report = try await check(CheckOptions([.pending: .off], model: .model))
        #expect(report.findings.count == 2, "\(report.findings)")
        let declared = try #require(report.findings.first { $0.object == "main.a.name" }?.location)
        #expect(declared.file.hasSuffix("CheckGateTests.swift") && Self.linesOfTheTable.contains(declared.line))
        let made = try #require(report.findings.first { $0.object == "main.Gone" }?.location)
        #expect(made.file.hasSuffix("bbbb.sql") && made.line == 5)

        let file = try bench.folder.write(
            "model.sql",
            "CREATE TABLE a (id INTEGER NOT NULL, PRIMARY KEY (id));\nCREATE TABLE gone (id INTEGER, more TEXT);\n"
        )
        let files = try await check(CheckOptions([.pending: .off], model: .model(files: file)))
        #expect(files.findings.map(\.object) == ["main.gone.more"], "\(files.findings)")
        #expect(files.findings.first?.location?.line == 2 && files.findings.first?.location?.file == file)
    }

    @Test func whatWasChangedByHandIsPlacedAtTheNewestRevisionOfItsTable() async throws {
        try bench.revision("bbbb", after: "aaaa", "ALTER TABLE a ADD COLUMN b TEXT;\nINSERT INTO a VALUES (1, 'x');")
        try bench.revision("cccc", after: "bbbb", "CREATE TABLE c (id INTEGER);\n-- bulk-insert into a from rows.csv")
        try bench.folder.write("revisions/rows.csv", "id,b\n2,y\n")
        try await bench.sqlite().upgrade()
        try await change("ALTER TABLE a ADD COLUMN hand TEXT")
        try await change("CREATE TABLE mine (id INTEGER)")
        let report = try await check(CheckOptions([.irreversible: .off]))
        #expect(Set(report.findings.map(\.object)) == ["main.a.hand", "main.mine"], "\(report.findings)")
        let place = report.findings.first { $0.object == "main.a.hand" }?.location
        #expect(place?.file.hasSuffix("bbbb.sql") == true && place?.line == 4, "\(report.findings)")
        // No revision knows of it.
        #expect(report.findings.contains { $0.object == "main.mine" && $0.location == nil })
    }

    @Test func newRevisionsAloneAreLookedAt() async throws {
        try bench.revision("bbbb", after: "aaaa", "ALTER TABLE a ADD COLUMN b TEXT;")
        try bench.revision("cccc", after: "bbbb", "ALTER TABLE a ADD COLUMN c TEXT;")
        let engine = try bench.sqlite()
        #expect(try await engine.newRevisions(since: "aaaa") == ["bbbb", "cccc"])
        #expect(try await engine.newRevisions(since: "head") == [])
        #expect(try await engine.newRevisions(since: "base") == ["aaaa", "bbbb", "cccc"])
        await #expect(throws: MigratorError.self) { try await engine.newRevisions(since: "nope") }
        try await engine.upgrade(to: "bbbb")
        #expect(try await engine.newRevisions(since: "current") == ["cccc"])
        var options = CheckOptions()
        options.revisions = ["cccc"]
        let report = try await check(options)
        #expect(report.findings.map(\.kind) == [.pending, .irreversible])
        #expect(report.findings.allSatisfy { $0.revision == "cccc" })
        #expect(report.looked == ["cccc"] && report.revisions == 3)
    }
}
