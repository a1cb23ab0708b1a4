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
    /// What is said of errors, and what is left unsaid.
    @Suite struct Words {
        private let folder = TemporaryFolder("words")

        private func history(_ upgrades: String...) throws -> RevisionHistory {
            for (index, upgrade) in upgrades.enumerated() {
                let parent = index == 0 ? "" : "-- parents: r\(index - 1)\n"
                let text = "-- revision: r\(index)\n\(parent)\n-- upgrade\n\(upgrade)\n\n-- downgrade\n"
                try folder.write("revisions/\(index).sql", text)
            }
            return try RevisionHistory([.folder("\(folder.path)/revisions")], remembersFolders: false)
        }

        // MARK: What no transaction may hold

        private static let parts = """
            CREATE TABLE p (id int) PARTITION BY RANGE (id);
            CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
            CREATE TYPE mood AS ENUM ('fine');
            CREATE PROCEDURE ends() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
            """

        @Test(arguments: [
            "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;", "DO $$ BEGIN COMMIT; END $$;", "CALL ends();",
            "ALTER TYPE mood ADD VALUE 'odd'; SELECT 'odd'::mood;",
            "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;",
        ])
        func theWayOutIsSaidAsTheFileWritesIt(_ upgrade: String) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator(history(Self.parts, upgrade))
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.revision == "r1")
                #expect(error.message.contains("with '-- transaction: off' in the header"), "\(error)")
            }
        }

        struct Detach: Revision {
            static let id: RevisionID = "detach"

            func upgrade(_ op: Operations) {
                op.execute("CREATE TABLE p (id int) PARTITION BY RANGE (id)")
                op.execute("CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)")
                op.execute("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY")
            }
        }

        @Test func andAsSwiftWritesIt() async throws {
            try await PostgresServer.withDatabase { database in
                let error = try await migratorError { try await database.migrator([Detach.self]).upgrade() }
                #expect(error.message.contains("with 'static let transactional = false'"), "\(error)")
            }
        }

        @Test func otherErrorsAreNotSentThere() async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator(history("SELECT 1/0;"))
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(!error.message.contains("transaction: off"), "\(error)")
            }
        }

        // MARK: Rights

        /// What the role was given before; running what the error says must do.
        @Test(arguments: [
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO %",
            "GRANT USAGE ON SCHEMA public TO %",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %; REVOKE INSERT ON migrator_journal FROM %",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %; REVOKE UPDATE ON migrator_lock FROM %",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %; REVOKE USAGE ON SCHEMA public FROM PUBLIC",
        ])
        func aRoleThatMayNotWriteIsToldTheGrants(_ given: String) async throws {
            try await PostgresServer.withDatabase { database in
                let role = "r\(UUID().uuidString.prefix(8).lowercased())"
                let history = try history("SELECT 1;", "SELECT 2;")
                try await database.migrator(history).upgrade(to: "r0")
                try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'pw'")
                for statement in given.replacingOccurrences(of: "%", with: role).split(separator: ";") {
                    try await database.execute(String(statement))
                }
                let at = try #require(database.url.firstIndex(of: "@"))
                let url = "postgres://\(role):pw\(database.url[at...])"
                let migrator = database.migrator(history, url: url) {
                    $0.versionTable = TableName("alembic_version", schema: "public")
                }
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .permissionDenied)
                #expect(error.message.contains("the role \(role) may not use"), "\(error)")
                let grants = error.message.split(separator: "\n").filter { $0.hasPrefix("GRANT ") }
                #expect(!grants.isEmpty, "\(error)")
                for grant in grants { try await database.execute(String(grant)) }
                #expect(try await migrator.upgrade().heads == ["r1"])
                try await database.execute("DROP OWNED BY \(role)")
                try await database.execute("DROP ROLE \(role)")
            }
        }

        // MARK: What the server says of our own tables

        @Test func aTakeOverIsQuiet() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute(
                    """
                    CREATE TABLE alembic_version (version_num varchar(32) NOT NULL,
                        CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))
                    """,
                    "INSERT INTO alembic_version VALUES ('r0')"
                )
                let history = try history("SELECT 1;", "CREATE TABLE t (id int);")
                let events = Events()
                try await database.migrator(history).upgrade(observe: events.add)
                #expect(!events.words.contains { $0.contains("NOTICE") }, "\(events.words)")
                // One that was lost is made again, as quietly.
                try await database.execute("DROP TABLE migrator_delivery")
                try await database.migrator(history).downgrade(to: "r0", observe: events.add)
                #expect(!events.words.contains { $0.contains("NOTICE") }, "\(events.words)")
                #expect(try await database.rows("SELECT count(*) FROM migrator_identity") == [["1"]])
            }
        }

        // MARK: Slow rows

        struct Slow: Revision {
            static let id: RevisionID = "slow"

            func upgrade(_ op: Operations) {
                op.createTable("slow") { Column("id", .integer) }
                op.bulkInsert(
                    into: "slow",
                    from: .computed("rows") { _ in
                        Thread.sleep(forTimeInterval: 0.5)
                        return [["id": 1]]
                    }
                )
                op.perform("think") { _ in try await Task.sleep(for: .milliseconds(500)) }
                op.execute("INSERT INTO slow VALUES (2)")
            }
        }

        /// A role's setting ends transactions that are idle, as one is whose rows take long to make.
        @Test func rowsMayTakeLongerThanARoleMayBeIdle() async throws {
            try await PostgresServer.withDatabase { database in
                let url = database.url("options=-c%20idle_in_transaction_session_timeout%3D100")
                try await database.migrator([Slow.self], url: url).upgrade()
                #expect(try await database.rows("SELECT id FROM slow ORDER BY 1") == [["1"], ["2"]])
            }
        }
    }
}
