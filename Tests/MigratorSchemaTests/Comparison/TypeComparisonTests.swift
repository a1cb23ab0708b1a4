import MigrationDSL
import MigratorDialects
import Testing

/// Types and the aliases that mean the same.
struct TypeComparisonTests {
    private let postgres = PostgresDialect(isTransactional: true)
    private let sqlite = SQLiteDialect(isTransactional: true)

    /// Each line is of one type.
    private static let aliases: [[String]] = [
        ["integer", "int", "int4", "INT", "pg_catalog.int4", "\"int4\"", " integer "],
        ["smallint", "int2"], ["bigint", "int8"],
        ["real", "float4", "float(1)", "float(24)"],
        ["double precision", "float8", "float", "float(25)", "float(53)", "DOUBLE  PRECISION"],
        ["numeric", "decimal", "dec"], ["numeric(12,2)", "decimal(12, 2)"],
        ["numeric(12,0)", "numeric(12)", "dec(12)"],
        ["boolean", "bool"],
        ["text"], ["varchar", "character varying", "char varying"],
        ["varchar(20)", "character varying(20)", "national character varying(20)", "nchar varying ( 20 )"],
        ["char(1)", "char", "character", "character(1)", "bpchar(1)", "nchar"], ["char(3)", "character(3)"],
        ["bpchar"], ["\"char\""],
        ["time", "time(6)", "time without time zone"], ["time(3)", "time(3) without time zone"],
        ["timetz", "time with time zone", "timetz(6)"],
        ["timestamp", "timestamp(6)", "timestamp without time zone", "timestamp(6) without time zone"],
        ["timestamptz", "timestamp with time zone", "timestamptz(6)", "timestamp(6) with time zone"],
        ["timestamptz(3)", "timestamp(3) with time zone"],
        ["interval", "interval(6)"], ["interval(2)", "interval (2)"],
        ["interval day to second(3)", "INTERVAL DAY TO SECOND (3)"], ["interval year"],
        ["bit(1)", "bit"], ["bit(8)"], ["varbit", "bit varying"], ["varbit(5)", "bit varying(5)"],
        ["integer[]", "int4[]", "int[3]", "integer ARRAY", "int ARRAY[3]", "int[][]"],
        ["varchar(5)[]", "character varying(5)[]"],
        ["mood", "public.mood", "\"mood\"", "\"public\".\"mood\"", "MOOD"], ["app.mood"],
        ["\"Mood\"", "public.\"Mood\""],
        ["citext", "public.citext"], ["geometry(point,4326)", "public.geometry(Point, 4326)"],
        ["\"integer\""], ["public.text"], ["uuid"], ["jsonb"], ["json"],
    ]

    @Test
    func `Aliases of PostgreSQL have one spelling, and other types another`() {
        var spellings: [String] = []
        for types in Self.aliases {
            let texts = types.map { postgres.comparedType(.custom($0), in: []).text }
            #expect(Set(texts).count == 1, "\(types) -> \(texts)")
            spellings += texts.prefix(1)
        }
        #expect(Set(spellings).count == spellings.count)
    }

    @Test
    func `The types of the language are spelled as the catalogue's`() {
        let types: [(ColumnType, String)] = [
            (.smallInt, "int2"), (.integer, "int4"), (.bigInt, "int8"), (.real, "float4"), (.double, "float8"),
            (.decimal, "numeric"), (.decimal(12, 2), "numeric(12,2)"), (.boolean, "bool"), (.text, "text"),
            (.string(20), "character varying(20)"), (.varchar, "character varying"), (.char(3), "character(3)"),
            (.bytes, "bytea"), (.uuid, "uuid"), (.json, "json"), (.jsonb, "jsonb"), (.date, "date"),
            (.time, "time without time zone"), (.timeTZ, "time with time zone"),
            (.timestamp, "timestamp without time zone"), (.timestampTZ, "timestamp with time zone"),
            (.timestampTZ(3), "timestamp(3) with time zone"), (.timestamp(6), "timestamp without time zone"),
            (.interval, "interval"), (.interval(.dayToSecond, precision: 3), "interval day to second(3)"),
            (.bit(8), "bit(8)"), (.varbit, "bit varying"), (.varbit(5), "bit varying(5)"), (.inet, "inet"),
            (.array(of: .integer), "integer[]"), (.named("citext"), "public.citext"),
            (.named("geometry", "Point", "4326"), "geometry(Point,4326)"),
            (.enumeration("mood"), "public.mood"), (.enumeration(ObjectName("mood", schema: "app")), "app.mood"),
        ]
        for (type, text) in types {
            let (own, theirs) = (postgres.comparedType(type, in: []), postgres.comparedType(.custom(text), in: []))
            #expect(own.text == theirs.text)
            #expect(own.isBuiltIn == theirs.isBuiltIn)
        }
    }

    @Test
    func `SQLite compares the declared text but for case and space`() {
        #expect(sqlite.comparedType(.custom("varchar ( 20 )"), in: []).text == "VARCHAR(20)")
        #expect(sqlite.comparedType(.custom("double  precision"), in: []).text == "DOUBLE PRECISION")
        #expect(sqlite.comparedType(.custom("Decimal(10 , 2)"), in: []).text == "DECIMAL(10,2)")
        #expect(sqlite.comparedType(.custom(""), in: []).text == "")
        #expect(sqlite.comparedType(.boolean, in: []).text == "BOOLEAN")
        #expect(sqlite.comparedType(.boolean, in: .strict).text == "INTEGER")
    }

    @Test
    func `Names are cut at 63 bytes, on a character`() {
        let long = String(repeating: "a", count: 62) + "é"
        #expect(postgres.comparedName(long + "b") == String(repeating: "a", count: 62))
        #expect(postgres.comparedName(String(repeating: "é", count: 40)).utf8.count == 62)
        #expect(postgres.comparedName("Name") == "Name")
        #expect(sqlite.comparedName("NaMe É") == "name É")
    }

    @Test
    func `Functions are told apart by the types of their arguments`() {
        let same = [
            ("a int", "a integer"), ("int", "integer"), ("a integer, b text DEFAULT 'x'", "integer,text"),
            ("IN a double precision, OUT b text", "float8"), ("a timestamp with time zone", "timestamptz"),
            ("VARIADIC list text[]", "text[]"), ("a app.mood", "app.mood"), ("", ""),
            ("a numeric(3,1)", "numeric(3,1)"),
        ]
        for (left, right) in same { #expect(postgres.comparedArguments(left) == postgres.comparedArguments(right)) }
        #expect(postgres.comparedArguments("a int") != postgres.comparedArguments("a bigint"))
    }

    @Test
    func `The usual operator class may be said or not`() {
        func usual(_ name: String, _ type: ColumnType, _ method: String? = nil) -> Bool {
            postgres.comparedOperatorClass(name, of: postgres.comparedType(type, in: []), method: method) == nil
        }
        #expect(usual("text_ops", .text))
        #expect(usual("int4_ops", .integer))
        #expect(usual("text_ops", .string(9)))
        #expect(usual("jsonb_ops", .jsonb, "gin"))
        #expect(usual("array_ops", .array(of: .integer), "gin"))
        #expect(usual("int8_minmax_ops", .bigInt, "brin"))
        #expect(!usual("text_pattern_ops", .text))
        #expect(!usual("jsonb_path_ops", .jsonb, "gin"))
        #expect(!usual("gin_trgm_ops", .text, "gin"))
    }
}
