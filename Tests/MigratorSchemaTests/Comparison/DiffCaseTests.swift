import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import Testing

@testable import MigratorSchema

/// The cases of diff-cases.jsonl that values say as well as SQL does.
struct DiffCaseTests {
    /// A case, its schemas as values, and the changes that are expected.
    private struct Pair {
        let id: String
        let old: DeclaredSchema
        let new: DeclaredSchema
        let changes: [SchemaChange]

        init(_ id: String, _ old: DeclaredSchema, _ new: DeclaredSchema, _ changes: SchemaChange...) {
            self.id = id
            self.old = old
            self.new = new
            self.changes = changes
        }
    }

    private static func table(_ columns: Column...) -> DeclaredSchema {
        DeclaredSchema { Table("t") { columns } }
    }

    private static func types(_ texts: String...) -> DeclaredSchema {
        DeclaredSchema {
            Table("t") {
                for (index, text) in texts.enumerated() { Column("c\(index)", .custom(text)) }
            }
        }
    }

    private static func check(_ text: SQLText, _ name: String? = nil) -> DeclaredSchema {
        DeclaredSchema {
            Table("t") {
                Column("s", .string(10))
                Column("x", .text)
                Column("n", .integer)
                Check(text, name: name)
            }
        }
    }

    private static func enumeration(_ values: String...) -> DeclaredSchema {
        DeclaredSchema { EnumType("mood", values) }
    }

    private static let postgres: [Pair] = [
        Pair(
            "pg-type-int-alias",
            types("int4", "int8", "int2", "int"),
            types("integer", "bigint", "smallint", "integer")
        ),
        Pair("pg-type-varchar-vs-text", types("varchar"), types("text"), .alterColumn),
        Pair(
            "pg-type-char-default-length",
            types("char", "char(1)", "character"),
            types("character(1)", "char", "char(1)")
        ),
        Pair("pg-type-numeric-unlimited", types("numeric"), types("numeric(20,4)"), .alterColumn),
        Pair(
            "pg-type-float-bits",
            types("float", "float(24)", "float(25)", "float4"),
            types("double precision", "real", "float8", "real")
        ),
        Pair("pg-type-timestamp-p6", types("timestamptz(6)", "timestamp(6)"), types("timestamptz", "timestamp")),
        Pair("pg-type-timestamp-p3", types("timestamptz"), types("timestamptz(3)"), .alterColumn),
        Pair(
            "pg-type-interval-fields",
            types("interval day to second (3)", "interval(2)"),
            types("INTERVAL DAY TO SECOND(3)", "interval (2)")
        ),
        Pair("pg-type-citext-qualified", types("citext"), types("public.citext")),
        Pair("pg-type-domain-vs-base", types("sku"), types("varchar(12)"), .alterColumn),
        Pair("pg-shrink-varchar", types("varchar(50)"), types("varchar(20)"), .alterColumn),
        Pair(
            "pg-default-null-explicit",
            table(Column("n", .integer).default(.expression("NULL"))),
            table(Column("n", .integer))
        ),
        Pair(
            "pg-default-changed-volatile",
            table(Column("at", .timestampTZ).default(.expression("now()"))),
            table(Column("at", .timestampTZ).default(.expression("clock_timestamp()")))
        ),
        Pair(
            "pg-check-in-varchar-dumped",
            check("s IN ('new','old')", "st1_s"),
            check(
                "(s)::text = ANY ((ARRAY['new'::character varying, 'old'::character varying])::text[])",
                "st1_s"
            )
        ),
        Pair("pg-check-in-text", check("x IN ('a','b')"), check("x = ANY (ARRAY['a','b'])")),
        Pair("pg-check-in-single", check("x IN ('only')"), check("x = 'only'::text")),
        Pair("pg-check-not-in", check("x NOT IN ('x','y')"), check("x <> ALL (ARRAY['x','y'])")),
        Pair(
            "pg-check-like",
            check("x LIKE 'a%' AND x NOT ILIKE '%z'"),
            check("x ~~ 'a%' AND x !~~* '%z'")
        ),
        Pair("pg-check-not-equal", check("x != 'foo'"), check("x <> 'foo'")),
        Pair(
            "pg-check-spacing-comment",
            check("n>0 AND n<100"),
            check("( ( n > 0 ) /* both ends */ and (n < 100) )")
        ),
        Pair(
            "pg-notnull-named",
            table(Column("a", .integer).notNull(name: "must")),
            table(Column("a", .integer).notNull())
        ),
        Pair("pg-notnull-set", table(Column("a", .integer)), table(Column("a", .integer).notNull()), .alterColumn),
        Pair(
            "pg-identity-always",
            table(Column("id", .bigInt).identity()),
            table(Column("id", .bigInt).identity(.always)),
            .alterColumn
        ),
        Pair("pg-identity-added", table(Column("id", .bigInt)), table(Column("id", .bigInt).identity()), .alterColumn),
        Pair(
            "pg-enum-add-middle",
            enumeration("sad", "glad"),
            enumeration("sad", "calm", "glad"),
            .addEnumValue
        ),
        Pair("pg-enum-remove", enumeration("a", "b", "c"), enumeration("a", "c"), .createEnum),
        Pair(
            "pg-enum-odd-labels",
            enumeration("it's", "a,b", "with space", "", "ümlaut", "{x}"),
            enumeration("it's", "a,b", "with space", "", "ümlaut", "{x}")
        ),
        Pair(
            "pg-column-order",
            table(Column("a", .integer), Column("b", .integer), Column("c", .integer)),
            table(Column("a", .integer), Column("c", .integer), Column("b", .integer))
        ),
        Pair(
            "pg-column-insert-middle",
            table(Column("a", .integer), Column("c", .integer)),
            table(Column("a", .integer), Column("b", .integer), Column("c", .integer)),
            .addColumn
        ),
        Pair(
            "pg-column-collation",
            table(Column("a", .text)),
            table(Column("a", .text).collate("\"C\"")),
            .alterColumn
        ),
        Pair("pg-column-storage", table(Column("a", .text).storage("EXTERNAL")), table(Column("a", .text))),
        Pair(
            "pg-rename-constraint",
            check("n > 0", "chk_a"),
            check("n > 0", "t_n_positive"),
            .renameConstraint
        ),
        Pair(
            "pg-schema-qualified-public",
            DeclaredSchema { Table(ObjectName("sx", schema: "public")) { Column("a", .integer) } },
            DeclaredSchema { Table("sx") { Column("a", .integer) } }
        ),
    ]

