import MigrationDSL
import MigratorCatalogue
import MigratorTestSupport
import Testing

/// Tables, their columns and constraints, as they are read from a server.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresTableReadingTests {
    @Test func aTableIsGivenAsAPersonWouldDeclareIt() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE TYPE mood AS ENUM ('low', 'high')",
            """
            CREATE TABLE customers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), n serial, email varchar(200) NOT NULL UNIQUE,
                mood mood NOT NULL DEFAULT 'low', price numeric(10, 2) DEFAULT 0 CHECK (price >= 0),
                made timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP, gone boolean DEFAULT false)
            """
        )
        #expect(
            schema.values == [
                .enumeration(EnumType("mood", ["low", "high"])),
                .table(
                    Table("customers") {
                        Column("id", .uuid).notNull().default(.expression("gen_random_uuid()"))
                        Column("n", .serial).notNull()
                        Column("email", .string(200)).notNull()
                        Column("mood", .enumeration("mood")).notNull().default("low")
                        Column("price", .decimal(10, 2)).default(0)
                        Column("made", .timestampTZ).notNull().default(.currentTimestamp)
                        Column("gone", .boolean).default(false)
                        PrimaryKey(["id"], name: "customers_pkey")
                        Unique(["email"], name: "customers_email_key")
                        Check("price >= (0)::numeric", name: "customers_price_check")
                    }
                ),
            ]
        )
        #expect(schema.unsupported == [])
        #expect(schema.needs(of: .table("customers")) == ["enum mood"])
    }

    @Test func defaultsAreValuesWhereAPersonWouldWriteOne() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            """
            CREATE TABLE d (a int DEFAULT -1, b bigint DEFAULT 9999999999, c double precision DEFAULT -1.5,
                d numeric DEFAULT 1.50, e text DEFAULT 'it''s', f jsonb DEFAULT '{}', g text[] DEFAULT '{}', h date DEFAULT now(),
                i text DEFAULT lower('A'), j text DEFAULT 'a' || 'b', k text DEFAULT NULL, l date DEFAULT '2020-01-31')
            """
        )
        let defaults = try #require(schema.table("d")).columns.map(\.defaultValue)
        #expect(
            defaults == [
                -1, 9_999_999_999, -1.5, .value(.decimal("1.50")), "it's", "{}", "{}", .expression("now()"),
                .expression("lower('A'::text)"), .expression("('a'::text || 'b'::text)"), nil, "2020-01-31",
            ]
        )
    }

    @Test func aSerialIsOneWhateverItsSequenceIsCalled() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE TABLE a (id serial, small smallserial)",
            "ALTER SEQUENCE a_id_seq RENAME TO \"A.seq'x\"",
            "ALTER TABLE a RENAME TO \"B b\"",
            // None is: it counts in another way, it is not owned, the column may be null.
            "CREATE SEQUENCE s1 INCREMENT 2",
            "CREATE SEQUENCE s2",
            "CREATE SEQUENCE s3",
            """
            CREATE TABLE c (id int NOT NULL DEFAULT nextval('s1'), d int NOT NULL DEFAULT nextval('s2'),
                e int DEFAULT nextval('s3'))
            """,
            "ALTER SEQUENCE s1 OWNED BY c.id",
            "ALTER SEQUENCE s3 OWNED BY c.e"
        )
        #expect(schema.table("B b")?.columns.map(\.type) == [.serial, .smallSerial])
        #expect(schema.table("B b")?.columns.map(\.defaultValue) == [nil, nil])
        #expect(
            schema.table("c")?.columns == [
                Column("id", .integer).notNull().default(.expression("nextval('public.s1'::regclass)")),
                Column("d", .integer).notNull().default(.expression("nextval('public.s2'::regclass)")),
                Column("e", .integer).default(.expression("nextval('public.s3'::regclass)")),
            ]
        )
        #expect(
            schema.values.prefix(3) == [
                .sequence(NumberSequence("s1", increment: 2).owned(by: "c", "id")), .sequence(NumberSequence("s2")),
                .sequence(NumberSequence("s3").owned(by: "c", "e")),
            ]
        )
        #expect(schema.needs(of: .table("c")) == ["sequence s1", "sequence s2", "sequence s3"])
    }

    @Test func constraintsAreReadWhole() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE TABLE a (id int PRIMARY KEY, k int, UNIQUE NULLS NOT DISTINCT (k) INCLUDE (id) DEFERRABLE)",
            "CREATE TABLE b (a1 int, a2 int, n int)",
            """
            ALTER TABLE b ADD CONSTRAINT one FOREIGN KEY (a1) REFERENCES a ON DELETE CASCADE ON UPDATE RESTRICT
                DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT two FOREIGN KEY (a2) REFERENCES a (id) MATCH FULL
                ON DELETE SET NULL (a2) NOT VALID, ADD CONSTRAINT three CHECK (n > 0) NO INHERIT NOT VALID
            """,
            "COMMENT ON CONSTRAINT one ON b IS 'why'"
        )
        #expect(
            schema.table("a")?.tableConstraints == [
                .primaryKey(PrimaryKey(["id"], name: "a_pkey")),
                .unique(
                    Unique(
                        ["k"],
                        name: "a_k_id_key",
                        nullsNotDistinct: true,
                        include: ["id"],
                        deferrable: .initiallyImmediate
                    )
                ),
            ]
        )
        #expect(
            schema.table("b")?.tableConstraints == [
                .check(Check("n > 0", name: "three", notValid: true, noInherit: true)),
                .foreignKey(
                    ForeignKey(
                        ["a1"],
                        references: "a",
                        onDelete: .cascade,
                        onUpdate: .restrict,
                        deferrable: .initiallyDeferred,
                        name: "one",
                        comment: "why"
                    )
                ),
                .foreignKey(
                    ForeignKey(
                        ["a2"],
                        references: "a",
                        onDelete: .setNull,
                        notValid: true,
                        name: "two",
                        matchFull: true,
                        onDeleteColumns: ["a2"]
                    )
                ),
            ]
        )
        #expect(schema.needs(of: .table("b")) == ["table a"])
    }

    @Test func aPartitionListsOnlyWhatIsItsOwn() async throws {
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE TABLE p (id int NOT NULL, v text DEFAULT 'p', w text DEFAULT 'w', PRIMARY KEY (id)) PARTITION BY RANGE (id)",
            "CREATE TABLE p1 PARTITION OF p (v DEFAULT 'q', CONSTRAINT own CHECK (v <> '')) FOR VALUES FROM (1) TO (9)",
            "ALTER TABLE p1 ALTER w DROP DEFAULT",
            "CREATE TABLE p2 (v text DEFAULT 'p', id int NOT NULL, w text DEFAULT 'w')",
            "ALTER TABLE p ATTACH PARTITION p2 DEFAULT",
            "CREATE INDEX pv ON p (v)",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER t AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()"
        )
        #expect(
            schema.values.prefix(4) == [
                .table(
                    Table("p") {
                        Column("id", .integer).notNull()
                        Column("v", .text).default("p")
                        Column("w", .text).default("w")
                        PrimaryKey(["id"], name: "p_pkey")
                    }
                    .partitioned(by: "RANGE (id)")
                ),
                .table(
                    Table("p1") {
                        Column("v", .text).default("q")
                        Column("w", .text).default(.expression("NULL"))
                        Check("v <> ''::text", name: "own")
                    }
                    .partition(of: "p", "FOR VALUES FROM (1) TO (9)")
                ),
                .table(Table("p2") {}.partition(of: "p", "DEFAULT")), .index(Index("pv", on: "p", columns: ["v"])),
            ]
        )
        #expect(schema.values.map(\.reference.kind) == [.table, .table, .table, .index, .function, .trigger])
    }

    @Test func namesAreTakenByteByByte() async throws {
        let long = String(repeating: "ö", count: 31) + "x"
        let schema = try await PostgresReading.schema(
            SchemaScope(),
            "CREATE SCHEMA \"A.b\"",
            "CREATE TABLE x (id int)",
            "CREATE TABLE \"X\" (id text)",
            "CREATE TABLE \"A.b\".x (\"a.b\" date, \"q\"\"q\" int, \"Select\" int PRIMARY KEY)",
            "CREATE TABLE \"\(long)\" (\"\(long)\" int NOT NULL)",
            "CREATE INDEX \"i\(long.dropLast())\" ON x (id)"
        )
        #expect(schema.table("x")?.columns == [Column("id", .integer)])
        #expect(schema.table("X")?.columns == [Column("id", .text)])
        let odd = ObjectName("x", schema: "A.b")
        #expect(schema.table(odd)?.columns.map(\.name) == ["a.b", "q\"q", "Select"])
        #expect(schema.table(odd)?.primaryKeyColumns == ["Select"])
        // On 18 the constraint's name is cut as the server cuts it, so that it goes without saying.
        #expect(schema.table(ObjectName(long))?.columns == [Column(long, .integer).notNull()])
        #expect(schema.needs(of: .table(odd)) == ["schema A.b"])
    }
}
