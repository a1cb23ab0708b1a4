import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import Testing

/// What a revision makes is read as it was written.
struct SQLiteDeclaredReflectionTests {
    private static let types: [ColumnType] = [
        .smallInt, .integer, .bigInt, .real, .double, .decimal, .decimal(12, 2), .decimal(7), .boolean, .text, .varchar,
        .string(200), .char(3), .bytes, .uuid, .json, .date, .time, .timeTZ, .timestamp, .timestampTZ, .custom(""),
        .custom("INT"), .custom("unsigned  big int"), .custom("VARCHAR (10)"), .custom("varchar(10)"),
        .custom("DECIMAL(5)"),
    ]

    @Test(arguments: types)
    func aType(_ type: ColumnType) async throws {
        let table = Table("t") { Column("a", type) }
        #expect(try await Self.read(table) == [table])
    }

    @Test(arguments: [.integer, .double, .text, .bytes, .custom("ANY"), .custom("INT")] as [ColumnType])
    func aTypeOfAStrictTable(_ type: ColumnType) async throws {
        let table = Table("t", sqliteOptions: .strict) { Column("a", type) }
        #expect(try await Self.read(table) == [table])
    }

    private static let defaults: [(ColumnType, DefaultValue)] = [
        (.integer, 7), (.integer, -7), (.integer, .value(.int(.min))), (.double, 1.5), (.double, -0.25),
        (.double, .value(.double(1e20))), (.decimal, .value(.decimal("1.50"))),
        (.decimal, .value(.decimal("123456789012345678901234567890"))), (.boolean, true), (.boolean, false),
        (.text, "it's ) , CHECK (1) -- no"), (.text, ""), (.text, "é\u{301}'\u{301}"),
        (.bytes, .value(.bytes([0, 255]))),
        (.bytes, .value(.bytes([]))), (.text, .value(.null)), (.timestamp, .currentTimestamp), (.date, .currentDate),
        (.time, .currentTime), (.text, .expression("lower(hex(randomblob(16)))")),
        (.integer, .expression("(1 + (2)) * 3")), (.text, .expression("'a' /* ) */ || 'b'")),
    ]

    @Test(arguments: defaults)
    func aDefault(_ type: ColumnType, _ value: DefaultValue) async throws {
        let table = Table("t") { Column("a", type).default(value) }
        #expect(try await Self.read(table) == [table])
    }

