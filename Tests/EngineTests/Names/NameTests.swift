import MigrationDSL
import MigratorDatabase
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore

/// Names that are no table's or column's, which SQLite would read as text or not read at all.
struct NameTests {
    static let columns = #"its columns are "id", "name", "price""#

    /// Revisions that must not run, and what is said of them.
    static let refused: [(what: String, says: String, body: NameBench.Body)] = [
        ("not equal", columns, { $0.delete(from: "items", where: Field("nmae") != "tea") }),
        ("is not null", columns, { $0.delete(from: "items", where: Field("nmae").isNotNull) }),
        ("greater", columns, { $0.delete(from: "items", where: Field("prise") > 0) }),
        ("negation", columns, { $0.delete(from: "items", where: !(Field("nmae") == "tea")) }),
        ("like", columns, { $0.delete(from: "items", where: Field("nmae").isLike("%")) }),
        ("in a part", columns, { $0.delete(from: "items", where: Field("id") > 0 && Field("nmae") != "tea") }),
        ("update where", columns, { $0.update("items", set: ["price": 0], where: Field("nmae") != "tea") }),
        ("update set", columns, { $0.update("items", set: ["prise": 0], where: .everyRow) }),
        ("update computing", columns, { $0.update("items", computing: ["name": #"upper("nmae")"#], where: .everyRow) }),
        ("index", columns, { $0.createIndex("ix", on: "items", columns: ["nmae"]) }),
        ("index of two", columns, { $0.createIndex("ix", on: "items", columns: ["name", "nope"]) }),
        (
            "index on an expression", columns,
            { $0.createIndex("ix", on: "items", columns: [.expression(#"lower("nmae")"#)]) }
        ),
        ("index where", columns, { $0.createIndex("ix", on: "items", columns: ["name"], where: #""prise" > 0"#) }),
        ("check", columns, { $0.createCheckConstraint("ck", on: "items", #""prise" <> 0"#) }),
        ("unique", columns, { $0.createUniqueConstraint("uq", on: "items", columns: ["nmae"]) }),
        (
            "check of a new table", #"its columns are "a""#,
            { op in
                op.createTable("t") {
                    Column("a", .integer)
                    Check(#""b" > 0"#, name: "ck")
                }
            }
        ),
        (
            "generated", #"no column "nmae""#,
            { op in
                op.addColumn(Column("shout", .text).generated(as: #"upper("nmae")"#), to: "items")
            }
        ),
        (
            "default", #"a default can name no column, and it names "none""#,
            { op in
                op.addColumn(Column("note", .text).default(.expression(#""none""#)), to: "items")
            }
        ),
        (
            "conversion", columns,
            { op in
                op.alterColumn("price", of: "items", to: ColumnChange(type: .text), using: #""prise" || '€'"#)
            }
        ),
        ("alter", "its columns are", { $0.alterColumn("prise", of: "items", to: ColumnChange(nullable: true)) }),
        ("rename", "its columns are", { $0.renameColumn("nmae", of: "items", to: "title") }),
        (
            "group", "its columns are",
            { op in
                op.alterTable("items") { table in
                    table.addColumn(Column("x", .text))
                    table.dropColumn("nmae")
                }
            }
        ),
        (
            "after a rename", #"its columns are "id", "title", "price""#,
            { op in
                op.renameColumn("name", of: "items", to: "title")
                op.delete(from: "items", where: Field("name") != "tea")
            }
        ),
        (
            "after a drop", #"its columns are "id", "name""#,
            { op in
                op.dropColumn("price", from: "items")
                op.update("items", set: ["name": "x"], where: Field("price") > 0)
            }
        ),
        (
            "no table", "there is no table itmes; the tables are ",
            { op in
                op.delete(from: "itmes", where: Field("name") != "tea")
            }
        ),
        (
            "key to no table", "there is no table itmes",
            { op in
                op.createTable("t") { Column("item", .integer).references("itmes") }
            }
        ),
        (
            "key to no column", columns,
            { op in
                op.createTable("t") { Column("item", .integer).references("items", "di") }
            }
        ),
        (
            "key that is added", "there is no table itmes",
            { op in
                op.createForeignKey("fk", on: "items", columns: ["price"], references: "itmes", ["id"])
            }
        ),
        (
            "key of a new column", "there is no table itmes",
            { op in
                op.addColumn(Column("item", .integer).references("itmes"), to: "items")
            }
        ),
        ("view on no column", "no such column: nope", { $0.createView("v", as: #"SELECT "nope" FROM items"#) }),
        ("view without quotes", "no such column: nope", { $0.createView("v", as: "SELECT nope FROM items") }),
        ("view on no table", "no such table: itmes", { $0.createView("v", as: "SELECT 1 FROM itmes") }),
        (
            "view on what the revision changes", "no such column: name",
            { op in
                op.renameColumn("name", of: "items", to: "title")
                op.replaceView("v", as: #"SELECT "name" FROM items"#)
            }
        ),
    ]

    @Test(arguments: refused.indices)
    func aMisspeltNameIsRefusedEverywhere(_ index: Int) async throws {
        let (what, says, body) = Self.refused[index]
        let bench = NameBench(tried: body)
        for (way, message) in try await bench.verdicts() {
            #expect(message?.contains(says) == true, "\(what), \(way): \(message ?? "nothing")")
        }
        #expect(
            try await bench.query("SELECT name, price FROM items") == [
                [.text("tea"), .int(1)], [.text("salt"), .int(1)],
            ]
        )
        #expect(try await bench.query("SELECT name FROM sqlite_schema WHERE name IN ('ix', 't', 'v')").isEmpty)
    }

    /// Revisions that must run: names that are found though they stand nowhere, and text of others in double quotes.
    static let allowed: [(what: String, body: NameBench.Body)] = [
        ("capitals", { $0.delete(from: "ITEMS", where: Field("Name") == "tea") }),
        ("rowid", { $0.delete(from: "items", where: Field("rowid") == 1) }),
        (
            "quoted and right",
            { op in
                op.createIndex(
                    "ix",
                    on: "items",
                    columns: [.expression(#"lower("name" || 'x') COLLATE "nocase""#)]
                )
                op.createCheckConstraint("ck", on: "items", #""items"."price" > 0 AND "lower"("name") <> 'x'"#)
            }
        ),
        (
            "column that comes",
            { op in
                op.addColumn(Column("note", .text), to: "items")
                op.update("items", set: ["note": "x"], where: Field("note").isNull)
                op.createIndex("ix", on: "items", columns: ["note"])
            }
        ),
        (
            "keys in a circle",
            { op in
                op.createTable("a") {
                    Column("id", .integer).primaryKey()
                    Column("b", .integer).references("b")
                    Column("a", .integer).references("a")
                }
                op.createTable("b") {
                    Column("id", .integer).primaryKey()
                    Column("a", .integer).references("a")
                }
            }
        ),
        (
            "parent that is renamed",
            { op in
                op.createTable("t") { Column("item", .integer).references("items") }
                op.renameTable("items", to: "goods")
                op.delete(from: "goods", where: Field("name") == "x")
                op.renameTable("goods", to: "items")
            }
        ),
        (
            "view before its table",
            { op in
                op.createView("v", as: "SELECT a FROM t -- of later")
                op.createTable("t") { Column("a", .integer) }
            }
        ),
        (
            "view of a view",
            { op in
                op.createView(
                    "v",
                    as: #"WITH x AS (SELECT "name" AS "label" FROM items) SELECT "label" FROM x ORDER BY "label";"#
                )
                op.createView("w", as: "SELECT label FROM v")
            }
        ),
        (
            "raw SQL",
            { op in
                op.execute(
                    "CREATE TABLE raw (a, [b] INTEGER, `c d` TEXT); ALTER TABLE raw ADD COLUMN e; ALTER TABLE items ADD extra"
                )
                op.delete(from: "raw", where: Field("b") > 1 && Field("c d") != "x" && Field("e").isNull)
                op.update("items", set: ["extra": 1], where: .everyRow)
                op.execute("ALTER TABLE raw RENAME COLUMN a TO z; ALTER TABLE raw RENAME TO cooked")
                op.delete(from: "cooked", where: Field("z") == 1)
            }
        ),
        (
            "copied table",
            { op in
                op.execute("CREATE TABLE copied AS SELECT * FROM items")
                op.delete(from: "copied", where: Field("name") == "tea")
            }
        ),
        (
            "temporary table",
            { op in
                op.execute("CREATE TEMP TABLE passing (a INTEGER)")
                op.delete(from: "passing", where: Field("a") == 1)
                op.execute("DROP TABLE passing")
            }
        ),
        (
            "table of SQLite's",
            { op in
                op.createTable("t") { Column("id", .integer).identity().primaryKey() }
                op.delete(from: "sqlite_sequence", where: Field("name") == "t")
            }
        ),
    ]

    @Test(arguments: allowed.indices)
    func whatIsThereIsFound(_ index: Int) async throws {
        let (what, body) = Self.allowed[index]
        for (way, message) in try await NameBench(tried: body).verdicts() {
            #expect(message == nil, "\(what), \(way): \(message ?? "")")
        }
    }

    /// A database whose own texts hold "text", as SQLite lets them.
    static let quaint: NameBench.Body = { op in
        NameBench.ground(op)
        op.execute(
            """
            CREATE TABLE log (what TEXT DEFAULT "none", CHECK (what <> "never"));
            CREATE TRIGGER watch AFTER DELETE ON items BEGIN INSERT INTO log VALUES ("gone"); END;
            CREATE TRIGGER watch_too AFTER UPDATE ON items BEGIN INSERT INTO log VALUES ("changed"); END;
            CREATE VIEW quaint AS SELECT "text" AS text, name FROM items
            """
        )
    }

    static let onQuaint: [(what: String, body: NameBench.Body)] = [
        ("delete", { $0.delete(from: "items", where: Field("name") == "tea") }),
        ("update", { $0.update("items", set: ["price": 7], where: Field("id") > 0) }),
        ("index", { $0.createIndex("ix", on: "log", columns: ["what"]) }),
        ("rename", { $0.renameColumn("price", of: "items", to: "cost") }),
        ("rename under the check", { $0.renameColumn("what", of: "log", to: "which") }),
        ("rebuild", { $0.alterColumn("what", of: "log", to: ColumnChange(nullable: false)) }),
        ("view of the view", { $0.createView("v", as: "SELECT text, name FROM quaint") }),
    ]

    @Test(arguments: onQuaint.indices)
    func textInDoubleQuotesThatIsThereAlreadyStays(_ index: Int) async throws {
        let (what, body) = Self.onQuaint[index]
        for (way, message) in try await NameBench(Self.quaint, body).verdicts() {
            #expect(message == nil, "\(what), \(way): \(message ?? "")")
        }
    }

    @Test func tablesThatAClosureMakesAreFoundWhenTheyAreThere() async throws {
        let right = NameBench(tried: { op in
            op.perform("make") { _ = try await $0.execute("CREATE TABLE made (a INTEGER PRIMARY KEY)") }
            op.delete(from: "made", where: Field("a") == 1)
            op.createTable("t") { Column("a", .integer).references("made", "a") }
        })
        try await right.migrator().upgrade(dryRun: true)
        try await right.migrator().upgrade()
        let wrong = NameBench(tried: { op in
            op.perform("make") { _ = try await $0.execute("CREATE TABLE made (a INTEGER)") }
            op.delete(from: "made", where: Field("b") != 1)
        })
        try await wrong.migrator().upgrade(dryRun: true)
        let error = await #expect(throws: MigratorError.self) { try await wrong.migrator().upgrade() }
        #expect(
            error?.message.contains(#"table made has no column "b"; its columns are "a""#) == true,
            "\(error?.message ?? "")"
        )
        let none = NameBench(tried: { op in
            op.perform("make nothing") { _ in }
            op.createTable("t") { Column("a", .integer).references("made") }
        })
        let missing = await #expect(throws: MigratorError.self) { try await none.migrator().upgrade() }
        #expect(
            missing?.message.contains("create table t: there is no table made") == true,
            "\(missing?.message ?? "")"
        )
    }

    @Test func aStepThatIsHalfDoneIsNotHeldAgainstItself() async throws {
        let bench = NameBench(
            tried: { op in
                op.delete(from: "items", where: Field("price") == 0)
                op.dropColumn("price", from: "items")
                op.execute("INSERT INTO missing VALUES (1)")
            },
            transactional: false
        )
        await #expect(throws: MigratorError.self) { try await bench.migrator().upgrade() }
        #expect(
            try await bench.query("SELECT name FROM pragma_table_info('items')") == [[.text("id")], [.text("name")]]
        )
        _ = try await bench.query("CREATE TABLE missing (a)")
        try await bench.migrator().upgrade()
        #expect(try await bench.query("SELECT a FROM missing") == [[.int(1)]])
    }
}
