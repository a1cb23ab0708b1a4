import MigrationDSL

/// Each operation that can be written, at least once, and all that its parts may be.
enum SampleOperations {
    static let all: [Operation] = {
        let op = Operations()
        tables(op)
        alterations(op)
        indexes(op)
        objects(op)
        functions(op)
        rows(op)
        return op.recorded
    }()

    private static func tables(_ op: Operations) {
        op.createTable("orders", comment: "what was \"ordered\"", sqliteOptions: [.strict, .withoutRowID]) {
            Column("id", .bigInt).primaryKey().identity(.always, SequenceOptions(start: 1_000_000, cycles: true))
            Column("customer_id", .uuid).notNull().references("customers", onDelete: .cascade)
            Column("total", .decimal(12, 2)).notNull().default(0).check("total >= 0", name: "ck_total")
            Column("key", .uuid)
                .notNull(name: "nn_key", onConflict: .replace)
                .unique(name: "uq_key", onConflict: .ignore)
                .default(.expression(SQLText(postgres: "gen_random_uuid()", sqlite: "lower(hex(randomblob(16)))")))
            Column("gross", .decimal).generated(as: "total * 1.19", stored: false)
            Column("note", .text).collate("\"C\"").storage("EXTERNAL").compression("lz4").comment("it's\na note")
            Check("total < 1000000 OR note IS NOT NULL", noInherit: true, comment: "why")
            Unique(["customer_id", "key"], nullsNotDistinct: true, include: ["note"], deferrable: .initiallyDeferred)
            ForeignKey(
                ["customer_id", "key"],
                references: ObjectName("keys", schema: "app"),
                ["a", "b"],
                onDelete: .setNull,
                onUpdate: .noAction,
                matchFull: true,
                onDeleteColumns: ["key"]
            )
            Exclude([.init("during", with: "&&")], where: "total > 0", name: "no_overlap", include: ["id"])
        }
        op.createTable(
            Table("events") { Column("day", .date) }.unlogged().storage(["fillfactor": "70"])
                .partitioned(by: "RANGE (day)").rowSecurity([.enabled, .forced]).replicaIdentity(.index("ix"))
        )
        op.createTable(Table("heir") {}.inherits(from: "events", ObjectName("b", schema: "app")), ifNotExists: true)
        op.createTable(Table("part") {}.partition(of: "events", "DEFAULT").rowSecurity())
        op.dropTable("gone", ifExists: true)
        op.dropTable("known") { Column("id", .integer).primaryKey(allowsNull: true) }
        op.dropTable(Table("kept") { Column("id", .integer).primaryKey().nullable() }.unlogged())
        op.renameTable("a", to: "b")
        op.createVirtualTable(VirtualTable("notes_fts", using: "fts5", ["body", "content='notes'"]))
        op.dropVirtualTable(VirtualTable("empty", using: "dbstat"))
    }

