import MigrationDSL
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// The SQL that each operation makes on SQLite, whole.
struct SQLiteDialectTests {
    private func sql(_ body: (Operations) -> Void) throws -> [String] {
        let op = Operations()
        body(op)
        let dialect = SQLiteDialect(isTransactional: true)
        return try op.recorded.flatMap { try dialect.render($0).map(\.script) }
    }

    @Test func createTable() throws {
        let statements = try sql { op in
            op.createTable("agent_positions") {
                Column("id", .uuid).primaryKey()
                Column("agent_id", .uuid).notNull().references("agents", onDelete: .cascade).unique()
                Column("x", .double).default(0.5)
                Column("label", .string(20)).notNull().default("it's").collate("NOCASE")
                Column("twice", .double).generated(as: "x * 2", stored: false)
                Column("seen_at", .timestampTZ).default(.currentTimestamp)
                Column("mood", .enumeration("mood", values: ["calm"]))
                Check("x >= 0", name: "ck_x")
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "agent_positions" (
                    "id" UUID NOT NULL,
                    "agent_id" UUID NOT NULL,
                    "x" DOUBLE PRECISION DEFAULT 0.5,
                    "label" VARCHAR(20) NOT NULL DEFAULT 'it''s' COLLATE NOCASE,
                    "twice" DOUBLE PRECISION GENERATED ALWAYS AS (x * 2) VIRTUAL,
                    "seen_at" TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
                    "mood" VARCHAR,
                    CONSTRAINT "agent_positions_pkey" PRIMARY KEY ("id"),
                    CONSTRAINT "agent_positions_agent_id_fkey" FOREIGN KEY ("agent_id") \
                REFERENCES "agents" ("id") ON DELETE CASCADE,
                    CONSTRAINT "agent_positions_agent_id_key" UNIQUE ("agent_id"),
                    CONSTRAINT "ck_x" CHECK (x >= 0)
                )
                """
            ]
        )
    }

    @Test func createTableThatNumbersItsRows() throws {
        let statements = try sql { op in
            op.createTable("log", ifNotExists: true) {
                Column("id", .bigInt).identity().primaryKey()
                Column("note", .text)
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE IF NOT EXISTS "log" (
                    "id" INTEGER NOT NULL CONSTRAINT "log_pkey" PRIMARY KEY AUTOINCREMENT,
                    "note" TEXT
                )
                """
            ]
        )
    }