    private static let sqlite: [Pair] = [
        Pair(
            "sl-names-case",
            DeclaredSchema { Table("Users") { Column("ID", .integer).primaryKey() } },
            DeclaredSchema { Table("users") { Column("id", .integer).primaryKey() } }
        ),
        Pair("sl-collate-column", table(Column("a", .text)), table(Column("a", .text).collate("NOCASE")), .alterColumn),
        Pair(
            "sl-collate-case",
            table(Column("a", .text).collate("nocase")),
            table(Column("a", .text).collate("NOCASE"))
        ),
        Pair(
            "sl-autoincrement-added",
            table(Column("id", .integer).primaryKey()),
            table(Column("id", .integer).primaryKey().identity()),
            .alterColumn
        ),
        Pair(
            "sl-pk-nullable",
            table(Column("id", .text).primaryKey(allowsNull: true)),
            table(Column("id", .text).primaryKey()),
            .alterColumn
        ),
        Pair("sl-check-spelling", check("n>0 and n<10"), check("( (n > 0) AND (n < 10) )")),
        Pair(
            "sl-default-numbers",
            table(Column("a", .integer).default(.expression("-1")), Column("c", .integer).default(.expression("0x1F"))),
            table(Column("a", .integer).default(.expression("(-1)")), Column("c", .integer).default(31))
        ),
        Pair(
            "sl-default-number-vs-text",
            table(Column("a", .custom("")).default(1)),
            table(Column("a", .custom("")).default("1"))
        ),
        Pair(
            "sl-unique-inline-vs-table",
            table(Column("a", .text).unique()),
            DeclaredSchema {
                Table("t") {
                    Column("a", .text)
                    Unique(["a"])
                }
            }
        ),
    ]

    @Test
    func `Values say of PostgreSQL's cases what is expected`() async throws {
        try await compare(Self.postgres, .postgres)
    }

    @Test
    func `Values say of SQLite's cases what is expected`() async throws {
        try await compare(Self.sqlite, .sqlite)
    }

    private func compare(_ pairs: [Pair], _ kind: DatabaseKind) async throws {
        let cases = try DiffCase.all()
        for pair in pairs {
            let known = try #require(cases[pair.id], "\(pair.id)")
            let comparing = Comparing(kind: kind)
            let result = try await comparing.result(comparing.read(pair.old.objects), Schema(pair.new, for: kind))
            #expect(result.differences.map(\.change) == pair.changes, "\(pair.id): \(known.expect)")
            #expect(known.expect.hasPrefix("none") == pair.changes.isEmpty || !result.unverified.isEmpty, "\(pair.id)")
        }
    }
}