    private static func alterations(_ op: Operations) {
        op.alterTable("orders") {
            $0.addColumn(Column("mood", .enumeration("mood", values: ["low", "high"])))
            $0.dropColumn("old")
            $0.dropColumn(Column("note", .text).notNull())
            $0.renameColumn("x", to: "y")
            $0.addConstraint(.check(Check("a > 0", name: "ck_a")))
            $0.dropConstraint("ck_b")
            $0.dropConstraint(.unique(Unique(["a"], name: "uq_a")))
            $0.alterConstraint("fk", deferrable: .set(.initiallyDeferred), was: .remove)
            $0.setOptions(to: TableOptionsChange(logged: false), was: TableOptionsChange(logged: true))
            $0.alterColumn("c", to: ColumnChange(nullable: false), was: ColumnChange(nullable: true))
        }
        op.alterTable("single") { $0.dropColumn("x") }
        op.addColumn(Column("a", .text), to: ObjectName("t", schema: "app"), ifNotExists: true)
        op.dropColumn("a", from: "t", ifExists: true)
        op.alterColumn(
            "c",
            of: "t",
            to: ColumnChange(
                type: .decimal(10, 2),
                collation: .set("C"),
                nullable: false,
                default: .set(.value(.decimal("1.50"))),
                comment: .set("new"),
                identity: .set(.init(.always)),
                generated: .set(.init("a + 1"))
            ),
            was: ColumnChange(
                type: .double,
                collation: .remove,
                nullable: true,
                default: .remove,
                comment: .remove,
                identity: .set(.init()),
                generated: .remove
            ),
            using: "c::numeric",
            usingBack: "c::double precision"
        )
        op.renameColumn("a", of: "t", to: "b")
        op.createPrimaryKey("t_pkey", on: "t", columns: ["a", "b"])
        op.createUniqueConstraint("uq", on: "t", columns: ["a"], deferrable: .initiallyImmediate)
        op.createCheckConstraint("ck", on: "t", "a > 0", notValid: true)
        op.createForeignKey(
            "fk",
            on: "t",
            columns: ["a"],
            references: "o",
            ["id"],
            onDelete: .setDefault,
            notValid: true
        )
        op.createExcludeConstraint(
            "ex",
            on: "t",
            [.init("room", with: "="), .init("during", with: "&&")],
            using: "spgist"
        )
        op.addConstraint(.primaryKey(PrimaryKey(["a"], include: ["b"], deferrable: .initiallyDeferred)), to: "t")
        op.addConstraint(.unique(Unique(["a"], name: "u", comment: "why")), to: "t")
        op.dropConstraint("ck", from: "t", ifExists: true)
        op.dropConstraint(.foreignKey(ForeignKey(["a"], references: "o", [], name: "fk")), from: "t")
        op.renameConstraint("a", of: "t", to: "b")
        op.validateConstraint("ck", on: "t")
        op.alterConstraint("fk", of: "t", deferrable: .remove, was: .set(.initiallyImmediate))
        op.setTableOptions(
            of: "t",
            to: TableOptionsChange(
                storage: ["fillfactor": .set("70"), "autovacuum_enabled": .remove],
                rowSecurity: [],
                replicaIdentity: .full
            )
        )
        op.setTableOptions(of: "t", to: TableOptionsChange(sqlite: [.strict, .withoutRowID]))
        op.alterColumn("c", of: "t", to: ColumnChange(nullable: false, onNull: .set(.ignore)))
        op.commentOnTable("t", "what it is", was: .remove)
        op.commentOnColumn("c", of: "t", nil, was: .set("old"))
    }

    private static func indexes(_ op: Operations) {
        op.createIndex("ix", on: "t", columns: ["a", .column("b").descending().nulls(first: true)], unique: true)
        op.createIndex(
            "ix_long",
            on: ObjectName("t", schema: "app"),
            columns: [
                .expression("lower(\"Name\")").collate("\"C\"").operatorClass("text_pattern_ops"),
                .column("v").operatorClass("gist_trgm_ops", ["siglen": "32"]),
            ],
            where: "deleted IS NULL",
            include: ["id"],
            using: "gist",
            nullsNotDistinct: true,
            storage: ["fillfactor": "80"],
            concurrently: true,
            ifNotExists: true
        )
        op.createIndex(Index("ix_c", on: "t", columns: ["a"]).comment("for the search"))
        op.dropIndex("ix", on: "t", concurrently: true)
        op.dropIndex(Index("ix", on: "t", columns: ["a"]), ifExists: true)
        op.renameIndex("a", on: "t", to: "b")
        op.alterIndex("ix", on: "t", storage: ["fillfactor": .set("70")], was: ["fillfactor": .remove])
    }

    private static func objects(_ op: Operations) {
        op.createSchema("app", ifNotExists: true)
        op.dropSchema("app")
        op.createExtension("citext", schema: "app", ifNotExists: true)
        op.createExtension(Extension("vector", version: "0.7.0").comment("for search"))
        op.dropExtension("citext")
        op.dropExtension(Extension("citext"), ifExists: true)
        op.createEnum("mood", values: ["low", "it's \"high\""])
        op.createEnum(EnumType("mood", ["low"]).comment("a mood"))
        op.dropEnum("mood")
        op.dropEnum("mood", values: ["low"])
        op.addEnumValue("calm", to: "mood", .after("low"))
        op.renameEnumValue("low", of: "mood", to: "down")
        op.createDomain(
            Domain("share", .integer, default: 1, nullable: false, checks: [Check("VALUE > 0", name: "positive")])
        )
        op.dropDomain("share")
        op.alterDomain(
            "share",
            nullable: true,
            default: .set(5),
            was: .remove,
            adding: [Check("VALUE < 9", name: "small")],
            dropping: [Check("VALUE > 0", name: "positive")]
        )
        op.createCompositeType(CompositeType("geo", [.init("lat", .double), .init("note", .text, collate: "C")]))
        op.dropCompositeType(CompositeType("geo", []))
        op.alterCompositeType(
            "geo",
            [
                .add(.init("alt", .real)), .drop(.init("note", .text)), .rename("lat", to: "latitude"),
                .alter(.init("lon", .double), was: .init("lon", .real)),
            ]
        )
        op.createSequence(
            NumberSequence("n", type: .integer, start: -1000, cycles: true).owned(by: "t", "c").comment("x")
        )
        op.dropSequence("n", ifExists: true)
        op.dropSequence(NumberSequence("n", start: 5))
        op.alterSequence(
            "n",
            to: SequenceChange(increment: 10, maximum: .remove, cycles: false, owner: .set(.init("t", "c"))),
            was: SequenceChange(increment: 1, maximum: .set(100), cycles: true, owner: .remove)
        )
        op.rename(.policy("own", on: "t"), to: "mine")
        op.renameView("v", to: "w", materialized: true)
        op.renameSequence("n", to: "m")
        op.comment(on: .function("f", "n integer"), "what it does", was: .remove)
        op.comment(on: .constraint("c", onDomain: "share"), nil)
        op.comment(on: .opaque("rule", "keep", on: "t"), "why")
    }

