import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorDialects

/// What scripts look like, and how they write values.
struct OfflineScriptTextTests {
    struct Load: Revision {
        static let id: RevisionID = "b"
        static let parents: [RevisionID] = ["a"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(
                into: "t",
                [["id": 1, "note": "a\tb"], ["id": 2, "note": nil], ["id": 3]],
                onConflict: .update(key: ["id"])
            )
            op.bulkInsert(into: "t", [["id": 4, "note": "it's"], ["id": 5, "note": "\\."]], key: ["id"])
        }
    }

    struct Make: Revision {
        static let id: RevisionID = "a"

        func upgrade(_ op: Operations) {
            op.createTable("t") {
                Column("id", .integer).primaryKey()
                Column("note", .text).default("none")
            }
        }
    }

    /// A script from its first transaction on, the journal's rows shortened.
    private func script(_ kind: DatabaseKind) async throws -> String {
        let bench = OfflineBench([Make.self, Load.self])
        let script = try await bench.upgradeScript("a:b", bench.options(kind))
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            for table in ["migrator_journal", "migrator_outbox"] where line.hasPrefix("INSERT INTO \"\(table)\"") {
                return "INSERT INTO \"\(table)\" …"
            }
            return line.hasPrefix("DO $migrator$ BEGIN PERFORM pg_catalog.pg_notify")
                ? "DO … pg_notify …" : String(line)
        }
        let start = try #require(lines.firstIndex { $0.hasPrefix("-- The database must") })
        return lines[start...].joined(separator: "\n")
    }

    @Test func aScriptForPostgresCopies() async throws {
        #expect(
            try await script(.postgres)
                == #"""
                -- The database must be at a.
                LOCK TABLE "alembic_version" IN SHARE ROW EXCLUSIVE MODE;
                DO $migrator$
                BEGIN
                    IF (SELECT count(*) FROM "alembic_version") <> 1
                        OR (SELECT count(*) FROM "alembic_version" WHERE version_num IN ('a')) <> 1 THEN
                        RAISE EXCEPTION 'the database is at %, and this part of the script is for one at %',
                            (SELECT coalesce(string_agg(version_num, ', '), 'base') FROM "alembic_version"), 'a';
                    END IF;
                END
                $migrator$;
                CREATE TEMPORARY TABLE "migrator_load_1_1" ON COMMIT DROP AS SELECT "id", "note" FROM "t" WITH NO DATA;
                COPY "pg_temp"."migrator_load_1_1" ("id", "note") FROM stdin;
                1	a\tb
                2	\N
                \.
                INSERT INTO "t" ("id", "note") OVERRIDING SYSTEM VALUE SELECT "id", "note" FROM (SELECT DISTINCT ON ("id", CASE WHEN "id" IS NULL THEN ctid END) ctid AS migrator_row, * FROM "pg_temp"."migrator_load_1_1" ORDER BY "id", CASE WHEN "id" IS NULL THEN ctid END, ctid DESC) AS loaded ORDER BY migrator_row ON CONFLICT ("id") DO UPDATE SET "note" = excluded."note";
                DROP TABLE "pg_temp"."migrator_load_1_1";
                CREATE TEMPORARY TABLE "migrator_load_1_2" ON COMMIT DROP AS SELECT "id" FROM "t" WITH NO DATA;
                COPY "pg_temp"."migrator_load_1_2" ("id") FROM stdin;
                3
                \.
                INSERT INTO "t" ("id") OVERRIDING SYSTEM VALUE SELECT "id" FROM (SELECT DISTINCT ON ("id", CASE WHEN "id" IS NULL THEN ctid END) ctid AS migrator_row, * FROM "pg_temp"."migrator_load_1_2" ORDER BY "id", CASE WHEN "id" IS NULL THEN ctid END, ctid DESC) AS loaded ORDER BY migrator_row ON CONFLICT ("id") DO NOTHING;
                DROP TABLE "pg_temp"."migrator_load_1_2";
                COPY "t" ("id", "note") FROM stdin;
                4	it's
                5	\\.
                \.
                DO $migrator$
                DECLARE
                    changed bigint;
                BEGIN
                    DELETE FROM "alembic_version" WHERE version_num = 'a';
                    GET DIAGNOSTICS changed = ROW_COUNT;
                    IF changed <> 1 THEN
                        RAISE EXCEPTION 'the version row % was expected once and found % times', 'a', changed;
                    END IF;
                    INSERT INTO "alembic_version" (version_num) VALUES ('b');
                END
                $migrator$;
                INSERT INTO "migrator_journal" …
                INSERT INTO "migrator_outbox" …
                DO … pg_notify …
                SET CONSTRAINTS ALL IMMEDIATE;
                DO $migrator$
                BEGIN
                    IF (SELECT count(*) FROM "alembic_version") <> 1
                        OR (SELECT count(*) FROM "alembic_version" WHERE version_num IN ('b')) <> 1 THEN
                        RAISE EXCEPTION 'the version rows are %, and the script has %: its own SQL or a trigger has changed them',
                            (SELECT coalesce(string_agg(version_num, ', '), 'base') FROM "alembic_version"), 'b';
                    END IF;
                END
                $migrator$;
                COMMIT;

                """#
        )
    }

    @Test func aScriptForSQLiteInserts() async throws {
        #expect(
            try await script(.sqlite)
                == #"""
                -- The database must be at a.
                INSERT INTO temp."migrator_check" (version_rows) SELECT count(*) = 1 AND count(*) FILTER (WHERE version_num IN ('a')) = 1 FROM "alembic_version";
                INSERT OR ABORT INTO "t" ("id", "note") VALUES
                (1, 'a	b'),
                (2, NULL) ON CONFLICT ("id") DO UPDATE SET "note" = excluded."note";
                INSERT OR ABORT INTO "t" ("id") VALUES
                (3) ON CONFLICT ("id") DO NOTHING;
                INSERT OR ABORT INTO "t" ("id", "note") VALUES
                (4, 'it''s'),
                (5, '\.');
                DELETE FROM "alembic_version" WHERE version_num = 'a';
                INSERT INTO temp."migrator_check" (version_rows) VALUES (changes() = 1);
                INSERT INTO "alembic_version" (version_num) VALUES ('b');
                INSERT INTO "migrator_journal" …
                INSERT INTO "migrator_outbox" …
                INSERT INTO temp."migrator_check" (foreign_keys) SELECT count(*) = 0 FROM temp."migrator_new_orphans";
                INSERT INTO temp."migrator_check" (version_rows) SELECT count(*) = 1 AND count(*) FILTER (WHERE version_num IN ('b')) = 1 FROM "alembic_version";
                COMMIT;

                DROP VIEW IF EXISTS temp."migrator_new_orphans";
                DROP TABLE IF EXISTS temp."migrator_orphans";
                DROP TABLE IF EXISTS temp."migrator_checkable";
                DROP TABLE IF EXISTS temp."migrator_check";

                """#
        )
    }

    @Test func numbersReachSQLiteToTheLastBit() async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        var random = SeededRandom(Rounds.seed)
        let count = Rounds.count(reduced: 200, full: 5000)
        for _ in 0..<count {
            let numbers = (0..<50).map { index in
                index % 2 == 0
                    ? Double.random(in: -1e6...1e6, using: &random)
                    : Double(sign: .plus, exponent: Int.random(in: -900...900, using: &random), significand: 1.25)
                        * Double.random(in: 1...2, using: &random)
            }
            let list = numbers.map(InsertRows.literal).joined(separator: ", ")
            let read = try await connection.query("SELECT \(list)").first?.values
            #expect(read == numbers.map { .double($0) }, "seed \(Rounds.seed)")
        }
        await connection.close()
        #expect(
            [0, 1, 0.5, 0.1, 1e16].map(InsertRows.literal) == [
                "0.0", "1.0", "0.5", "1.0000000000000000555e-01", "1e+16",
            ]
        )
    }

    @Test func carriageReturnsAreWrittenSoThatTheShellKeepsThem() {
        #expect(SQLiteShellText.literal("it's") == "'it''s'")
        #expect(SQLiteShellText.literal("'\u{301}") == "'''\u{301}'")
        #expect(SQLiteShellText.literal("a\r\nb") == "replace('a\\r\nb', '\\r', char(13))")
        #expect(SQLiteShellText.literal("\\r\r") == "replace('\\r\\r_', '\\r_', char(13))")
        #expect(SQLiteShellText.statement("SELECT 1") == "SELECT 1")
        #expect(
            SQLiteShellText.statement("UPDATE t SET a = 'x\r\ny'\r\nWHERE b")
                == "UPDATE t SET a = replace('x\\r\ny', '\\r', char(13))\r\nWHERE b"
        )
        #expect(SQLiteShellText.statement("CREATE TABLE t (a DEFAULT '\r\n')") == nil)
        #expect(SQLiteShellText.statement("UPDATE \"\r\n\" SET a = 1") == nil)
    }
}
