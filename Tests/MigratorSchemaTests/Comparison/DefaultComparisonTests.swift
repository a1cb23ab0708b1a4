import MigrationDSL
import MigratorDatabase
import Testing

/// Defaults that a column keeps as one value, and others.
struct DefaultComparisonTests {
    private func differs(
        _ type: ColumnType,
        _ old: DefaultValue?,
        _ new: DefaultValue?,
        _ kind: DatabaseKind
    ) async throws
        -> Bool
    {
        func column(_ value: DefaultValue?) -> Column {
            value.map { Column("a", type).default($0) } ?? Column("a", type)
        }
        return try await !Comparing(kind: kind).words(column(old), column(new)).isEmpty
    }

    private static let equalInPostgres: [(ColumnType, String, DefaultValue?)] = [
        (.text, "'low'::text", "low"), (.string(20), "'low'::character varying", "low"),
        (.text, "'it''s'::text", "it's"),
        (.text, "'a\\b'::text", "a\\b"), (.text, "'one\ntwo'::text", "one\ntwo"), (.text, "''::text", ""),
        (.text, "NULL::text", nil), (.integer, "NULL", nil), (.string(9), "NULL::character varying", nil),
        (.integer, "5", 5), (.integer, "'-1'::integer", -1), (.bigInt, "'5'::bigint", 5), (.bigInt, "5", 5),
        (.integer, "'007'::integer", 7), (.boolean, "true", true), (.boolean, "'t'::boolean", true),
        (.boolean, "false", "off"),
        (.boolean, "true", .expression("'yes'")), (.decimal(12, 2), "0", 0), (.decimal(12, 2), "0.00", 0),
        (.decimal(12, 2), "'1.5'::numeric", .expression("1.50")), (.decimal, "1.50", .expression("1.50")),
        (.double, "0.1", 0.1), (.double, "'0.1'::double precision", 0.1), (.real, "'1'::real", 1),
        (.timestampTZ, "CURRENT_TIMESTAMP", .currentTimestamp), (.timestampTZ, "now()", .currentTimestamp),
        (.timestampTZ, "transaction_timestamp()", .expression("now()")), (.date, "CURRENT_DATE", .currentDate),
        (.timestamp, "timezone('utc'::text, now())", .expression("now() AT TIME ZONE 'utc'")),
        (.timestamp, "(now() AT TIME ZONE 'utc'::text)", .expression("timezone('utc', CURRENT_TIMESTAMP)")),
        (.enumeration("mood"), "'low'::public.mood", "low"), (.enumeration("mood"), "'low'::mood", "low"),
        (.enumeration(ObjectName("lvl", schema: "hr")), "'lo'::hr.lvl", "lo"),
        (.array(of: .text), "'{}'::text[]", "{}"), (.array(of: .integer), "'{1,2}'::integer[]", "{1,2}"),
        (.jsonb, "'{}'::jsonb", .expression("'{}'")), (.uuid, "gen_random_uuid()", .expression("GEN_RANDOM_UUID()")),
        (.char(3), "'abc'::bpchar", "abc"), (.named("citext"), "'a'::public.citext", "a"),
        (.bigInt, "nextval('public.q'::regclass)", .expression("nextval('q')")),
        (.text, "md5((random())::text)", .expression("md5(random()::text)")),
    ]

    @Test
    func `These are one default to PostgreSQL`() async throws {
        for (type, live, declared) in Self.equalInPostgres {
            #expect(try await !differs(type, .expression(SQLText(live)), declared, .postgres), "\(live)")
        }
    }

    private static let otherInPostgres: [(ColumnType, String, DefaultValue?)] = [
        (.text, "'low'::text", "high"), (.text, "'low'::text", nil), (.integer, "1", 2), (.integer, "0", nil),
        (.decimal, "1.5", .expression("1.50")), (.text, "'a'::character varying(1)", .expression("'a'")),
        (.boolean, "true", false), (.timestampTZ, "now()", .expression("clock_timestamp()")),
        (.timestampTZ, "now()", .currentDate), (.named("code"), "NULL::public.code", nil),
        (.interval, "'1 day'::interval", "24:00:00"),
        (.text, "'é'::text", "e\u{301}"),
    ]

    @Test
    func `These may be two defaults to PostgreSQL`() async throws {
        for (type, live, declared) in Self.otherInPostgres {
            #expect(try await differs(type, .expression(SQLText(live)), declared, .postgres), "\(live)")
        }
    }

    private static let equalInSQLite: [(ColumnType, String, DefaultValue?)] = [
        (.integer, "-1", -1), (.integer, "(1)", 1), (.integer, "0x1F", 31), (.real, "1.50", 1.5), (.integer, "+7", 7),
        (.integer, "'1'", 1), (.boolean, "TRUE", true), (.boolean, "1", true), (.boolean, "0", false),
        (.text, "'x'", "x"),
        (.text, "\"x\"", "x"), (.text, "1", "1"), (.integer, "NULL", nil),
        (.timestamp, "current_timestamp", .currentTimestamp), (.double, "1", 1.0),
        (.text, "(lower( hex( randomblob(16) ) ))", .expression("lower(hex(randomblob(16)))")),
    ]

    @Test
    func `These are one default to SQLite`() async throws {
        for (type, live, declared) in Self.equalInSQLite {
            #expect(try await !differs(type, .expression(SQLText(live)), declared, .sqlite), "\(live)")
        }
    }

    @Test
    func `These may be two defaults to SQLite`() async throws {
        let cases: [(ColumnType, String, DefaultValue?)] = [
            (.custom(""), "1", "1"), (.bytes, "X'00FF'", .expression("X'00FE'")), (.text, "'x'", "X"),
            (.integer, "1", 2),
            (.text, "datetime('now')", .currentTimestamp), (.text, "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ]
        for (type, live, declared) in cases {
            #expect(try await differs(type, .expression(SQLText(live)), declared, .sqlite), "\(live)")
        }
    }

    @Test
    func `A constant is compared by the value that the server prints`() async throws {
        let (live, declared) = ("'[1,10]'::int4range", "'[1,11)'::int4range")
        var comparing = Comparing.postgres
        comparing.oracle = KnownForms([:], constants: [live: "[1,11)", declared: "[1,11)"])
        let columns = [live, declared].map { Column("r", .int4range).default(.expression(SQLText($0))) }
        #expect(try await comparing.words(columns[0], columns[1]) == [])
        comparing.oracle = KnownForms([:], constants: [live: "[1,11)"])
        #expect(try await comparing.words(columns[0], columns[1]) == ["unverified: default of column t.r"])
        comparing.oracle = KnownForms([live: live, declared: declared])
        let words = "alterColumn: column t.r: default '[1,10]'::int4range -> '[1,11)'::int4range"
        #expect(try await comparing.words(columns[0], columns[1]) == [words])
    }

    @Test
    func `Of two defaults that only a server can tell apart nothing is said but that`() async throws {
        let words = try await Comparing.postgres.words(
            Column("a", .text).default(.expression("concat('a', 'b')")),
            Column("a", .text).default("ab")
        )
        #expect(words == ["unverified: default of column t.a"])
    }
}