    private static let tables: [Table] = [
        Table("keyed") {
            Column("id", .uuid).notNull()
            Column("n", .integer)
            PrimaryKey(["id"], name: "keyed_pkey")
        },
        Table("numbered") {
            Column("id", .integer).identity().primaryKey(name: "numbered_pkey")
            Column("a", .text)
        },
        Table("numbered_anew") {
            Column("id", .integer).identity().primaryKey(name: "k", onConflict: .ignore)
        },
        Table("descending") {
            Column("id", .integer).primaryKey(name: "descending_pkey", descending: true, allowsNull: true)
        },
        Table("parted", sqliteOptions: .withoutRowID) {
            Column("b", .text).notNull()
            Column("a", .integer).notNull()
            PrimaryKey(["a", "b"], name: "key of it", descending: ["b"], onConflict: .replace)
        },
        Table("nullable") {
            Column("a", .text)
            Column("b", .text).notNull()
            PrimaryKey(["b", "a"], name: "nullable_pkey", allowsNull: true)
        },
        Table("both", sqliteOptions: [.strict, .withoutRowID]) {
            Column("a", .text).notNull()
            PrimaryKey(["a"], name: "both_pkey")
        },
        Table("refusing") {
            Column("a", .text).notNull(name: "a is there", onConflict: .fail)
            Column("b", .text).notNull(onConflict: .replace).default("x").collate("NOCASE")
            Column("c", .text).collate("RTRIM")
        },
        Table("computed") {
            Column("a", .integer)
            Column("b", .integer).notNull().generated(as: "a * (2 + 1)")
            Column("c", .text).generated(as: "'STORED )' || a", stored: false)
        },
        Table("checked") {
            Column("a", .integer)
            Column("check", .text)
            Check("a > 0 AND (a < 10)", name: "in range")
            Check(#""check" <> ') , CHECK (1'"#)
            Unique(["a"], name: "checked_a_key")
            Unique(["check", "a"], name: "u", onConflict: .ignore)
        },
        Table("pointing") {
            Column("a", .integer)
            Column("b", .integer)
            ForeignKey(["a"], references: "pointing", ["b"], name: "pointing_a_fkey")
            ForeignKey(
                ["a", "b"],
                references: "parted",
                ["a", "b"],
                onDelete: .setNull,
                onUpdate: .cascade,
                deferrable: .initiallyDeferred,
                name: "pair"
            )
            ForeignKey(["b"], references: "keyed", [], onDelete: .restrict, name: "whole")
            ForeignKey(
                ["b"],
                references: "nowhere",
                ["id"],
                onDelete: .noAction,
                onUpdate: .setDefault,
                deferrable: .initiallyImmediate,
                name: "lost"
            )
        },
        Table(#"odd "name" ("#) {
            Column("order", .integer)
            Column(#"a"b"#, .integer)
            Column("c,d", .text).default(0)
            Column("-- no", .text)
            Unique(["order", #"a"b"#], name: "group")
        },
    ]

    @Test(arguments: tables)
    func aTable(_ table: Table) async throws {
        #expect(try await Self.read(table) == [table])
    }

    @Test func allTablesTogetherBehindThoseThatTheyPointTo() async throws {
        let bench = try await SQLiteReflectionBench { op in
            for table in Self.tables { op.createTable(table) }
        }
        let read = try await bench.tables()
        #expect(Set(read) == Set(Self.tables))
        let names = read.map(\.name.name)
        #expect(names.firstIndex(of: "pointing") ?? 0 > names.firstIndex(of: "parted") ?? .max)
    }

    private static let others: [SchemaObject] = [
        .table(
            Table("notes") {
                Column("a", .text)
                Column("b", .integer)
            }
        ),
        .index(Index("plain", on: "notes", columns: ["a", .column("b").descending()])),
        .index(
            Index("odd index", on: "notes", columns: ["b"], unique: true, where: "a <> ') WHERE b' AND b IS NOT NULL")
        ),
        .index(
            Index(
                "terms",
                on: "notes",
                columns: [
                    .expression("lower(a)"), .expression("a || 'COLLATE'").collate("NOCASE").descending(),
                    .expression("(a || b)"), .column("a").collate("nocase"),
                ]
            )
        ),
        .view(View("happy", as: "SELECT a, ';' AS b FROM notes -- all of them\n WHERE b > 0")),
        .view(View("renamed", columns: ["x", "y z"], as: "SELECT * FROM happy")),
        .trigger(
            Trigger(
                "counted",
                on: "notes",
                "CREATE TRIGGER counted AFTER INSERT ON notes BEGIN UPDATE notes SET a = 'x;y'; DELETE FROM notes; END"
            )
        ),
        .virtualTable(
            VirtualTable(
                "notes_fts",
                using: "fts5",
                ["a", "b UNINDEXED", "content='notes'", #"tokenize = "unicode61 tokenchars '-,('""#]
            )
        ),
        .virtualTable(VirtualTable("boxes", using: "rtree", ["id", "x0", "x1"])),
    ]

    @Test func indexesViewsTriggersAndVirtualTables() async throws {
        let bench = try await SQLiteReflectionBench(making: Self.others)
        let read = try await bench.objects()
        #expect(read.count == Self.others.count)
        for object in Self.others { #expect(read.contains(object), "\(object.reference)") }
    }

    private static func read(_ table: Table) async throws -> [Table] {
        try await SQLiteReflectionBench { $0.createTable(table) }.tables()
    }
}
