import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorTestSupport
import Testing

/// What the DSL's operations make is read as the values that they were given.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresDeclaredTests {
    private func expectSame(_ objects: [SchemaObject]) async throws {
        try await PostgresServer.withConnection { connection in
            try await PostgresReading.make(objects, connection)
            let schema = try await PostgresReading.dialect.schema(SchemaScope(), connection)
            for (one, other) in zip(schema.values, objects) { #expect(one == other) }
            #expect(schema.values.count == objects.count)
            #expect(schema.unsupported == [])
        }
    }

    @Test func everyTypeComesBack() async throws {
        let types: [ColumnType] =
            [
                .smallInt, .integer, .bigInt, .real, .double, .decimal, .decimal(10, 2), .decimal(5), .boolean, .text,
                .string(200), .varchar, .char(3), .bytes, .uuid, .json, .jsonb, .date, .time, .time(2), .timeTZ,
                .timeTZ(0),
                .timestamp, .timestamp(3), .timestampTZ, .timestampTZ(6), .interval, .interval(precision: 2),
                .bit(1), .bit(8), .varbit, .varbit(5), .array(of: .text), .array(of: .string(7)),
                .array(of: .decimal(4, 1)),
                .enumeration("mood"), .array(of: .enumeration("mood")), .named("percent"), .named("place"),
                .custom("bpchar"), .custom("name"), .custom("int2vector"), .custom("\"char\""), .custom("regclass"),
            ]
            + IntervalFields.allCases.map { .interval($0) } + [.interval(.dayToSecond, precision: 3)]
            + ColumnType.BuiltIn.allCases.map { ColumnType(.builtIn($0)) }
        let columns = types.enumerated().map { Column("c\($0.offset)", $0.element) }
        try await expectSame([
            .enumeration(EnumType("mood", ["low", "high"])), .domain(Domain("percent", .integer)),
            .compositeType(
                CompositeType("place", [.init("lat", .double), .init("name", .string(9), collate: "\"C\"")])
            ),
            .table(Table("kinds") { columns }),
        ])
    }

    @Test func aSchemaComesBack() async throws {
        let app = { (name: String) in ObjectName(name, schema: "app") }
        try await expectSame([
            .schema(SchemaName("app").comment("ours")),
            .enumeration(EnumType("mood", ["low", "it's", "high"]).comment("how")),
            .domain(
                Domain(
                    "percent",
                    .integer,
                    default: 5,
                    nullable: false,
                    checks: [Check("VALUE < 101", name: "most", comment: "all")]
                )
            ),
            .sequence(
                NumberSequence(
                    app("numbers"),
                    type: .integer,
                    start: 7,
                    increment: 2,
                    maximum: 99,
                    cache: 3,
                    cycles: true
                )
                .comment("odd")
            ),
            .table(
                Table("customers", comment: "who buys") {
                    Column("id", .bigInt).identity(.always, SequenceOptions(start: 100))
                    Column("email", .string(200)).notNull().collate("\"C\"").comment("where to write")
                    Column("mood", .enumeration("mood")).notNull().default("low")
                    Column("share", .named("percent")).default(7)
                    Column("small", .text).generated(as: "lower((email)::text)")
                    Column("n", .serial).notNull()
                    PrimaryKey(["id"], name: "customers_pkey")
                    Unique(["email"], name: "one_mail", nullsNotDistinct: true, comment: "of each")
                    Check("n > 1", name: "pays")
                }
                .storage(["fillfactor": "70"]).rowSecurity([.enabled, .forced])
            ),
            .table(
                Table("days") { Column("day", .date).notNull() }.partitioned(by: "RANGE (day)")
            ),
            .table(Table("days_old") {}.partition(of: "days", "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')")),
            .table(
                Table(app("orders")) {
                    Column("id", .uuid).notNull().default(.expression("gen_random_uuid()"))
                    Column("customer", .bigInt)
                    Column("room", .int4range)
                    PrimaryKey(["id"], name: "orders_pkey")
                    ForeignKey(
                        ["customer"],
                        references: "customers",
                        onDelete: .setNull,
                        deferrable: .initiallyDeferred,
                        name: "orders_customer_fkey",
                        onDeleteColumns: ["customer"]
                    )
                    Exclude([.init("room", with: "&&")], where: "customer > 0", name: "once")
                }
            ),
            .index(
                Index(
                    "by_mood",
                    on: "customers",
                    columns: [.column("mood").descending(), .expression("lower((email)::text)").nulls(first: true)],
                    where: "n > 3",
                    include: ["id"],
                    storage: ["fillfactor": "80"]
                )
                .comment("to search")
            ),
            .index(Index("by_room", on: app("orders"), columns: ["room"], using: "gist")),
            .policy(
                Policy("own", on: "customers", permissive: false, for: .update, using: "n > 5", check: "n > 6")
                    .comment("mine")
            ),
        ])
    }
}
