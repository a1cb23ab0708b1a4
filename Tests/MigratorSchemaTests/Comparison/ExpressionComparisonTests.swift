import MigrationDSL
import MigratorDialects
import MigratorSystem
import Testing

@testable import MigratorSchema

/// Expressions that surely mean the same, and those that may not.
struct ExpressionComparisonTests {
    private func spelling(_ text: String, _ dialect: any Dialect) -> String? {
        let types: [(String, ColumnType)] = [
            ("a", .integer), ("b", .bigInt), ("s", .string(9)), ("t", .text), ("d", .date), ("at", .timestampTZ),
            ("c", .char(3)), ("arr", .array(of: .text)), ("j", .jsonb), ("ok", .boolean), ("n", .decimal),
        ]
        let columns = types.map { (ExactText($0.0), dialect.comparedType($0.1, in: [])) }
        let context = ExpressionContext(
            dialect: dialect,
            table: "cart",
            columns: Dictionary(uniqueKeysWithValues: columns),
            newNames: [:],
            ownFunctions: [ExactText("mk_code")]
        )
        return ExpressionParser.tree(of: text, in: context)?.spelling
    }

    private static let equalInPostgres: [(String, String)] = [
        ("a > 0", "(a > 0)"), ("a>0 AND a<100", "( ( a > 0 ) /* both ends */ and (a < 100) )"),
        ("a = 1 OR a = 2 AND b = 3", "((a = 1) OR ((a = 2) AND (b = 3)))"),
        ("a = 1 AND (b = 2 AND ok)", "(((a = 1) AND (b = 2)) AND ok)"),
        ("a + 1 * b", "(a + (1 * b))"), ("a - b - 1", "((a - b) - 1)"), ("NOT a = 1", "(NOT (a = 1))"),
        ("t != 'x'", "(t <> 'x'::text)"), ("s = 'new'", "((s)::text = 'new'::text)"),
        (
            "s IN ('new', 'old')",
            "((s)::text = ANY ((ARRAY['new'::character varying, 'old'::character varying])::text[]))"
        ),
        (
            "s IN ('new', 'old')",
            "((s)::text = ANY (ARRAY[('new'::character varying)::text, ('old'::character varying)::text]))"
        ),
        ("t IN ('a','b')", "(t = ANY (ARRAY['a'::text, 'b'::text]))"), ("t IN ('only')", "(t = 'only'::text)"),
        ("t NOT IN ('x','y')", "(t <> ALL (ARRAY['x'::text, 'y'::text]))"),
        ("a IN (1, 2)", "(a = ANY (ARRAY[1, 2]))"), ("a BETWEEN 1 AND 9", "((a >= 1) AND (a <= 9))"),
        ("a NOT BETWEEN 1 AND 9", "((a < 1) OR (a > 9))"),
        ("t LIKE 'a%' AND t NOT ILIKE '%z'", "((t ~~ 'a%'::text) AND (t !~~* '%z'::text))"),
        ("d >= '2026-01-01'", "(d >= '2026-01-01'::date)"), ("a > -1", "(a > '-1'::integer)"), ("a=-1", "a = -1"),
        ("cart.a > 0", "(a > 0)"), ("public.cart.a > 0", "(a > 0)"), ("\"a\" > 0", "A > 0"),
        ("gone IS NULL", "(gone IS NULL)"), ("a ISNULL", "a IS NULL"), ("a NOTNULL", "(a IS NOT NULL)"),
        (
            "CASE WHEN t = 'free' THEN a <= 1 ELSE true END",
            "CASE\n WHEN (t = 'free'::text) THEN (a <= 1)\n ELSE true\nEND"
        ),
        ("CAST(a AS text)", "(a)::text"), ("at AT TIME ZONE 'utc'", "timezone('utc'::text, at)"),
        ("EXTRACT(year FROM d) > 2000", "(EXTRACT(year FROM d) > 2000)"), ("date '2026-01-01'", "'2026-01-01'::date"),
        ("lower(t)", "LOWER(t)"), ("pg_catalog.lower(t)", "lower(t)"), ("mk_code()", "public.mk_code()"),
        ("nextval('q')", "nextval('public.q'::regclass)"), ("E'it\\'s'", "'it''s'"), ("$$it's$$", "'it''s'"),
        ("a::int8", "(a)::bigint"), ("t COLLATE \"C\" > 'b'", "((t COLLATE \"C\") > 'b')"),
    ]

