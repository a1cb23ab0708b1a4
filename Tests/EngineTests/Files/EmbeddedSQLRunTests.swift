import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSources
import Testing

/// A history in SQL that is run from the executable alone.
struct EmbeddedSQLRunTests {
    @Test(arguments: EventBench.Kind.there) func itRunsWithoutAnyFile(_ kind: EventBench.Kind) async throws {
        let registry = RevisionRegistry(
            name: "Shop",
            sourceFolder: "/nowhere/at/all",
            entries: [],
            payloads: [
                .init(
                    path: "1.sql",
                    content: """
                        -- revision: aaaa
                        -- uses: note
                        -- upgrade
                        CREATE TABLE t (id integer PRIMARY KEY, note text DEFAULT :'note');
                        -- bulk-insert into t from payloads/t.csv
                        -- downgrade
                        DROP TABLE t;
                        """
                ),
                .init(path: "payloads/t.csv", content: "id\n1\n2\n"),
                .init(
                    path: "v.sql",
                    content: "-- repeatable\nDROP VIEW IF EXISTS v;\nCREATE VIEW v AS SELECT 1 AS one;\n"
                ),
            ]
        )
        try await PayloadBench(kind).withDatabase { connect in
            var settings = MigratorSettings()
            settings.arguments = ["note": "it's"]
            let history = try RevisionHistory([.compiled(registry)])
            let engine = MigrationEngine(revisions: history, settings: settings, connect: connect)
            let report = try await engine.upgrade()
            #expect(report.steps.map(\.revision) == ["aaaa", "repeatable:v"])
            #expect(report.steps.first?.rows == 2)
            let connection = try await connect()
            let rows = try await connection.query("SELECT id, note FROM t ORDER BY id").map(\.values)
            await connection.close()
            #expect(rows == [[.int(1), .text("it's")], [.int(2), .text("it's")]])
            #expect(try await engine.upgrade().steps.isEmpty)
        }
    }
}
