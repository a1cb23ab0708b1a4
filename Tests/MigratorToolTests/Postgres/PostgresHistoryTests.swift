import Foundation
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// The compiled-in ECS history on PostgreSQL: what it makes, and what it leaves.
    @Suite struct History {
        private let folder = TemporaryFolder("postgres-history")

        /// The catalogue says of every table what the existing system has, to the letter.
        @Test func theSchemaIsTheExistingSystems() async throws {
            try await PostgresServer.withDatabase { database in
                let result = try await database.tool(in: folder).runAside("upgrade", "22ebdcff71c4")
                #expect(result.status == 0, "\(result.errors)")
                let expected = try String(contentsOfFile: fixture("ecs-schema.md"), encoding: .utf8)
                let tables = try await SchemaText(database).tables()
                let wanted = SchemaText.sections(of: expected)
                #expect(wanted.count == 15)
                #expect(tables.keys.sorted() == wanted.keys.sorted())
                for (name, text) in wanted { #expect(tables[name] == text, "\(name)") }
            }
        }

        @Test func theDataIsThere() async throws {
            try await PostgresServer.withDatabase { database in
                let result = try await database.tool(in: folder).runAside("upgrade", "head", "--format", "json")
                #expect(result.status == 0, "\(result.errors)")
                #expect((try result.json()["steps"] as? [Any])?.count == 9)
                for (table, count) in [
                    ("naming_spirits", 50), ("naming_components", 3), ("naming_config", 2), ("agent_templates", 150),
                    ("trait_combinations", 500),
                ] {
                    #expect(try await database.number("SELECT count(*) FROM \(table)") == count, "\(table)")
                }
                let fox = try await database.rows(
                    """
                    SELECT category, emoji, enabled, generation_numbers::jsonb::text, json_array_length(base_names),
                        json_array_length(traits), json_typeof(custom_data), weight::text, created_at IS NULL
                    FROM naming_spirits WHERE name = 'fox'
                    """
                )
                #expect(
                    fox == [
                        [
                            "canines_and_foxes", "🦊", "true", "[3, 7, 13, 21, 34, 55, 89]", "6", "5", "object", "1",
                            "false",
                        ]
                    ]
                )
                let again = try await database.tool(in: folder).runAside("upgrade", "head")
                #expect(again.output.contains("nothing to do"), "\(again.output)")
            }
        }

        @Test func nothingIsLeftButTheEnginesTables() async throws {
            try await PostgresServer.withDatabase { database in
                let objects = """
                    SELECT 'relation ' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                    WHERE nspname = 'public' AND relkind <> 'i'
                        AND relname <> 'alembic_version' AND NOT starts_with(relname, 'migrator_')
                    UNION ALL SELECT 'type ' || typname FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
                    WHERE nspname = 'public' AND typtype NOT IN ('c', 'b')
                    UNION ALL SELECT 'type ' || typname FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
                    WHERE nspname = 'public' AND typtype = 'b' AND typelem = 0
                    UNION ALL SELECT 'function ' || proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
                    WHERE nspname = 'public'
                    UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger
                    UNION ALL SELECT 'schema ' || nspname FROM pg_namespace
                    WHERE nspname <> 'public' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
                    UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
                    UNION ALL SELECT 'large object ' || oid FROM pg_largeobject_metadata
                    """
                let tool = database.tool(in: folder)
                #expect(try await tool.runAside("upgrade", "head").status == 0)
                #expect(try await database.rows(objects).count > 17)
                let result = try await tool.runAside("downgrade", "base")
                #expect(result.status == 0, "\(result.errors)")
                #expect(try await database.rows(objects) == [])
                #expect(try await database.rows("SELECT * FROM alembic_version") == [])
                #expect(try await database.schemaDump().allSatisfy { $0.hasPrefix("SET ") || $0.hasPrefix("SELECT ") })
                #expect(try await database.number("SELECT count(*) FROM migrator_journal") == 18)
            }
        }

        /// Every revision, taken back and done again, leaves schema and rows as they were.
        @Test func everyRevisionGoesBackAlone() async throws {
            try await PostgresServer.withDatabase { database in
                let tool = database.tool(in: folder)
                let history = try await tool.runAside("history", "--format", "json").json()
                let revisions = (history["revisions"] as? [[String: Any]] ?? []).reversed()
                #expect(revisions.count == 9)
                var before = try await Contents(of: database)
                for revision in revisions {
                    let id = revision["revision"] as? String ?? ""
                    let parents = revision["parents"] as? [String] ?? []
                    // What follows the branch point goes by branch.
                    let label = ["e4b7105f6a9d": "ecs@", "2d6a0f4c8b13": "agents@"][id] ?? ""
                    let target = label + (parents.first ?? "base")
                    try await expectDone(tool, "upgrade", id)
                    let after = try await Contents(of: database)
                    try await expectDone(tool, "downgrade", target)
                    #expect(try await Contents(of: database) == before, "\(id)")
                    try await expectDone(tool, "upgrade", id)
                    let again = try await Contents(of: database)
                    #expect(again.schema == after.schema, "\(id)")
                    #expect(again.rowsWithoutTimes == after.rowsWithoutTimes, "\(id)")
                    before = again
                }
            }
        }

        private func expectDone(_ tool: Tool, _ arguments: String...) async throws {
            let result = try await Tool.finishAside(tool.process(arguments))
            #expect(result.status == 0, "\(arguments): \(result.errors)")
        }

        private struct Contents: Equatable {
            let schema: [String]
            let rows: [String]

            init(of database: PostgresDatabase) async throws {
                async let schema = database.schemaDump()
                async let rows = database.dataDump()
                (self.schema, self.rows) = try await (schema, rows)
            }

            /// When a row was made is another time each time.
            var rowsWithoutTimes: [String] {
                rows.map { $0.replacing(/'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?'/, with: "'…'") }
            }
        }
    }
}
