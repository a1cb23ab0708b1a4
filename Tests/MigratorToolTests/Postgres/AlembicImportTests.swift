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

        /// Writes a project of two revisions, the second with this upgrade.
        private func project(_ upgrade: String) throws {
            try folder.write(
                "theirs/alembic.ini",
                "[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = postgresql+psycopg://localhost/none\n"
            )
            try folder.write(
                "theirs/alembic/env.py",
                """
                from alembic import context
                context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True)
                with context.begin_transaction():
                    context.run_migrations()
                """
            )
            for (id, down, upgrade) in [
                (
                    "aaaa", "None",
                    "op.create_table('t', sa.Column('a', sa.Integer), sa.CheckConstraint(\"a::text NOT LIKE '9%'\"))"
                ), ("bbbb", "'aaaa'", upgrade),
            ] {
                try folder.write(
                    "theirs/alembic/versions/\(id).py",
                    """
                    from alembic import op
                    import sqlalchemy as sa
                    revision, down_revision = '\(id)', \(down)
                    def upgrade():
                        \(upgrade.replacing("\n", with: "\n    "))
                    def downgrade():
                        raise NotImplementedError('never')
                    """
                )
            }
        }

        @Test(arguments: [
            ("with op.get_context().autocommit_block():\n    op.execute('CREATE INDEX CONCURRENTLY i ON t (a)')", true),
            (
                "op.get_bind().commit()\nwith op.get_context().autocommit_block():\n"
                    + "    op.execute('CREATE INDEX CONCURRENTLY i ON t (a)')", true
            ),
            ("op.execute('DELETE FROM t')\nop.get_bind().commit()\nop.execute('DELETE FROM t')", false),
        ])
        func whatEndsTheTransactionFirstRunsOutsideOfOne(_ upgrade: String, _ isTurned: Bool) async throws {
            try await Script.run("alembic.sh", ["--make"])
            try project(upgrade)
            try await PostgresServer.withDatabase { database in
                let python = "\(Script.root)/.build/alembic/bin/python"
                let imported = try await run(
                    database,
                    "import",
                    "alembic",
                    "theirs",
                    "--alembic",
                    python,
                    "--into",
                    "ours"
                )
                let said = imported.output + imported.errors
                #expect(said.contains("bbbb.py: Alembic cannot write it offline (RuntimeError") != isTurned)
                let second = try await run(database, "upgrade", "head", "--revisions", "ours")
                #expect((second.status == 0) == isTurned, "\(second.errors)")
                guard isTurned else { return }
                // What drivers take for two is one.
                let checks =
                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'"
                #expect(try await database.rows(checks)[0][0].contains("'9%'"))
                #expect(try await database.rows("SELECT indexname FROM pg_indexes WHERE tablename = 't'") == [["i"]])
            }
        }
    }
}
