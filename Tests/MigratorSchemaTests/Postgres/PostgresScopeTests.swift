import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorTestSupport
import Testing

/// What is read of a database, and what is left of the reading.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresScopeTests {
    @Test func onlyTheSchemasOfTheScopeAreRead() async throws {
        let statements = [
            "CREATE SCHEMA a", "CREATE SCHEMA \"b'c\"", "CREATE TABLE a.t (id int)", "CREATE TABLE t (id text)",
        ]
        func read(_ schemas: [String]?) async throws -> [String] {
            try await PostgresServer.withDatabase { database in
                let connection = try await database.connect()
                for statement in statements { try await connection.execute(statement) }
                let schema = try await PostgresReading.dialect.schema(SchemaScope(schemas: schemas), connection)
                await connection.close()
                return schema.values.map(\.reference.description)
            }
        }
        #expect(try await read(nil) == ["schema a", "schema b'c", "table t", "table a.t"])
        #expect(try await read(["a"]) == ["schema a", "table a.t"])
        #expect(try await read(["public", "b'c"]) == ["schema b'c", "table t"])
        #expect(try await read([]) == [])
    }

    @Test func ownTablesGoWithAllThatIsTheirs() async throws {
        let own: Set<ObjectName> = ["journal", ObjectName("outbox", schema: "public"), ObjectName("kept", schema: "a")]
        let schema = try await PostgresReading.schema(
            SchemaScope(ownTables: own),
            "CREATE SCHEMA a",
            "CREATE TABLE journal (id serial PRIMARY KEY, n int CHECK (n > 0))",
            "CREATE INDEX j ON journal (n)",
            "COMMENT ON COLUMN journal.n IS 'x'",
            "ALTER TABLE journal ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY p ON journal USING (true)",
            "CREATE RULE r AS ON DELETE TO journal DO INSTEAD NOTHING",
            "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY)",
            "CREATE STATISTICS s ON id, n FROM journal",
            "CREATE TABLE a.journal (id int)",
            "CREATE TABLE a.kept (id int)"
        )
        #expect(schema.values.map(\.reference.description) == ["schema a", "table a.journal"])
        #expect(schema.unsupported == [])
    }

    @Test func membersOfAnExtensionAreNoObjects() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE EXTENSION citext",
            "CREATE TABLE t (name citext, names citext[])",
            "CREATE EXTENSION pg_trgm",
            "COMMENT ON EXTENSION pg_trgm IS 'ours'"
        )
        #expect(
            schema.values == [
                .extension(Extension("citext")), .extension(Extension("pg_trgm").comment("ours")),
                .table(
                    Table("t") {
                        Column("name", .named("citext"))
                        Column("names", .array(of: .named("citext")))
                    }
                ),
            ]
        )
        #expect(schema.needs(of: .table("t")) == ["extension citext"])
        #expect(schema.unsupported == [])
    }

    @Test func whatCannotBeReadIsNamed() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
            "CREATE FOREIGN DATA WRAPPER dummy",
            "CREATE SERVER srv FOREIGN DATA WRAPPER dummy",
            "CREATE FOREIGN TABLE ft (a int) SERVER srv",
            "CREATE TABLE k (id int PRIMARY KEY WITH (fillfactor = 60))",
            "CREATE TYPE geo AS (a int)",
            "CREATE TABLE typed OF geo"
        )
        #expect(
            schema.unsupported.map { "\($0.kind) \($0.object)" } == [
                "foreign table public.ft", "foreign-data wrapper dummy", "operator public.===(integer,integer)",
                "server srv", "storage of a key public.k.k_pkey", "typed table public.typed",
            ]
        )
    }

    @Test func theSessionIsAsItWas() async throws {
        try await PostgresServer.withConnection { connection in
            try await connection.execute("SET search_path = pg_catalog, public")
            try await connection.execute("SET TimeZone = 'Asia/Tokyo'")
            try await connection.execute("SET IntervalStyle = 'iso_8601'")
            try await connection.execute("SET default_transaction_isolation = 'serializable'")
            try await connection.execute(
                "CREATE TABLE public.t (t timestamptz DEFAULT '2020-01-01 00:00+00', i interval DEFAULT '1 day')"
            )
            let schema = try await PostgresReading.dialect.schema(SchemaScope(), connection)
            #expect(schema.table("t")?.columns.map(\.defaultValue) == ["2020-01-01 00:00:00+00", "1 day"])
            #expect(await !connection.isInTransaction)
            let settings = """
                SELECT current_setting('search_path') || ' ' || current_setting('TimeZone') || ' '
                    || current_setting('IntervalStyle') AS s
                """
            let expected = "pg_catalog, public Asia/Tokyo iso_8601"
            #expect(try await connection.query(settings).first?["s"] == .text(expected))
            // A transaction that is open is the caller's, and stays.
            try await connection.begin()
            await #expect(throws: DatabaseFailure.self) {
                try await PostgresReading.dialect.schema(SchemaScope(), connection)
            }
            #expect(await connection.isInTransaction)
            try await connection.rollback()
        }
    }

    @Test func aRoleWithoutRightsReadsTheSame() async throws {
        try await PostgresServer.withConnection { connection in
            for statement in [
                "CREATE SCHEMA hidden", "CREATE TABLE hidden.t (id serial PRIMARY KEY, n int CHECK (n > 0))",
                "CREATE VIEW hidden.v AS SELECT n FROM hidden.t", "CREATE INDEX ON hidden.t (n)",
                "CREATE FUNCTION hidden.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            ] { try await connection.execute(statement) }
            let all = try await PostgresReading.dialect.schema(SchemaScope(), connection)
            try await connection.execute("SET ROLE pg_signal_backend")
            let seen = try await PostgresReading.dialect.schema(SchemaScope(), connection)
            #expect(seen.values == all.values)
            #expect(seen.objects.map(\.needs) == all.objects.map(\.needs))
            #expect(all.values.count == 5)
        }
    }
}
