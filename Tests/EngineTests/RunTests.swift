import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// Runs over compiled revisions, through the façade, on a real SQLite file.
struct RunTests {
    private let folder = TemporaryFolder("run")

    private func migrator(
        _ types: [any Revision.Type],
        settings: MigratorSettings = MigratorSettings()
    ) throws -> MigrationEngine {
        let entries = types.enumerated().map { index, type in
            RevisionRegistry.Entry(type, file: "\(index).swift", line: 1, message: "step \(index)")
        }
        let registry = RevisionRegistry(
            name: "Test",
            sourceFolder: folder.path,
            entries: entries,
            payloads: []
        )
        let path = "\(folder.path)/run.db"
        return MigrationEngine(revisions: try RevisionHistory([.compiled(registry)]), settings: settings) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private func query(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/run.db"))
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    struct BadSQL: Revision {
        static let id: RevisionID = "badsql"
        func upgrade(_ op: Operations) { op.execute("INSERT INTO nowhere VALUES (1)") }
    }
    struct BadClosure: Revision {
        static let id: RevisionID = "badclosure"
        func upgrade(_ op: Operations) { op.perform("fail") { _ in throw SomeError() } }
    }
    struct BadRows: Revision {
        static let id: RevisionID = "badrows"
        func upgrade(_ op: Operations) { op.bulkInsert(into: "nowhere", [["id": 1]]) }
    }
    struct BadKey: Revision {
        static let id: RevisionID = "badkey"
        func upgrade(_ op: Operations) {
            op.execute("CREATE TABLE up (id INTEGER PRIMARY KEY)")
            op.execute("CREATE TABLE down (up REFERENCES up (id) DEFERRABLE INITIALLY DEFERRED)")
            op.execute("INSERT INTO down VALUES (7)")
        }
    }
    struct BadAlone: Revision {
        static let id: RevisionID = "badalone"
        static let transactional = false
        func upgrade(_ op: Operations) { op.execute("INSERT INTO nowhere VALUES (1)") }
    }
    struct SomeError: Error {}

    @Test(arguments: [BadSQL.self, BadClosure.self, BadRows.self, BadKey.self, BadAlone.self] as [any Revision.Type])
    func whatFailsInASwiftRevisionHasFileAndLine(_ type: any Revision.Type) async throws {
        let error = await #expect(throws: MigratorError.self) {
            _ = try await migrator([type]).upgrade(to: "head")
        }
        #expect(
            error?.location == MigrationDSL.SourceLocation(file: "\(folder.path)/0.swift", line: 1),
            "\(String(describing: error))"
        )
        #expect(error?.revision == type.id)
    }

    struct MakeItems: Revision {
        static let id: RevisionID = "items"

        func upgrade(_ op: Operations) {
            op.createTable("items") {
                Column("id", .integer).primaryKey()
                Column("name", .string(10)).notNull()
                Column("data", .json)
                Column("at", .timestampTZ)
                Column("note", .text).default("none")
            }
        }
    }

    struct LoadItems: Revision {
        static let id: RevisionID = "load"
        static let parents: [RevisionID] = ["items"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(
                into: "items",
                [
                    ["id": 1, "name": "fox", "data": ["a": [1, nil]], "at": .timestamp("2026-01-01T12:00:00+01:00")],
                    ["id": 2, "name": "owl", "data": "text", "at": nil, "note": "x"],
                ],
                key: ["id"]
            )
            op.update("items", set: ["name": "dog"], where: Field("id") == 2, was: ["name": "owl"])
        }
    }

    @Test func rowsThatAreWrittenDownAreLoadedAndTakenBack() async throws {
        let migrator = try migrator([MakeItems.self, LoadItems.self])
        let report = try await migrator.upgrade()
        #expect(report.steps.map(\.rows) == [0, 3])
        #expect(
            try await query("SELECT id, name, data, at, note FROM items ORDER BY id").map { $0.map { "\($0)" } } == [
                [
                    #"int(1)"#, #"text("fox")"#, #"json("{\"a\": [1, null]}")"#,
                    "timestampTZ(2026-01-01 11:00:00)", #"text("none")"#,
                ],
                ["int(2)", #"text("dog")"#, #"json("\"text\"")"#, "null", #"text("x")"#],
            ]
        )
        let back = try await migrator.downgrade(to: "-1")
        #expect(back.steps.map(\.revision) == ["load"])
        #expect(try await query("SELECT * FROM items").isEmpty)
    }

