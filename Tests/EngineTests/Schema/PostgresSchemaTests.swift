import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Schemas from their sources, and what an empty database beside says of them.
    struct PostgresSchemaTests {
        private static let shop = DeclaredSchema {
            EnumType("mood", ["low", "high"])
            Domain("percentage", .integer, checks: [Check("VALUE IN (1, 2, 3)", name: "in_range")])
            Table("customers") {
                Column("id", .uuid).primaryKey()
                Column("email", .string(200)).notNull().unique()
                Column("mood", .enumeration("mood")).notNull().default("low")
                Column("state", .string(10)).notNull().default("new")
                Column("share", .custom("percentage"))
                Column("made", .timestampTZ).notNull().default(.expression("CURRENT_TIMESTAMP"))
                Column("wait", .custom("interval")).default(.expression("'1 day'::interval"))
                Check("state IN ('new', 'old') AND mood::text NOT IN ('x', 'y')", name: "customers_state")
                Check("length(email) BETWEEN 3 AND 200", name: "customers_email")
            }
            Index("ix_customers_lower", on: "customers", columns: [.expression("lower(email)")])
            View("happy", as: "SELECT c.id FROM customers c WHERE c.mood = 'high'")
        }

        @Test func whatIsDeclaredAndMadeIsEqual() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench(model: Self.shop)
                let engine = try bench.postgres(database)
                try await bench.make(.model, with: engine, try await database.connect())
                #expect(try await engine.diff(from: .database, to: .model).words == [])
                #expect(try await engine.diff(from: .model, to: .database).words == [])
                let file = try bench.folder.write("schema.sql", try await engine.inspect(.database).text(.sql))
                #expect(try await engine.diff(from: .files(file), to: .database).words == [])
            }
        }

        @Test(arguments: [
            ("state IN ('new', 'old')", "state = 'new' OR state = 'old'", false),
            (
                "state IN ('new', 'old')",
                "((state)::text = ANY ((ARRAY['new'::character varying, 'old'::character varying])::text[]))", true
            ),
            ("made > '2020-01-01'", "made > timestamptz '2020-01-01 00:00:00+00'", true),
            ("made > '2020-01-01'", "made > '2020-01-02'", false),
        ])
        func theServerTellsWhatACheckMeans(_ old: String, _ new: String, _ isEqual: Bool) async throws {
            try await PostgresServer.withDatabase { database in
                var bench = SchemaBench()
                bench.model = DeclaredSchema {
                    Table("t") {
                        Column("state", .string(10))
                        Column("made", .timestampTZ)
                        Check(.init(stringLiteral: new), name: "c")
                    }
                }
                try await database.execute(
                    "SET TimeZone = 'UTC'",
                    "CREATE TABLE t (state varchar(10), made timestamptz, CONSTRAINT c CHECK (\(old)))"
                )
                let report = try await bench.postgres(database).diff(from: .database, to: .model)
                #expect(report.unverified.isEmpty)
                #expect(report.isEqual == isEqual, "\(report.words)")
            }
        }

        @Test func aHistoryThatUsesWhatItAddsToAnEnumIsReplayed() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench()
                try bench.folder.write("revisions/rows.csv", "m\nfine\n")
                try bench.revision("aaaa", "CREATE TYPE mood AS ENUM ('fine'); CREATE TABLE t (m mood UNIQUE);")
                try bench.revision("bbbb", after: "aaaa", "ALTER TYPE mood ADD VALUE 'odd';")
                try bench.revision(
                    "cccc",
                    after: "bbbb",
                    "ALTER TABLE t ADD CHECK (m <> 'odd');\n-- bulk-insert into t from rows.csv"
                )
                let engine = try bench.postgres(database)
                try await engine.upgrade()
                #expect(try await engine.diff(from: .history(nil), to: .database).words == [])
                #expect(try await engine.diff(from: .applied, to: .database).words == [])
                try await database.execute("ALTER TABLE t ADD drifted int")
                let report = try await engine.diff(from: .applied, to: .database)
                #expect(report.differences.map(\.change) == ["addColumn"])
                #expect(report.differences.map(\.object) == ["public.t.drifted"])
            }
        }

        @Test func aHistoryThatNeedsItsPayloadsIsReplayedWithThem() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench()
                try bench.folder.write("revisions/rows.csv", "id\n1\n2\n")
                try bench.revision(
                    "aaaa",
                    "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int, parent int);"
                )
                try bench.revision("bbbb", after: "aaaa", "-- bulk-insert into parent from rows.csv")
                try bench.revision(
                    "cccc",
                    after: "bbbb",
                    """
                    INSERT INTO child VALUES (1, 1);
                    ALTER TABLE child ADD CONSTRAINT child_parent FOREIGN KEY (parent) REFERENCES parent;
                    """
                )
                let engine = try bench.postgres(database)
                try await engine.upgrade()
                #expect(try await engine.diff(from: .history(nil), to: .database).words == [])
                #expect(try await engine.inspect(.history(nil)).text(.sql).contains("child_parent"))
                // With the rows it fails as it would anywhere.
                try bench.revision("dddd", after: "cccc", "INSERT INTO child VALUES (1, 3);")
                let broken = try bench.postgres(database)
                let error = await #expect(throws: MigratorError.self) { try await broken.inspect(.history(nil)) }
                #expect(error?.revision == "dddd")
                #expect(error?.message.contains("with the rows of payloads") == true, "\(error?.message ?? "")")
            }
        }

        @Test func whatReachesBeyondItsDatabaseIsNotRunAndListed() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "beyond_\(UInt32.random(in: 0 ... .max))"
                let bench = SchemaBench()
                try bench.revision(
                    "aaaa",
                    """
                    CREATE ROLE \(role) PASSWORD 'secret';
                    CREATE TABLE t (a int);
                    GRANT SELECT ON t TO \(role);
                    """
                )
                let report = try await bench.postgres(database).diff(from: .empty, to: .history(nil))
                #expect(report.differences.map(\.change) == ["createTable"])
                #expect(report.unsupported.map(\.object) == ["revision aaaa"])
                #expect(report.unsupported.first?.why.hasPrefix("CREATE ROLE reaches beyond its database") == true)
                #expect(try await database.rows("SELECT 1 FROM pg_roles WHERE rolname = '\(role)'").isEmpty)
            }
        }

        @Test func functionsAndTriggersAreComparedAsTheServerReadsThem() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench()
                func file(_ name: String, _ when: String, _ language: String) throws -> SchemaSource {
                    .files(
                        try bench.folder.write(
                            name,
                            """
                            CREATE TABLE t (a int);
                            CREATE FUNCTION f() RETURNS trigger \(language) AS $$ BEGIN RETURN new; END $$;
                            CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW WHEN (\(when)) EXECUTE FUNCTION f();
                            """
                        )
                    )
                }
                let engine = try bench.postgres(database)
                let first = try file("a.sql", "new.a > 1", "LANGUAGE plpgsql")
                let same = try file("b.sql", "((new.a) > 1)", "VOLATILE LANGUAGE 'plpgsql'")
                let other = try file("c.sql", "new.a > 2", "STABLE LANGUAGE plpgsql")
                #expect(try await engine.diff(from: first, to: same).words == [])
                let report = try await engine.diff(from: first, to: other)
                #expect(Set(report.differences.map(\.object)) == ["public.f()", "public.t.r"], "\(report.words)")
                #expect(report.unverified.isEmpty)
            }
        }

        @Test func partitionsAreComparedByTheirKeysAndBounds() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench()
                func file(_ name: String, _ bounds: String) throws -> SchemaSource {
                    let sql = "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE q PARTITION OF p \(bounds);"
                    return .files(try bench.folder.write(name, sql))
                }
                let engine = try bench.postgres(database)
                let first = try file("a.sql", "FOR VALUES FROM (1) TO (10)")
                let same = try file("b.sql", "for values from ( 1 ) to (9 + 1)")
                let other = try file("c.sql", "FOR VALUES FROM (1) TO (20)")
                #expect(try await engine.diff(from: first, to: same).words == [])
                let report = try await engine.diff(from: first, to: other)
                #expect(!report.isEqual)
                #expect(report.unverified.isEmpty)
            }
        }

        @Test func partitionsThatNobodyWroteDownComeAndGo() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench()
                let parent = "CREATE TABLE p (a int) PARTITION BY RANGE (a);"
                let part = "CREATE TABLE q PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE INDEX ON q (a);"
                try bench.revision("aaaa", parent)
                let alone = try SchemaSource.files(bench.folder.write("alone.sql", parent))
                let both = try SchemaSource.files(bench.folder.write("both.sql", parent + part))
                let engine = try bench.postgres(database)
                _ = try await engine.upgrade()
                let missing = try await engine.diff(from: .database, to: both)
                #expect(missing.differences.map(\.object) == ["public.q", "public.q_a_idx"], "\(missing.words)")
                #expect(try await engine.diff(from: .history(nil), to: both).differences.count == 2)
                for statement in part.split(separator: ";") { try await database.execute(String(statement)) }
                for source in [alone, .applied, .history(nil)] {
                    #expect(try await engine.diff(from: .database, to: source).words == [], "\(source)")
                    #expect(try await engine.diff(from: source, to: .database).words == [], "\(source)")
                }
                #expect(try await engine.diff(from: .database, to: both).words == [])
            }
        }

        @Test func leftoversOfAnHourAreDroppedAndYoungerOnesAreNot() async throws {
            try await PostgresServer.withDatabase { database in
                let now = try await database.rows("SELECT extract(epoch FROM now())::bigint")[0][0]
                let old = try #require(Int(now)) - 3_700
                let young = try #require(Int(now)) - 60
                let names = ["migrator_scratch_\(old)_abcdef01", "migrator_scratch_\(young)_abcdef02"]
                let others = ["migrator_scratch_mine", "migrator_scratch_1_mine"]
                for name in names + others { try await database.execute("CREATE DATABASE \(name)") }
                let bench = SchemaBench()
                try bench.revision("aaaa", "CREATE TABLE t (a int);")
                _ = try await bench.postgres(database).inspect(.history(nil))
                let left = try await database.rows(
                    "SELECT datname::text FROM pg_database WHERE datname LIKE 'migrator\\_scratch\\_%'"
                ).map { $0[0] }
                for name in [names[1]] + others {
                    #expect(left.contains(name))
                    try await database.execute("DROP DATABASE \(name)")
                }
                #expect(!left.contains(names[0]))
            }
        }
    }
}
