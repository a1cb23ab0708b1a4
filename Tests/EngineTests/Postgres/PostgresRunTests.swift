import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorSources
import MigratorTestSupport
import Testing

extension PostgresTests {
    @Suite struct Runs {
        struct MakeItems: Revision {
            static let id: RevisionID = "items"

            func upgrade(_ op: Operations) {
                op.createTable("items") {
                    Column("id", .bigInt).primaryKey()
                    Column("name", .string(10)).notNull()
                    Column("data", .jsonb)
                    Column("at", .timestampTZ)
                    Column("key", .uuid)
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
                        [
                            "id": 1, "name": "fox", "data": ["a": [1, nil]],
                            "at": .timestamp("2026-01-01T12:00:00+01:00"), "key": nil,
                        ],
                        [
                            "id": 2, "name": "owl", "data": nil, "at": nil,
                            "key": .uuid("6f1f2a30-0000-4000-8000-000000000001"),
                        ],
                    ],
                    key: ["id"]
                )
                op.update("items", set: ["name": "dog"], where: Field("id") == 2, was: ["name": "owl"])
            }
        }

        /// Meddles with everything that a session has.
        struct Meddles: Revision {
            static let id: RevisionID = "meddle"
            static let parents: [RevisionID] = ["items"]

            func upgrade(_ op: Operations) {
                op.execute("CREATE ROLE \"meddler\"; CREATE SCHEMA elsewhere")
                op.execute(
                    "SET search_path = elsewhere; SET ROLE meddler; SET statement_timeout = 600001; SET my.own = 'x'"
                )
                op.execute("SET LOCAL lock_timeout = 7; SET default_transaction_isolation = 'serializable'")
            }
        }

        struct AfterMeddling: ReversibleRevision {
            static let id: RevisionID = "after"
            static let parents: [RevisionID] = ["meddle"]

            func upgrade(_ op: Operations) {
                op.createTable("where_am_i") {
                    Column("path", .text).default(.expression("current_setting('search_path')"))
                    Column("role", .text).default(.expression("current_user"))
                    Column("timeout", .text).default(.expression("current_setting('statement_timeout')"))
                    Column("own", .text).default(.expression("current_setting('my.own', true)"))
                    Column("id", .integer)
                }
                op.bulkInsert(into: "where_am_i", [["id": 1]])
            }

            func downgrade(_ op: Operations) {
                op.dropTable("where_am_i")
                op.execute("DROP SCHEMA elsewhere; DROP ROLE meddler")
            }
        }