    struct FailsHalfway: Revision {
        static let id: RevisionID = "fails"
        static let parents: [RevisionID] = ["items"]

        func upgrade(_ op: Operations) {
            op.createTable("half") { Column("id", .integer).primaryKey() }
            op.execute("INSERT INTO items (id, name) VALUES (1, NULL)")
        }
    }

    @Test func aFailedRevisionLeavesTheLastWholeOne() async throws {
        let migrator = try migrator([MakeItems.self, FailsHalfway.self])
        let error = await #expect(throws: MigratorError.self) { try await migrator.upgrade() }
        #expect(error?.code == .statementFailed)
        #expect(error?.revision == "fails")
        #expect(error?.message.contains("items.name") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("at items") == true, "\(error?.message ?? "")")
        #expect(try await query("SELECT version_num FROM alembic_version") == [[.text("items")]])
        #expect(try await query("SELECT name FROM sqlite_schema WHERE name = 'half'").isEmpty)
        #expect(try await query("SELECT revision FROM migrator_journal") == [[.text("items")]])
    }

    struct Performs: Revision {
        static let id: RevisionID = "performs"
        static let parents: [RevisionID] = ["items"]

        func upgrade(_ op: Operations) {
            let name = op.arguments["name"] ?? "nobody"
            op.perform("name the first", touches: ["items"], reverse: { try await $0.execute("DELETE FROM items") }) {
                connection in
                try await connection.execute("INSERT INTO items (id, name) VALUES (?, ?)", [7, .text(name)])
                let rows = try await connection.query("SELECT name FROM items WHERE id = ?", [7])
                guard rows.first?["name"] == .text(name) else { throw Wrong() }
            }
        }

        struct Wrong: Error {}
    }

