import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The engine's tables grow on SQLite, and tell version tables apart.
struct GrowthTests {
    private let folder = TemporaryFolder("grown")

    private var connect: MigrationEngine.Connect {
        let path = "\(folder.path)/run.db"
        return { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
    }

    @discardableResult
    private func rows(_ statements: String...) async throws -> [[DatabaseCell]] {
        try await rows(statements)
    }

    @discardableResult
    private func rows(_ statements: [String]) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        var rows: [[DatabaseCell]] = []
        for statement in statements { rows = try await connection.query(statement).map(\.values) }
        await connection.close()
        return rows
    }

    private let column = "SELECT count(*) FROM pragma_table_info('migrator_journal') WHERE name = 'version_table'"
    private let journal = "SELECT revision, version_table FROM migrator_journal ORDER BY id"

    private func older(_ bench: GrowthBench) async throws {
        let checksum = try await bench.checksumOfFirst()
        try await rows(
            OlderTables.sqlite + OlderTables.step(1, "CREATE TABLE one (i int)", "first", checksum: checksum)
        )
    }

    @Test func whatAnOlderProgramMadeGrowsWithTheFirstStep() async throws {
        let bench = try GrowthBench()
        try await older(bench)
        // A run with nothing to do alters nothing, and finds its way.
        #expect(try await bench.migrator(connect).upgrade(to: "first").steps.isEmpty)
        #expect(try await rows(column) == [[.int(0)]])
        #expect(try await bench.migrator(connect).check([.pending, .edited]).findings.map(\.kind) == [.pending])
        #expect(try await bench.migrator(connect).upgrade().steps.map(\.revision) == ["second"])
        #expect(try await rows(journal) == [[.text("first"), .null], [.text("second"), .text("alembic_version")]])
        // Nor does a second one find anything to add.
        #expect(try await bench.migrator(connect).downgrade(to: "base").steps.count == 2)
        #expect(try await rows(column) == [[.int(1)]])
    }

    @Test(arguments: ["alembic_version", "other"])
    func whatAnOlderProgramWroteCountsForEveryHistory(_ table: String) async throws {
        let bench = try GrowthBench()
        try await older(bench)
        try await rows("CREATE TABLE other (version_num TEXT PRIMARY KEY)", "INSERT INTO other VALUES ('first')")
        for isGrown in [false, true] {
            if isGrown { try await bench.migrator(connect).ensureVersionTable() }
            let edited = try GrowthBench("other_")
            let error = try await migratorError { try await edited.migrator(connect, of: table).upgrade() }
            #expect(error.code == .checksumMismatch, "\(isGrown)")
        }
    }

    @Test func anOlderProgramGoesOnInATableThatHasGrown() async throws {
        let bench = try GrowthBench()
        try await bench.migrator(connect).upgrade(to: "first")
        try await rows(OlderTables.step(2, "CREATE TABLE two (i int)", "second", checksum: "not what is there now"))
        #expect(try await rows(OlderTables.journalQuery).count == 2)
        #expect(try await rows(journal).last == [.text("second"), .null])
        let error = try await migratorError { try await bench.migrator(connect).upgrade() }
        #expect(error.code == .checksumMismatch)
        #expect(error.revision == "second")
    }

    @Test func twoVersionTablesInOneFileAreTwoHistories() async throws {
        // The same ids, and nothing else in common.
        let (one, two) = (
            try GrowthBench(second: "CREATE TABLE two (i int)"),
            try GrowthBench("b_", second: "CREATE TABLE b_two (i int)")
        )
        let (a, b) = (try one.migrator(connect, of: "va"), try two.migrator(connect, of: "vb"))
        #expect(try await a.upgrade().steps.count == 2)
        #expect(try await b.upgrade().steps.count == 2)
        #expect(try await a.upgrade().steps.isEmpty)
        #expect(try await b.downgrade(to: "first").steps.count == 1)
        #expect(try await a.check([.pending, .edited]).findings.isEmpty)
        #expect(
            try await rows("SELECT DISTINCT version_table FROM migrator_journal ORDER BY 1") == [
                [.text("va")], [.text("vb")],
            ]
        )
        let versions = "SELECT json_extract(event, '$.version_table') FROM migrator_outbox ORDER BY id"
        #expect(try await rows(versions).map(\.[0]) == ["va", "va", "vb", "vb", "vb"].map { .text($0) })
        // To vouch for one history does not vouch for the other.
        try one.write("c_", second: "CREATE TABLE two (i int)")
        try await b.stamp(["first"], purge: true)
        let error = try await migratorError { try await one.migrator(connect, of: "va").upgrade() }
        #expect(error.code == .checksumMismatch)
        try await one.migrator(connect, of: "va").stamp(["second"], purge: true)
        #expect(try await one.migrator(connect, of: "va").upgrade().steps.isEmpty)
    }

    @Test func theEventOfTheUsualVersionTableIsAsItWas() async throws {
        try await GrowthBench().migrator(connect).upgrade()
        #expect(try await rows("SELECT event FROM migrator_outbox WHERE event LIKE '%version_table%'").isEmpty)
    }

    @Test func aStepThatOneHistoryHasBegunIsNotTheOthers() async throws {
        let one = try GrowthBench(second: "INSERT INTO lgo VALUES (1)", isTransactional: false)
        let two = try GrowthBench("b_", second: "CREATE TABLE b_two (i int)", isTransactional: false)
        _ = try await migratorError { try await one.migrator(connect, of: "va").upgrade() }
        #expect(try await two.migrator(connect, of: "vb").upgrade().steps.count == 2)
        try await rows("CREATE TABLE lgo (i int)")
        #expect(try await one.migrator(connect, of: "va").upgrade().steps.count == 1)
        let states = "SELECT version_table, state FROM migrator_journal WHERE revision = 'second' ORDER BY id"
        #expect(try await rows(states) == [[.text("va"), .text("done")], [.text("vb"), .text("done")]])
    }

    @Test func aScriptSaysThatTheTablesHaveToGrowFirst() async throws {
        let bench = try GrowthBench()
        try await older(bench)
        let script = Script()
        let options = ScriptOptions(kind: .sqlite, scratch: OfflineBench.scratch)
        try await bench.migrator(connect).upgradeScript("first:second", options, to: script.add)
        let file = try folder.write("script.sql", script.text)
        func run() throws -> ToolResult {
            try Tool.finish(Tool.shell("sqlite3", ["\(folder.path)/run.db", ".read '\(file)'"]))
        }
        let refused = try run()
        #expect(refused.status == 1)
        #expect(refused.errors.contains("an older migrator made the engine's tables; run ensure-version first"))
        #expect(try await rows("SELECT version_num FROM alembic_version") == [[.text("first")]])
        // What 'ensure-version --sql' says to run by hand.
        let made = Script()
        let statements = try bench.migrator(connect).ensureVersionScript(options, to: made.add)
        #expect(!statements.contains { $0.contains("ALTER") })
        let line = try #require(made.text.split(separator: "\n").first { $0.hasPrefix("-- ALTER TABLE") })
        try await rows(String(line.dropFirst(3)))
        #expect(try run().status == 0)
        #expect(try await rows(journal).last == [.text("second"), .text("alembic_version")])
    }
}
