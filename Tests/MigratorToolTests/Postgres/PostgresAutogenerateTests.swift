import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// `revision --autogenerate` for PostgreSQL.
    @Suite struct Autogeneration {
        private let folder = TemporaryFolder("autogenerate")

        private func run(_ database: PostgresDatabase, _ arguments: String...) async throws -> ToolResult {
            let process = database.tool(in: folder).process(arguments + ["--revisions", "revisions"])
            return try await Tool.finishAside(process)
        }

        @Test func whatOneTransactionCannotDoIsTwoFiles() async throws {
            try await PostgresServer.withDatabase { database in
                try folder.write(
                    "revisions/1.sql",
                    """
                    -- revision: aaaa
                    -- upgrade
                    CREATE TYPE mood AS ENUM ('low');
                    CREATE TABLE t (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'low');
                    INSERT INTO t VALUES (1);
                    -- downgrade
                    DROP TABLE t;
                    DROP TYPE mood;
                    """
                )
                try folder.write(
                    "schema.sql",
                    """
                    CREATE TYPE mood AS ENUM ('low', 'high');
                    CREATE TABLE t (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'high');
                    """
                )
                let result = try await run(
                    database,
                    "revision",
                    "-m",
                    "moods",
                    "--autogenerate",
                    "--to",
                    "schema.sql",
                    "--rev-id",
                    "cccc",
                    "--branch-label",
                    "feelings",
                    "--format",
                    "json"
                )
                #expect(result.status == 0, "\(result.errors)")
                let revisions = try #require(try result.json()["revisions"] as? [[String: Any]])
                #expect(revisions.map { $0["message"] as? String } == ["moods (1 of 2)", "moods (2 of 2)"])
                let ids = revisions.compactMap { $0["revision"] as? String }
                #expect(ids.count == 2 && ids.last == "cccc")
                #expect(revisions.map { $0["parents"] as? [String] } == [["aaaa"], [ids[0]]])
                #expect(revisions[0]["irreversible"] is String)
                #expect(try result.json()["revision"] == nil)
                let labels = try await run(database, "show", "feelings", "--format", "json")
                #expect(labels.status == 0, "\(labels.errors)")

                let upgrade = try await run(database, "upgrade", "head")
                #expect(upgrade.status == 0, "\(upgrade.errors)")
                let equal = try await run(database, "diff", "database", "schema.sql")
                #expect(equal.status == 0, "\(equal.output)\(equal.errors)")
                #expect(try await run(database, "downgrade", ids[0]).status == 0)
                #expect(try await database.rows("SELECT mood::text FROM t") == [["low"]])
                let stays = try await run(database, "downgrade", "base")
                #expect(stays.status == 1, "\(stays.output)\(stays.errors)")
                #expect(try await database.rows("SELECT version_num FROM alembic_version") == [[ids[0]]])
            }
        }
    }
}