        @Test func rowsAreLoadedAndTakenBack() async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator([MakeItems.self, LoadItems.self])
                let report = try await migrator.upgrade()
                #expect(report.steps.map(\.rows) == [0, 3])
                #expect(
                    try await database.rows(
                        "SELECT id, name, data::text, at AT TIME ZONE 'UTC' = '2026-01-01 11:00', key::text FROM items ORDER BY 1"
                    )
                        == [
                            ["1", "fox", #"{"a": [1, null]}"#, "true", "NULL"],
                            ["2", "dog", "NULL", "NULL", "6f1f2a30-0000-4000-8000-000000000001"],
                        ]
                )
                #expect(try await migrator.upgrade().steps.isEmpty)
                try await migrator.downgrade(to: "items")
                #expect(try await database.rows("SELECT * FROM items").isEmpty)
                try await migrator.downgrade(to: "base")
                #expect(try await database.tables().isEmpty)
                #expect(try await database.versionRows().isEmpty)
            }
        }

        struct EditedItems: Revision {
            static let id: RevisionID = "items"

            func upgrade(_ op: Operations) {
                op.createTable("items") {
                    Column("id", .bigInt).primaryKey()
                    Column("name", .string(11)).notNull()
                }
            }
        }

        @Test func editedRevisionIsFoundOutUnlessTheJournalIsGone() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeItems.self]).upgrade()
                let edited = try database.migrator([EditedItems.self, LoadItems.self])
                let error = try await migratorError { try await edited.upgrade(to: "items") }
                #expect(error.code == .checksumMismatch)
                #expect(error.revision == "items")
                // What the journal says of another run counts, not what it said first.
                try await database.migrator([MakeItems.self]).downgrade(to: "base")
                try await edited.upgrade(to: "items")
                #expect(try await edited.upgrade(to: "items").steps.isEmpty)
                // Without it there is nothing to hold against anything.
                try await database.execute("DROP TABLE migrator_journal")
                let migrator = try database.migrator([MakeItems.self])
                #expect(try await migrator.upgrade().steps.isEmpty)
                #expect(try await migrator.downgrade(to: "base").steps.count == 1)
                try await database.execute("DROP TABLE migrator_delivery")
                #expect(try await migrator.upgrade().steps.count == 1)
            }
        }

        /// A schema's name may hold whatever a name may, and the table need not lie in the first of the path.
        @Test(arguments: [#""My ""S""#, "\"a.b\"", "public"], ["", "nowhere, \"first one\", "])
        func theTablesAreFoundBesideTheVersionTable(schema: String, before: String) async throws {
            try await PostgresServer.withDatabase { database in
                let setting = "ALTER DATABASE %I SET search_path TO \(before)\(schema)"
                try await database.execute(
                    "CREATE SCHEMA IF NOT EXISTS \(schema)",
                    "CREATE SCHEMA \"first one\"",
                    "CREATE TABLE \(schema).alembic_version (version_num varchar(32) PRIMARY KEY)",
                    "DO $do$ BEGIN EXECUTE format('\(setting)', current_database()); END $do$"
                )
                let migrator = try database.migrator([MakeItems.self])
                #expect(try await migrator.upgrade().steps.count == 1)
                #expect(try await migrator.upgrade().steps.isEmpty)
                #expect(try await database.rows("SELECT revision FROM \(schema).migrator_journal") == [["items"]])
                #expect(try await database.rows("SELECT * FROM pg_tables WHERE schemaname = 'first one'").count <= 1)
                #expect(try await migrator.current().isAtHead)
            }
        }

        @Test func settingsAreAsTheyWereAfterEveryStep() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE SCHEMA app")
                let url = database.url
                let types: [any Revision.Type] = [MakeItems.self, Meddles.self, AfterMeddling.self]
                let entries = types.enumerated().map {
                    RevisionRegistry.Entry($1, file: "\($0).swift", line: 1, message: "")
                }
                let registry = RevisionRegistry(name: "Test", sourceFolder: ".", entries: entries, payloads: [])
                // What the application sets by itself after connecting counts, too.
                let migrator = MigrationEngine(revisions: try RevisionHistory([.compiled(registry)])) {
                    let connection = try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
                    try await connection.execute("SET search_path = app, public")
                    try await connection.execute("SET statement_timeout = 12345")
                    return connection
                }
                try await migrator.upgrade()
                #expect(
                    try await database.rows("SELECT path, role, timeout, coalesce(own, '') FROM app.where_am_i")
                        == [["app, public", "migrator", "12345ms", ""]]
                )
                #expect(try await database.rows("SELECT version_num FROM app.alembic_version") == [["after"]])
                try await migrator.downgrade(to: "meddle")
            }
        }

        @Test func aRoleThatMayNotMakeTablesIsToldWhatAnAdministratorHasToRun() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "limited_\(UUID().uuidString.prefix(8).lowercased())"
                try await database.execute("CREATE ROLE \(role)")
                let migrator = try database.migrator(
                    [MakeItems.self],
                    url: database.url("options=-c%20role%3D\(role)")
                )
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .permissionDenied)
                #expect(error.message.contains("CREATE TABLE IF NOT EXISTS \"public\".\"alembic_version\""))
                #expect(error.message.contains("GRANT SELECT, INSERT, UPDATE, DELETE ON"))
                #expect(error.message.contains("TO \"\(role)\""))
                #expect(try await database.rows("SELECT * FROM pg_tables WHERE schemaname = 'public'").isEmpty)

                // Run by an administrator, that is all it takes.
                let script = error.message.split(separator: "\n", maxSplits: 1)[1]
                for statement in script.split(separator: ";\n") {
                    try await database.execute("\(statement)")
                }
                let refused = try await migratorError { try await migrator.upgrade() }
                #expect(refused.message.contains("permission denied for schema public"), "\(refused)")
                #expect(try await database.versionRows().isEmpty)
                try await database.execute("DROP OWNED BY \(role)", "DROP ROLE \(role)")
            }
        }

        @Test func theTimeOutNamesTheHolder() async throws {
            try await PostgresServer.withDatabase { database in
                let holds = AsyncStream<Void>.makeStream()
                let mayEnd = AsyncStream<Void>.makeStream()
                let holder = try database.migrator([MakeItems.self, Waits.self]) { $0.tag = "x" }
                let blocked = try database.migrator([MakeItems.self, Waits.self]) {
                    $0.lockTimeout = .milliseconds(300)
                }
                try await Waits.channel.withValue((holds.continuation, mayEnd.stream)) {
                    async let held: RunReport = holder.upgrade()
                    for await _ in holds.stream { break }
                    let error = try await migratorError { try await blocked.upgrade() }
                    #expect(error.code == .lockUnavailable)
                    #expect(error.message.contains("'migrator'"), "\(error)")
                    #expect(
                        error.message.contains("process \(ProcessInfo.processInfo.processIdentifier) on"),
                        "\(error)"
                    )
                    #expect(error.message.contains("pg_terminate_backend("), "\(error)")
                    mayEnd.continuation.finish()
                    #expect(try await held.steps.count == 2)
                }
            }
        }

        /// Stops in the middle of its step until it is told to go on.
        struct Waits: Revision {
            static let id: RevisionID = "waits"
            static let parents: [RevisionID] = ["items"]

            @TaskLocal static var stops: (@Sendable () async -> Void)?

            enum channel {
                static func withValue<R>(
                    _ value: (AsyncStream<Void>.Continuation, AsyncStream<Void>),
                    _ body: () async throws -> R
                ) async rethrows -> R {
                    try await Waits.$stops.withValue(
                        {
                            value.0.yield()
                            for await _ in value.1 {}
                        },
                        operation: body
                    )
                }
            }

            func upgrade(_ op: Operations) {
                let stops = Self.stops
                op.perform("wait") { _ in await stops?() }
            }
        }

        struct Fails: Revision {
            static let id: RevisionID = "fails"
            static let parents: [RevisionID] = ["load"]

            func upgrade(_ op: Operations) {
                op.execute("INSERT INTO items (id, name) VALUES (1, 'again')")
            }
        }

        struct Speaks: Revision {
            static let id: RevisionID = "speaks"

            func upgrade(_ op: Operations) {
                op.execute("DO $$ BEGIN RAISE NOTICE 'good morning'; END $$")
            }
        }

        @Test func whatTheServerSaysIsPassedOn() async throws {
            try await PostgresServer.withDatabase { database in
                let events = Events()
                try await database.migrator([Speaks.self]).upgrade(observe: events.add)
                #expect(events.words.contains("NOTICE: good morning"), "\(events.words)")
            }
        }

        @Test func oneTransactionForAllIsAllOrNothing() async throws {
            try await PostgresServer.withDatabase { database in
                let fails = try database.migrator([MakeItems.self, LoadItems.self, Fails.self]) {
                    $0.isSingleTransaction = true
                }
                let error = try await migratorError { try await fails.upgrade() }
                #expect(error.revision == "fails")
                #expect(error.message.contains("Nothing was changed"), "\(error)")
                #expect(try await database.tables().isEmpty)
                #expect(try await database.versionRows().isEmpty)
                let works = try database.migrator([MakeItems.self, LoadItems.self]) { $0.isSingleTransaction = true }
                #expect(try await works.upgrade().steps.count == 2)
                #expect(try await database.versionRows() == ["load"])
                // One transaction: the rows of the journal were written by one.
                #expect(try await database.rows("SELECT count(DISTINCT xmin::text) FROM migrator_journal") == [["1"]])
                try await works.downgrade(to: "base")
                #expect(try await database.tables().isEmpty)
            }
        }
    }
}