    private static func functions(_ op: Operations) {
        op.createView("v", as: "SELECT \"a\" FROM t WHERE b LIKE 'x\\_%'", materialized: true)
        op.createView(
            View(
                "v",
                columns: ["x"],
                as: "SELECT a\nFROM t\n",
                options: ViewOptions(securityInvoker: true, check: .cascaded)
            )
        )
        op.replaceView("v", as: "SELECT 1", replacing: "SELECT 2")
        op.replaceView(View("v", as: "SELECT 1").comment("one"))
        op.dropView("v", was: "SELECT 1", ifExists: true)
        op.dropView(View("v", as: "SELECT 1", materialized: true, withData: false).storage(["fillfactor": "70"]))
        op.alterView("v", to: ViewOptions(securityBarrier: true), was: ViewOptions())
        op.createFunction(
            Function(
                "stamp",
                "",
                "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    RETURN NEW;\nEND\n$$"
            )
        )
        op.replaceFunction(
            Function("f", "n integer", "CREATE OR REPLACE …"),
            replacing: Function("f", "n integer", "…")
        )
        op.dropFunction("p", "n integer", procedure: true)
        op.dropFunction(Function("f", "", "CREATE …").comment("x"))
        op.createTrigger(Trigger("stamp", on: "t", "CREATE TRIGGER stamp …", state: .always))
        op.dropTrigger("stamp", on: "t")
        op.dropTrigger(Trigger("stamp", on: "t", "CREATE TRIGGER stamp …"))
        op.setTrigger("stamp", on: "t", to: .disabled, was: .enabled)
        op.createPolicy(
            Policy("own", on: "t", permissive: false, for: .update, to: ["clerk", "Boss"], using: "a", check: "b")
        )
        op.dropPolicy("own", on: "t")
        op.dropPolicy(Policy("own", on: "t"))
        op.alterPolicy(Policy("own", on: "t", using: "a"), was: Policy("own", on: "t", using: "b"))
        op.createOpaque(Opaque("rule", "keep", "CREATE RULE keep AS ON DELETE TO t DO INSTEAD NOTHING", on: "t"))
        op.dropOpaque(Opaque("aggregate", "sum", "CREATE AGGREGATE …", drop: "DROP AGGREGATE sum (integer)"))
    }

    private static func rows(_ op: Operations) {
        op.execute("ANALYZE t", touches: ["t"], reverse: "SELECT 1")
        op.execute(SQLText(sqlite: "PRAGMA optimize"))
        op.bulkInsert(into: "t", from: .csv("payloads/t.csv"), onConflict: .update(key: ["id"]))
        op.bulkInsert(
            into: "t",
            [["id": 1, "name": "fox", "data": ["a": [1, nil]], "b": .bytes([0, 255])]],
            key: ["id"]
        )
        op.update("t", set: ["a": nil, "b": .decimal("1.50")], computing: ["c": "a || 'x'"], where: .everyRow)
        op.update(
            "t",
            set: ["a": true],
            where: Field("x") == "y" && Field("z").isNotNull,
            was: ["a": .timestamp("2024-02-29 12:30:00")]
        )
        op.delete(
            from: "t",
            where: .any([Field("a").isOne(of: [1, 2]), .not(Field("b").isLike("x%")), .comparison("c", .less, .null)])
        )
        op.delete(from: "t", where: Field("a") >= 0.5, was: [["a": -1.5, "when": .date("2024-02-29")]])
    }
}