    @Test func closuresRunInTheStepsTransaction() async throws {
        var settings = MigratorSettings()
        settings.arguments = ["name": "fox"]
        settings.tag = "by hand"
        let migrator = try migrator([MakeItems.self, Performs.self], settings: settings)
        try await migrator.upgrade()
        #expect(try await query("SELECT id, name FROM items") == [[.int(7), .text("fox")]])
        #expect(
            try await query("SELECT arguments, tag FROM migrator_journal WHERE revision = 'performs'")
                == [[.json(#"{"name": "fox"}"#), .text("by hand")]]
        )
        // Arguments are no part of the checksum: another value, or none, is no edit.
        #expect(try await self.migrator([MakeItems.self, Performs.self]).upgrade().steps.isEmpty)
        try await migrator.downgrade(to: "items")
        #expect(try await query("SELECT * FROM items").isEmpty)
    }

    struct Meddles: Revision {
        static let id: RevisionID = "meddles"
        static let parents: [RevisionID] = ["items"]

        func upgrade(_ op: Operations) {
            op.perform("commit") { try await $0.execute("COMMIT") }
        }
    }

    @Test func aClosureMayNotEndTheTransaction() async throws {
        let migrator = try migrator([MakeItems.self, Meddles.self])
        let error = await #expect(throws: MigratorError.self) { try await migrator.upgrade() }
        #expect(error?.code == .invalidRevision)
        #expect(try await query("SELECT version_num FROM alembic_version") == [[.text("items")]])
    }

    struct Computes: Revision {
        static let id: RevisionID = "computes"
        static let parents: [RevisionID] = ["items"]

        func upgrade(_ op: Operations) {
            let payload = Payload.computed("squares", inputs: ["count.txt"]) { inputs in
                let count = Int(String(decoding: inputs["count.txt"], as: UTF8.self)) ?? 0
                return (1...count).lazy.map { number -> Row in
                    ["id": .int(Int64(number)), "name": .text("n\(number * number)")]
                }
            }
            op.bulkInsert(into: "items", from: payload, key: ["id"])
        }
    }

    @Test func computedRowsAreLoadedAndTakenBack() async throws {
        try folder.write("count.txt", "5000")
        let migrator = try migrator([MakeItems.self, Computes.self])
        #expect(try await migrator.upgrade().steps.last?.rows == 5000)
        #expect(try await query("SELECT name FROM items WHERE id = 70") == [[.text("n4900")]])
        #expect(try await migrator.downgrade(to: "items").steps.last?.rows == 5000)
        #expect(try await query("SELECT count(*) FROM items") == [[.int(0)]])
    }

    struct Upserts: Revision {
        static let id: RevisionID = "upserts"
        static let parents: [RevisionID] = ["load"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(
                into: "items",
                [["id": 1, "name": "new"], ["id": 3, "name": "cat"]],
                onConflict: .doNothing
            )
            op.bulkInsert(into: "items", [["id": 2, "name": "cow"]], onConflict: .update(key: ["id"]))
        }
    }

    @Test func rowsThatAreThereAreKeptOrUpdated() async throws {
        try await migrator([MakeItems.self, LoadItems.self, Upserts.self]).upgrade()
        #expect(
            try await query("SELECT name FROM items ORDER BY id") == [[.text("fox")], [.text("cow")], [.text("cat")]]
        )
    }

    struct Irreversible: IrreversibleRevision {
        static let id: RevisionID = "final"
        static let parents: [RevisionID] = ["items"]
        static let irreversible = "what it drops is gone"

        func upgrade(_ op: Operations) { op.dropTable("items") }
    }

    @Test func whatMustNotBeReversedSaysWhyBeforeAnythingRuns() async throws {
        let migrator = try migrator([MakeItems.self, Irreversible.self])
        try await migrator.upgrade()
        let error = await #expect(throws: MigratorError.self) { try await migrator.downgrade(to: "base") }
        #expect(error?.code == .irreversible)
        #expect(error?.message.contains("what it drops is gone") == true)
        #expect(try await migrator.current().rows == ["final"])
        let found = try await migrator.check([.irreversible])
        #expect(found.findings.isEmpty)
    }

    struct OutOfTransaction: Revision {
        static let id: RevisionID = "vacuum"
        static let parents: [RevisionID] = ["items"]
        static let transactional = false

        func upgrade(_ op: Operations) {
            op.execute("VACUUM", touches: [], reverse: "VACUUM")
            op.bulkInsert(into: "items", [["id": 1, "name": "a"]], key: ["id"])
        }
    }

    @Test func whatCannotRunInATransactionDoesNot() async throws {
        let migrator = try migrator([MakeItems.self, OutOfTransaction.self])
        #expect(try await migrator.upgrade().heads == ["vacuum"])
        #expect(try await migrator.downgrade(to: "items").heads == ["items"])
        #expect(try await query("SELECT count(*) FROM items") == [[.int(0)]])
    }

    @Test func aDryRunChangesNothingAndShowsTheSQL() async throws {
        let migrator = try migrator([MakeItems.self, LoadItems.self])
        let report = try await migrator.upgrade(dryRun: true)
        #expect(report.isDryRun)
        #expect(report.steps.first?.sql?.first?.hasPrefix("CREATE TABLE \"items\"") == true)
        #expect(report.steps.last?.sql?.first == "-- bulk insert into items from 2 rows")
        #expect(try await query("SELECT * FROM sqlite_schema").isEmpty)
    }

    @Test func stampsAndVouches() async throws {
        let migrator = try migrator([MakeItems.self, LoadItems.self])
        let report = try await migrator.stamp(["head"])
        #expect(report.added == ["load"])
        #expect(report.removed.isEmpty)
        #expect(try await migrator.upgrade().steps.isEmpty)
        #expect(try await migrator.stamp(["base"]).removed == ["load"])
        #expect(try await migrator.current().pending == ["items", "load"])
    }

    @Test func theRunIsObserved() async throws {
        let events = Events()
        try await migrator([MakeItems.self, LoadItems.self]).upgrade { events.add($0) }
        // Of two batches the first may be passed over, if the second is loaded before it was told.
        #expect(
            events.words.filter { $0 != "loading 1" } == [
                "planned 2", "began items 1/2", "finished items", "began load 2/2", "loading 2", "finished load",
            ]
        )
    }

    @Test func theWidthOfAlembicsTableIsMinded() async throws {
        struct Long: Revision {
            static let id: RevisionID = "an_id_of_more_than_thirty_two_characters"
            func upgrade(_ op: Operations) {}
        }
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/run.db"))
        try await connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        await connection.close()
        let migrator = try migrator([Long.self])
        let error = await #expect(throws: MigratorError.self) { try await migrator.upgrade() }
        #expect(error?.message.contains("32") == true)
        #expect(try await query("SELECT * FROM alembic_version").isEmpty)
    }
}