extension PostgresTests.Runs {
    struct MakeMood: Revision {
        static let id: RevisionID = "mood"

        func upgrade(_ op: Operations) {
            op.createTable("moods") {
                Column("mood", .enumeration("mood", values: ["calm", "fierce"]))
            }
        }
    }

    struct AddMood: ReversibleRevision {
        static let id: RevisionID = "curious"
        static let parents: [RevisionID] = ["mood"]

        func upgrade(_ op: Operations) {
            op.addEnumValue("curious", to: "mood", .after("calm"))
            op.bulkInsert(into: "moods", [["mood": "curious"], ["mood": "calm"]])
        }

        func downgrade(_ op: Operations) {
            op.execute("DELETE FROM moods")
        }
    }

    @Test func aValueOfAnEnumTypeCanBeUsedByTheRevisionThatAddsIt() async throws {
        try await PostgresServer.withDatabase { database in
            let migrator = try database.migrator([MakeMood.self, AddMood.self])
            try await migrator.upgrade()
            #expect(try await database.rows("SELECT mood::text FROM moods ORDER BY mood") == [["calm"], ["curious"]])
            try await migrator.downgrade(to: "mood")
            try await migrator.upgrade()
            try await migrator.downgrade(to: "base")
            #expect(try await database.rows("SELECT 1 FROM pg_type WHERE typname = 'mood'").isEmpty)
        }
    }
}
