import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSources
import MigratorTestSupport
import Testing

/// Revisions in SQL whose variables come with the run.
struct SQLVariableRunTests {
    private let folder = TemporaryFolder("variables")

    private func write() throws {
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- uses: table, note
            -- upgrade
            CREATE TABLE :"table" (id integer PRIMARY KEY, note text DEFAULT :'note');
            INSERT INTO :"table" (id) VALUES (1);
            -- downgrade
            DROP TABLE :"table";
            """
        )
    }

    private func engine(
        _ arguments: [String: String],
        _ connect: @escaping MigrationEngine.Connect
    ) throws
        -> MigrationEngine
    {
        var settings = MigratorSettings()
        settings.arguments = arguments
        let history = try RevisionHistory([.folder("\(folder.path)/revisions")])
        return MigrationEngine(revisions: history, settings: settings, connect: connect)
    }

    private func query(_ sql: String, _ connect: MigrationEngine.Connect) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    @Test(arguments: EventBench.Kind.there) func theyAreQuotedAndJournalled(_ kind: EventBench.Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            let values = ["table": "a \"b\"", "note": "it's", "unread": "secret"]
            #expect(try await engine(values, connect).upgrade().steps.count == 1)
            #expect(try await query("SELECT note FROM \"a \"\"b\"\"\"", connect) == [[.text("it's")]])
            let journal = try await query("SELECT CAST(arguments AS TEXT) FROM migrator_journal", connect)
            guard case .text(let kept)? = journal.first?.first else {
                Issue.record("the journal kept nothing: \(journal)")
                return
            }
            #expect(kept.contains("it's") && !kept.contains("secret"), "\(kept)")
            // Other values are no edit.
            let other = try engine(["table": "c", "note": "d"], connect)
            #expect(try await other.upgrade().steps.isEmpty)
            #expect(try await engine([:], connect).upgrade().steps.isEmpty)
            #expect(try await engine(values, connect).downgrade(to: "base").steps.count == 1)
        }
    }

    @Test(arguments: EventBench.Kind.there) func withoutAValueNothingRuns(_ kind: EventBench.Kind) async throws {
        try write()
        try await PayloadBench(kind).withDatabase { connect in
            let error = await #expect(throws: MigratorError.self) {
                try await engine(["table": "t"], connect).upgrade()
            }
            #expect(error?.code == .invalidSetting)
            #expect(error?.location?.line == 4 && error?.location?.file.hasSuffix("revisions/1.sql") == true)
            let current = try await engine([:], connect).current()
            #expect(current.rows.isEmpty)
        }
    }

    @Test(arguments: EventBench.Kind.there) func aScriptSaysTheValues(_ kind: EventBench.Kind) async throws {
        try write()
        let engine = try engine(["table": "t", "note": "n"]) { throw CancellationError() }
        var script = ""
        let options = ScriptOptions(kind: kind == .postgres ? .postgres : .sqlite)
        try await engine.upgradeScript("head", options) { script += $0 }
        #expect(script.contains("CREATE TABLE \"t\" (id integer PRIMARY KEY, note text DEFAULT 'n')"), "\(script)")
        #expect(!script.contains(":\"table\"") && !script.contains(":'note'"))
    }
}
