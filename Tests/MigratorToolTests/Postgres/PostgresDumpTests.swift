import Foundation
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// What `pg_dump` writes, as a source of a schema.
    @Suite struct Dumps {
        private let folder = TemporaryFolder("dumps")
        private let role = "r\(UUID().uuidString.prefix(8).lowercased())"

        /// A schema with owners, rights and comments, as a dump tells them.
        private func make(_ database: PostgresDatabase) async throws {
            try await database.execute(
                "CREATE ROLE \(role)",
                "CREATE SCHEMA app",
                "ALTER SCHEMA app OWNER TO \(role)",
                "CREATE TYPE mood AS ENUM ('low', 'high')",
                "CREATE TABLE customers (id serial PRIMARY KEY, email text NOT NULL UNIQUE, mood mood DEFAULT 'low')",
                "CREATE TABLE app.orders (id uuid PRIMARY KEY, customer int NOT NULL REFERENCES customers, at date)",
                "CREATE INDEX ON app.orders (customer) WHERE at IS NOT NULL",
                "COMMENT ON TABLE customers IS 'those who buy; really'",
                "CREATE VIEW happy AS SELECT id FROM customers WHERE mood = 'high'",
                """
                CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
                /* Not a command of psql:
                \\restrict here
                */
                BEGIN NEW.at = current_date; RETURN NEW; END$$
                """,
                "CREATE TRIGGER touch BEFORE UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION touch()",
                "ALTER TABLE customers OWNER TO \(role)",
                "GRANT SELECT ON app.orders TO \(role)",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO \(role)"
            )
        }

        private func withSchema(_ body: (PostgresDatabase) async throws -> Void) async throws {
            try await PostgresServer.withDatabase { database in
                do {
                    try await make(database)
                    try await body(database)
                } catch {
                    try? await clear(database)
                    throw error
                }
                try await clear(database)
            }
        }

        private func clear(_ database: PostgresDatabase) async throws {
            try await database.execute("DROP OWNED BY \(role) CASCADE", "DROP ROLE \(role)")
        }

        private func expectEqual(_ script: String, _ database: PostgresDatabase, _ tool: Tool) async throws {
            try folder.write("dump.sql", script)
            let result = try await Tool.finishAside(tool.process(["diff", "dump.sql", "database"]))
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(result.output.hasPrefix("no difference between dump.sql and database"), "\(result.errors)")
        }

        @Test func aDumpGivesTheSchemaThatItIsOf() async throws {
            try await withSchema { database in
                let script = try await database.wholeScript()
                #expect(script.contains("set_config('search_path', '', false)") && script.contains("OWNER TO \(role)"))
                try await expectEqual(script, database, database.tool(in: folder))
                // As the programs from 15.14 and 17.6 on write it, whatever this one is.
                let restricted = "--\n\n\\restrict aB3\n\n\(script)\n\\unrestrict aB3\n\n"
                try await expectEqual(restricted, database, database.tool(in: folder))
                // A program that is newer than the server sets what the server does not know.
                let newer = "SET timeout_of_tomorrow = 0;\n\(script)"
                try await expectEqual(newer, database, database.tool(in: folder))
            }
        }

        @Test func aDumpOfPublicAloneMakesItAgain() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE TABLE t (id int PRIMARY KEY)")
                let script = try await database.wholeScript("--schema=public")
                #expect(script.contains("CREATE SCHEMA public;"))
                try await expectEqual(script, database, database.tool(in: folder))
            }
        }

        /// Who owns what, and who may do what, is no part of a schema.
        @Test func aRoleThatMayNotGiveAwayReadsADump() async throws {
            try await withSchema { database in
                let maker = "m\(role)"
                try await database.execute("CREATE ROLE \(maker) LOGIN CREATEDB PASSWORD 'pw'")
                let at = try #require(database.url.firstIndex(of: "@"))
                var tool = database.tool(in: folder)
                tool.environment["DATABASE_URL"] = "postgres://\(maker):pw\(database.url[at...])"
                do {
                    try await expectEqual(try await database.wholeScript(), database, tool)
                } catch {
                    try? await database.execute("DROP ROLE \(maker)")
                    throw error
                }
                try await database.execute("DROP ROLE \(maker)")
            }
        }

        @Test func rowsAndOtherCommandsAreRefusedByTheirLine() async throws {
            try await PostgresServer.withDatabase { database in
                let tool = database.tool(in: folder)
                try folder.write("rows.sql", "CREATE TABLE t (id int);\n\nCOPY public.t (id) FROM stdin;\n1\n\\.\n")
                let rows = try await Tool.finishAside(tool.process(["inspect", "rows.sql"]))
                #expect(rows.status == 1 && rows.output.isEmpty)
                #expect(rows.errors.contains("rows.sql:3:1: "), "\(rows.errors)")
                #expect(rows.errors.contains("pg_dump --schema-only"), "\(rows.errors)")
                try folder.write("connect.sql", "\\restrict a1\n\\connect other\nCREATE TABLE t (id int);\n")
                let other = try await Tool.finishAside(tool.process(["inspect", "connect.sql"]))
                #expect(other.status == 1 && other.output.isEmpty)
                #expect(other.errors.contains("connect.sql:2:1: a backslash outside quotes"), "\(other.errors)")
            }
        }
    }
}
