import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// A project of Alembic's becomes revisions that make what Alembic makes of it.
    @Suite(.enabled(if: AlembicProject.isThere, "python3 with ensurepip is not installed"))
    struct AlembicImport {
        private let folder = TemporaryFolder("alembic-import")

        private func run(_ database: PostgresDatabase, _ arguments: String...) async throws -> ToolResult {
            try await Tool.finishAside(database.tool(in: folder).process(arguments))
        }

        /// The schema, and the rows as far as they are the same each time.
        private func contents(_ database: PostgresDatabase) async throws -> [String] {
            let spirits = try await database.rows(
                "SELECT id::text, name, traits::jsonb::text, base_names::jsonb::text FROM naming_spirits ORDER BY name"
            )
            let components = try await database.rows(
                "SELECT component_name, component_metadata::jsonb::text FROM naming_components ORDER BY 1"
            )
            return try await database.schemaDump() + (spirits + components).map { $0.joined(separator: "|") }
        }

        @Test func theSystemsChainIsWrittenAndRunsAndIsFoundInPlace() async throws {
            try await Script.run("alembic.sh", ["--make"])
            try await PostgresServer.withDatabase { theirs in
                let alembic = AlembicProject(theirs)
                try await alembic.run("upgrade", "head")
                let wanted = try await contents(theirs)
                let imported = try await run(
                    theirs,
                    "import",
                    "alembic",
                    fixture("alembic/alembic.ini"),
                    "--alembic",
                    "\(Script.root)/.build/alembic/bin/python",
                    "-x",
                    "url=\(theirs.url.replacingOccurrences(of: "postgres://", with: "postgresql+psycopg://"))",
                    "-x",
                    "naming=\(Script.root)/migrations/naming",
                    "--into",
                    "ours",
                    "--format",
                    "json"
                )
                #expect(imported.status == 0, "\(imported.errors)")
                let revisions = try #require(try imported.json()["revisions"] as? [[String: Any]])
                #expect(revisions.compactMap { $0["revision"] as? String } == AlembicProject.revisions)
                try await PostgresServer.withDatabase { ours in
                    let upgrade = try await run(ours, "upgrade", "head", "--revisions", "ours")
                    #expect(upgrade.status == 0, "\(upgrade.errors)")
                    #expect(try await contents(ours) == wanted)
                }
                let adopted = try await run(theirs, "adopt", "--revisions", "ours", "--format", "json")
                #expect(adopted.status == 0, "\(adopted.errors)")
                #expect(try adopted.json()["tool"] as? String == "alembic")
                #expect(try await contents(theirs) == wanted)
            }
        }
    }
}