    @Test func strictTablesHaveOnlyStrictTypes() throws {
        let statements = try sql { op in
            op.createTable("s", sqliteOptions: [.strict, .withoutRowID]) {
                Column("id", .uuid).primaryKey()
                Column("n", .bigInt)
                Column("f", .real)
                Column("b", .bytes)
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "s" (
                    "id" TEXT NOT NULL,
                    "n" INTEGER,
                    "f" REAL,
                    "b" BLOB,
                    CONSTRAINT "s_pkey" PRIMARY KEY ("id")
                ) STRICT, WITHOUT ROWID
                """
            ]
        )
    }

    /// Operations of one statement, and the statement.
    static let statements: [(String, @Sendable (Operations) -> Void)] = [
        (#"DROP TABLE "t""#, { $0.dropTable("t") }),
        (#"DROP TABLE IF EXISTS "main"."t""#, { $0.dropTable(ObjectName("t", schema: "main"), ifExists: true) }),
        (#"ALTER TABLE "a""b" RENAME TO "c""#, { $0.renameTable("a\"b", to: "c") }),
        (
            #"ALTER TABLE "t" ADD COLUMN "c" INTEGER NOT NULL DEFAULT 7"#,
            {
                $0.addColumn(Column("c", .integer).notNull().default(7), to: "t")
            }
        ),
        (
            #"ALTER TABLE "t" ADD COLUMN "c" UUID CONSTRAINT "t_c_fkey" REFERENCES "o" ("id") ON DELETE SET NULL"#,
            {
                $0.addColumn(Column("c", .uuid).references("o", onDelete: .setNull), to: "t")
            }
        ),
        ("-- rebuild table t: drop column t.c", { $0.dropColumn("c", from: "t") }),
        (
            "-- rebuild table t: add column t.c",
            { $0.addColumn(Column("c", .timestampTZ).default(.currentTimestamp), to: "t") }
        ),
        (
            "-- rebuild table t: add constraint uq to t; rename column t.a to b",
            {
                $0.alterTable("t") { table in
                    table.addConstraint(.unique(Unique(["c"], name: "uq")))
                    table.renameColumn("a", to: "b")
                }
            }
        ),
        (#"ALTER TABLE "t" RENAME COLUMN "a" TO "b""#, { $0.renameColumn("a", of: "t", to: "b") }),
        (
            #"CREATE INDEX "ix" ON "t" ("a", "b" DESC)"#,
            {
                $0.createIndex("ix", on: "t", columns: ["a", .column("b").descending()], concurrently: true)
            }
        ),
        (
            #"CREATE UNIQUE INDEX IF NOT EXISTS "ix" ON "t" ((lower(a)) COLLATE NOCASE) WHERE a IS NOT NULL"#,
            {
                $0.createIndex(
                    "ix",
                    on: "t",
                    columns: [.expression("lower(a)").collate("NOCASE")],
                    unique: true,
                    where: "a IS NOT NULL",
                    include: ["c"],
                    ifNotExists: true
                )
            }
        ),
        (#"DROP INDEX "ix""#, { $0.dropIndex("ix", on: "t", concurrently: true) }),
        (#"CREATE VIEW "v" AS SELECT 1"#, { $0.createView("v", as: "SELECT 1") }),
        (#"DROP VIEW IF EXISTS "v""#, { $0.dropView("v", ifExists: true) }),
        (
            #"UPDATE "t" SET "a" = '["x", 1]', "b" = NULL WHERE ("c" = 'it''s') AND ("d" IS NOT NULL)"#,
            {
                $0.update("t", set: ["a": ["x", 1], "b": nil], where: Field("c") == "it's" && Field("d") != nil)
            }
        ),
        (
            #"UPDATE "t" SET "a" = 1, "b" = (c || 'x') WHERE "b" IS NULL"#,
            { $0.update("t", set: ["a": 1], computing: ["b": "c || 'x'"], where: Field("b").isNull) }
        ),
        (#"UPDATE "t" SET "a" = 1"#, { $0.update("t", set: ["a": true], where: .everyRow) }),
        (#"DELETE FROM "t" WHERE "a" IN (1, 2)"#, { $0.delete(from: "t", where: Field("a").isOne(of: [1, 2])) }),
        (#"DELETE FROM "t" WHERE 0"#, { $0.delete(from: "t", where: Field("a").isOne(of: [])) }),
        (#"DELETE FROM "t" WHERE "a" GLOB 'f[*]o*b?'"#, { $0.delete(from: "t", where: Field("a").isLike("f*o%b_")) }),
        (
            #"DELETE FROM "t" WHERE NOT ("at" < '2026-01-01 11:00:00')"#,
            {
                $0.delete(from: "t", where: !(Field("at") < .timestamp("2026-01-01T12:00:00+01:00")))
            }
        ),
        (#"DELETE FROM "t" WHERE "b" = X'00ff'"#, { $0.delete(from: "t", where: Field("b") == .bytes([0, 255])) }),
        ("-- perform p", { $0.perform("p") { _ in } }),
        ("-- bulk insert into t from a.json", { $0.bulkInsert(into: "t", from: .json("a.json")) }),
    ]

    @Test(arguments: statements.indices)
    func makesOneStatement(_ index: Int) throws {
        let (expected, body) = Self.statements[index]
        #expect(try sql(body) == [expected])
    }

    @Test func whatPostgresKeepsAndSQLiteDoesNotIsNothingToDo() throws {
        let statements = try sql { op in
            op.commentOnTable("t", "x")
            op.createEnum("mood", values: ["calm"])
            op.addEnumValue("x", to: "mood")
            op.dropEnum("mood")
            op.validateConstraint("ck", on: "t")
            op.alterColumn("c", of: "t", to: ColumnChange(comment: .set("x")))
            op.execute(SQLText(postgres: "ANALYZE"))
        }
        #expect(statements.isEmpty)
    }

    @Test func severalStatementsAreSplit() throws {
        #expect(
            try sql { $0.execute("CREATE TABLE a (b text); -- ; no\n INSERT INTO a VALUES (';') ; ") }
                == ["CREATE TABLE a (b text)", "INSERT INTO a VALUES (';')"]
        )
    }

    /// What SQLite cannot do, and a word of the error.
    static let unsupported: [(String, @Sendable (Operations) -> Void)] = [
        ("schemas", { $0.createSchema("s") }),
        ("sequences", { $0.createSequence(NumberSequence("n")) }),
        ("materialized", { $0.createView("v", as: "SELECT 1", materialized: true) }),
        ("gin", { $0.createIndex("ix", on: "t", columns: ["a"], using: "gin") }),
        (
            "exclusion",
            {
                $0.createTable("t") {
                    Column("a", .integer)
                    Exclude([Exclude.Element("a", with: "=")])
                }
            }
        ),
        (
            "defer a unique",
            { $0.createUniqueConstraint("uq", on: "t", columns: ["a"], deferrable: .initiallyDeferred) }
        ),
        ("rename a value", { $0.renameEnumValue("a", of: "mood", to: "b") }),
        (
            "primary key",
            {
                $0.createTable("t") {
                    Column("id", .uuid).primaryKey()
                    Column("n", .integer).identity()
                }
            }
        ),
    ]

    @Test(arguments: unsupported.indices)
    func namesWhatItCannot(_ index: Int) throws {
        let (word, body) = Self.unsupported[index]
        let error = #expect(throws: MigratorError.self) { try sql(body) }
        #expect(error?.code == .unsupportedByDialect)
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["COMMIT", "BEGIN; SELECT 1", "SELECT 1; ROLLBACK", "SELECT 'a"])
    func refusesWhatMeddlesWithTheTransaction(_ text: String) {
        let error = #expect(throws: MigratorError.self) { try sql { $0.execute(SQLText(text)) } }
        #expect(error?.code == .invalidRevision)
    }
}
