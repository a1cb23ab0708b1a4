import MigrationDSL
import Testing

@testable import MigratorCore
@testable import MigratorDialects

/// The SQL of SQLite for triggers, virtual tables and what its tables can be, whole.
struct SQLiteObjectTests {
    private static func sql(_ body: (Operations) -> Void) throws -> [String] {
        let op = Operations()
        body(op)
        let dialect = SQLiteDialect(isTransactional: true)
        return try op.recorded.flatMap { try dialect.render($0).map(\.script) }
    }

    @Test func everythingATableCanBe() throws {
        let statements = try Self.sql { op in
            op.createTable("t") {
                Column("id", .integer).primaryKey(descending: true, allowsNull: true, onConflict: .replace)
                Column("a", .custom("")).unique(onConflict: .ignore)
                Column("b", .text).notNull(name: "b_there", onConflict: .fail)
                Column("c", .custom("")).notNull()
            }
            op.createTable("u") {
                Column("id", .text).primaryKey(allowsNull: true)
                Column("place", .point)
            }
            op.createTable("w") {
                Column("a", .integer)
                Column("b", .integer)
                PrimaryKey(["a", "b"], descending: ["b"], onConflict: .abort)
            }
        }
        #expect(
            statements == [
                """
                CREATE TABLE "t" (
                    "id" INTEGER CONSTRAINT "t_pkey" PRIMARY KEY DESC ON CONFLICT REPLACE,
                    "a",
                    "b" TEXT CONSTRAINT "b_there" NOT NULL ON CONFLICT FAIL,
                    "c" NOT NULL,
                    CONSTRAINT "t_a_key" UNIQUE ("a") ON CONFLICT IGNORE
                )
                """,
                """
                CREATE TABLE "u" (
                    "id" TEXT,
                    "place" TEXT,
                    CONSTRAINT "u_pkey" PRIMARY KEY ("id")
                )
                """,
                """
                CREATE TABLE "w" (
                    "a" INTEGER NOT NULL,
                    "b" INTEGER NOT NULL,
                    CONSTRAINT "w_pkey" PRIMARY KEY ("a", "b" DESC) ON CONFLICT ABORT
                )
                """,
            ]
        )
    }

    @Test func whatOnlyConcernsHowPostgresStoresItIsLeftOut() throws {
        let table = Table("t") { Column("a", .integer) }
        #expect(
            try Self.sql { $0.createTable(table.unlogged().storage(["fillfactor": "70"]).replicaIdentity(.full)) }
                == Self.sql { $0.createTable(table) }
        )
    }

    /// Operations of one statement, and the statement.
    static let statements: [(String, @Sendable (Operations) -> Void)] = [
        (
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 'x;y'; SELECT 1; END",
            {
                let text: SQLText = "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 'x;y'; SELECT 1; END;"
                $0.createTrigger(Trigger("g", on: "t", text))
            }
        ),
        (#"DROP TRIGGER "g""#, { $0.dropTrigger("g", on: "t") }),
        (
            #"CREATE VIRTUAL TABLE "f" USING fts5(body, content='t')"#,
            { $0.createVirtualTable(VirtualTable("f", using: "fts5", ["body", "content='t'"])) }
        ),
        (#"DROP TABLE "f""#, { $0.dropVirtualTable(VirtualTable("f", using: "fts5")) }),
        (
            #"CREATE VIEW "v" ("x", "y") AS SELECT 1, 2"#,
            { $0.createView(View("v", columns: ["x", "y"], as: "SELECT 1, 2")) }
        ),
        ("CREATE INDEX i ON t (a)", { $0.createOpaque(Opaque("index", "i", "CREATE INDEX i ON t (a)")) }),
        ("DROP INDEX i", { $0.dropOpaque(Opaque("index", "i", "", drop: "DROP INDEX i")) }),
    ]

    @Test(arguments: statements.indices)
    func makesOneStatement(_ index: Int) throws {
        let (expected, body) = Self.statements[index]
        #expect(try Self.sql(body) == [expected])
    }

    @Test func commentsAreNotKept() throws {
        #expect(try Self.sql { $0.comment(on: .view("v"), "x") } == [])
    }

    /// What SQLite cannot do, and a word of the error.
    static let unsupported: [(String, @Sendable (Operations) -> Void)] = [
        ("partitions", { $0.createTable(Table("t") { Column("a", .date) }.partitioned(by: "RANGE (a)")) }),
        ("inherit", { $0.createTable(Table("t") { Column("a", .date) }.inherits(from: "o")) }),
        ("roles", { $0.createTable(Table("t") { Column("a", .date) }.rowSecurity()) }),
        ("nullsNotDistinct", { $0.addConstraint(.unique(Unique(["a"], nullsNotDistinct: true)), to: "t") }),
        ("nullsNotDistinct", { $0.createIndex("i", on: "t", columns: ["a"], unique: true, nullsNotDistinct: true) }),
        (
            "defer a primary",
            { $0.addConstraint(.primaryKey(PrimaryKey(["a"], deferrable: .initiallyDeferred)), to: "t") }
        ),
        (
            "in full",
            { $0.addConstraint(.foreignKey(ForeignKey(["a", "b"], references: "p", matchFull: true)), to: "t") }
        ),
        (
            "onDeleteColumns",
            {
                let key = ForeignKey(["a", "b"], references: "p", onDelete: .setNull, onDeleteColumns: ["a"])
                $0.addConstraint(.foreignKey(key), to: "t")
            }
        ),
        ("computed from", { $0.alterColumn("a", of: "t", to: ColumnChange(type: .text, generated: .remove)) }),
        ("such settings", { $0.setTableOptions(of: "t", to: TableOptionsChange(logged: false)) }),
        ("add it again", { $0.alterTable("t") { $0.alterConstraint("f", deferrable: .remove) } }),
        ("options", { $0.createView(View("v", as: "SELECT 1", options: ViewOptions(securityBarrier: true))) }),
        ("options", { $0.alterView("v", to: ViewOptions()) }),
        ("sequences", { $0.alterSequence("n", to: SequenceChange(cache: 1)) }),
        ("make it again", { $0.renameView("v", to: "w") }),
        ("domains", { $0.createDomain(Domain("d", .text)) }),
        ("composite", { $0.createCompositeType(CompositeType("c", [])) }),
        ("extensions", { $0.createExtension("citext") }),
        ("functions", { $0.createFunction(Function("f", "", "SELECT 1")) }),
        ("always fire", { $0.setTrigger("g", on: "t", to: .disabled) }),
        ("roles", { $0.createPolicy(Policy("p", on: "t")) }),
        ("say drop:", { $0.dropOpaque(Opaque("rule", "r", "")) }),
    ]

    @Test(arguments: unsupported.indices)
    func namesWhatItCannot(_ index: Int) throws {
        let (word, body) = Self.unsupported[index]
        let error = #expect(throws: MigratorError.self) { try Self.sql(body) }
        #expect(error?.code == .unsupportedByDialect)
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        (ColumnType.varchar, "VARCHAR"), (.timeTZ(3), "TIME WITH TIME ZONE"), (.timestamp(3), "TIMESTAMP"),
        (.timestampTZ(3), "TIMESTAMP WITH TIME ZONE"), (.interval(.day), "TEXT"), (.bit(3), "TEXT"), (.point, "TEXT"),
        (.serial, "INTEGER"), (.named("citext"), "TEXT"), (.custom("INT"), "INT"),
    ])
    func spellsATypeItsOwnWay(_ type: ColumnType, _ expected: String) {
        #expect(SQLiteDialect(isTransactional: true).text(of: type) == expected)
    }
}
