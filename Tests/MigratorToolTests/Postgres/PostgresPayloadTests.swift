import Foundation
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresToolTests {
    /// Payloads into tables that are not like those of this repository.
    @Suite struct Payloads {
        private let folder = TemporaryFolder("payloads")

        private func run(_ database: PostgresDatabase, _ arguments: String...) async throws -> ToolResult {
            let all = arguments + ["--revisions", "revisions"]
            return try await Tool.finishAside(database.tool(in: folder).process(all))
        }

        private func writeHistory() throws {
            try folder.write(
                "revisions/1.sql",
                #"""
                -- revision: odd

                -- upgrade
                CREATE SCHEMA "Odd Schema";
                CREATE TYPE "Odd Schema"."Mood ""x""" AS ENUM ('fine', 'it''s ok');
                CREATE DOMAIN "Odd Schema".positive AS integer CHECK (VALUE > 0);
                CREATE DOMAIN "Odd Schema"."Labels" AS text[] CHECK (cardinality(VALUE) < 4);
                CREATE TABLE "Odd Schema"."Weird.Table" (
                  "a b" integer, "select" text, mood "Odd Schema"."Mood ""x""", moods "Odd Schema"."Mood ""x"""[],
                  tags text[], grid int[][], few smallint[2], keys uuid[], documents jsonb[], n "Odd Schema".positive,
                  exact numeric(20, 5), span int4range, address inet, labels "Odd Schema"."Labels",
                  doubled integer GENERATED ALWAYS AS ("a b" * 2) STORED,
                  "Parent" integer, "parent's" text,
                  PRIMARY KEY ("a b", "select"),
                  FOREIGN KEY ("Parent", "parent's") REFERENCES "Odd Schema"."Weird.Table" ("a b", "select"));
                CREATE UNIQUE INDEX "Ix.Partial" ON "Odd Schema"."Weird.Table" (lower("select")) WHERE n IS NOT NULL;
                -- bulk-insert into "Odd Schema"."Weird.Table" from rows.json

                -- downgrade
                DROP TABLE "Odd Schema"."Weird.Table";
                DROP DOMAIN "Odd Schema".positive;
                DROP DOMAIN "Odd Schema"."Labels";
                DROP TYPE "Odd Schema"."Mood ""x""";
                DROP SCHEMA "Odd Schema";
                """#
            )
            try folder.write(
                "revisions/rows.json",
                #"""
                [{"a b": 1, "select": "x", "mood": "it's ok", "moods": ["fine", "it's ok"],
                  "tags": ["a", "b,\"c\\", "NULL", null, "", "{}", "\u00e9\ud83e\udd8a\n"], "grid": [[1, 2], [3, null]],
                  "few": [ -1 , 2 ], "keys": ["6F1F2A30-0000-4000-8000-000000000001"],
                  "documents": [{"a": ["}", 1]}, {"b": "\"{"}], "n": 5, "exact": "12345678901234.56789",
                  "span": "[1,5)", "address": "10.0.0.1/8", "Parent": null, "parent's": null,
                  "labels": ["a, b", null]},
                 {"a b": 2, "select": "y", "mood": null, "moods": [], "tags": [], "grid": "{{7}}", "few": null,
                  "keys": null, "documents": null, "n": 1, "exact": 0.1, "span": null, "address": null,
                  "labels": null, "Parent": 1, "parent's": "x"}]
                """#
            )
        }

        private static let look = #"""
            SELECT "a b", "select", mood::text, moods::text, array_to_json(tags)::text, grid::text, few::text, keys::text,
                documents[1] ->> 'a', documents[2] ->> 'b', n, exact::text, span::text, address::text, doubled,
                "Parent", "parent's", labels::text
            FROM "Odd Schema"."Weird.Table" ORDER BY 1
            """#

        private static let rows = [
            [
                "1", "x", "it's ok", #"{fine,"it's ok"}"#, #"["a","b,\"c\\","NULL",null,"","{}","é🦊\n"]"#,
                "{{1,2},{3,NULL}}", "{-1,2}", "{6f1f2a30-0000-4000-8000-000000000001}", #"["}", 1]"#, "\"{", "5",
                "12345678901234.56789", "[1,5)", "10.0.0.1/8", "2", "NULL", "NULL",
                #"{"a, b",NULL}"#,
            ],
            [
                "2", "y", "NULL", "{}", "[]", "{{7}}", "NULL", "NULL", "NULL", "NULL", "1", "0.10000", "NULL", "NULL",
                "4", "1", "x", "NULL",
            ],
        ]

        @Test func oddNamesAndTypesAreLoadedAndTakenBack() async throws {
            try writeHistory()
            try await PostgresServer.withDatabase { database in
                let up = try await run(database, "upgrade", "head")
                #expect(up.status == 0, "\(up.errors)")
                #expect(try await database.rows(Self.look) == Self.rows)
                #expect(try await run(database, "check").status == 0)
                let down = try await run(database, "downgrade", "base")
                #expect(down.status == 0, "\(down.errors)")
                #expect(try await database.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'Odd Schema'").isEmpty)
            }
        }

        @Test func aScriptLoadsTheSame() async throws {
            try writeHistory()
            try await PostgresServer.withDatabase { database in
                let script = try await run(database, "upgrade", "head", "--sql")
                #expect(script.status == 0, "\(script.errors)")
                let file = try folder.write("up.sql", script.output)
                let psql = Process()
                psql.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                psql.arguments = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", database.url, "-f", file]
                let result = try await Tool.finishAside(psql)
                #expect(result.status == 0, "\(result.errors)")
                #expect(try await database.rows(Self.look) == Self.rows)
                #expect(try await run(database, "check").status == 0)
            }
        }
    }
}