    @Test
    func `PostgreSQL reads these alike`() {
        for (left, right) in Self.equalInPostgres {
            let spellings = [left, right].map { spelling($0, PostgresDialect(isTransactional: true)) }
            #expect(spellings[0] != nil && spellings[0] == spellings[1], "\(left) -> \(spellings)")
        }
    }

    private static let different: [(String, String)] = [
        ("a > 0", "a > 1"), ("a > 0", "a >= 0"), ("a > 0", "b > 0"), ("a - (b - 1)", "a - b - 1"),
        ("(a = 1 OR a = 2) AND b = 3", "a = 1 OR a = 2 AND b = 3"), ("t = 'a'", "t = 'A'"),
        ("t = 'a'", "lower(t) = 'a'"),
        ("arr || '{a}'", "arr || '{a}'::text"), ("j || '{}'", "j || '{}'::text"),
        ("t IN ('a', 'b')", "t IN ('b', 'a')"),
        ("s = 'ab'", "s = 'ab'::varchar(1)"), ("'1'::bigint", "1"), ("at > '2026-01-01'", "at > '2026-01-01'::date"),
        ("public.lower(t)", "lower(t)"), ("app.mk_code()", "mk_code()"), ("t COLLATE \"C\"", "t"),
        ("NOT (a = 1 AND ok)", "NOT a = 1 AND ok"), ("a IS NULL", "a IS NOT NULL"), ("\"A\" > 0", "a > 0"),
        ("now()", "clock_timestamp()"), ("t = 'a' COLLATE \"C\"", "t = 'a'"), ("- a ^ 2", "-(a ^ 2)"),
        ("c = 'a'", "(c)::text = 'a'::text"), ("'é'", "'e\u{301}'"), ("b IN (1, 2)", "b = ANY (ARRAY[1, 2])"),
    ]

    @Test
    func `PostgreSQL may read these otherwise`() {
        for (left, right) in Self.different {
            let spellings = [left, right].map {
                spelling($0, PostgresDialect(isTransactional: true)).map(ExactText.init)
            }
            #expect(spellings[0] != spellings[1], "\(left) -> \(spellings)")
        }
    }

    @Test
    func `What is not known is not read`() {
        let texts = [
            "a IN (SELECT 1)", "EXISTS (SELECT 1)", "substring(t from 1 for 2)", "count(*)", "(a, b) = (1, 2)",
            "arr[1]",
            "t LIKE 'a' ESCAPE 'b'", "sum(a) OVER ()", "a >", "(a", "", "a b", "'open", "a; b", "U&'x'",
        ]
        for text in texts { #expect(spelling(text, PostgresDialect(isTransactional: true)) == nil, "\(text)") }
    }

    private static let equalInSQLite: [(String, String)] = [
        ("a>0 and a<10", "(a > 0) AND (a < 10)"), ("\"a\" != 5", "[a] <> 5"), ("a == 5", "A = 5"),
        ("`t` IS NOT NULL", "t NOTNULL"),
        ("t NOT NULL", "t IS NOT NULL"), ("CAST(a AS integer)", "cast(a as INTEGER)"),
        ("t || 'x' || a", "((t || 'x') || a)"),
        ("cart.a", "a"), ("json_extract('{\"k\": 1}', '$.k')", "JSON_EXTRACT('{\"k\": 1}','$.k')"),
        ("\"x y\"", "'x y'"),
        ("a->>'$.b'", "a ->> '$.b'"), ("a=-1", "a = -1"), ("X'0F'", "x'0f'"),
    ]

    @Test
    func `SQLite reads these alike`() {
        for (left, right) in Self.equalInSQLite {
            let spellings = [left, right].map { spelling($0, SQLiteDialect(isTransactional: true)) }
            #expect(spellings[0] != nil && spellings[0] == spellings[1], "\(left) -> \(spellings)")
        }
    }

    @Test
    func `SQLite reads these otherwise`() {
        let different = [
            ("a < b = 1", "a < (b = 1)"), ("a BETWEEN 1 AND 9", "a >= 1 AND a <= 9"), ("a IN (1, 2)", "a IN (2, 1)"),
            ("t LIKE 'a'", "t GLOB 'a'"), ("X'00FF'", "X'00FE'"), ("t COLLATE NOCASE", "t"), ("a IS 1", "a = 1"),
        ]
        for (left, right) in different {
            let spellings = [left, right].map { spelling($0, SQLiteDialect(isTransactional: true)) }
            #expect(spellings[0] != spellings[1], "\(left) -> \(spellings)")
        }
        #expect(
            spelling("a = (b IS NULL)", SQLiteDialect(isTransactional: true))
                != spelling("a = b IS NULL", SQLiteDialect(isTransactional: true))
        )
    }
}
