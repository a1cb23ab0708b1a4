import MigrationDSL
import Testing

/// Which operations reverse, and into what.
struct ReversalTests {
    private func record(_ body: (Operations) -> Void) -> [Operation] {
        let op = Operations()
        body(op)
        return op.recorded
    }

    private func text(_ operations: [Operation]) -> String {
        operations.canonicalText { sql, _ in sql }
    }

    /// Operations that are the same again after being reversed twice.
    static let reversible: [(String, @Sendable (Operations) -> Void)] = [
        ("createTable", { $0.createTable("t") { Column("id", .uuid).primaryKey() } }),
        ("dropTable", { $0.dropTable("t", was: { Column("id", .uuid).primaryKey() }) }),
        ("renameTable", { $0.renameTable("a", to: "b") }),
        ("addColumn", { $0.addColumn(Column("c", .text).notNull().default("x"), to: "t") }),
        ("dropColumn", { $0.dropColumn(Column("c", .text), from: "t") }),
        ("renameColumn", { $0.renameColumn("a", of: "t", to: "b") }),
        (
            "alterColumn",
            {
                $0.alterColumn(
                    "c",
                    of: "t",
                    to: ColumnChange(
                        type: .string(20),
                        collation: .set("C"),
                        nullable: false,
                        default: .set("x"),
                        comment: .remove
                    ),
                    was: ColumnChange(
                        type: .text,
                        collation: .remove,
                        nullable: true,
                        default: .remove,
                        comment: .set("old")
                    ),
                    using: "c::varchar",
                    usingBack: "c::text"
                )
            }
        ),
        ("createIndex", { $0.createIndex("ix", on: "t", columns: ["a"], unique: true, where: "a > 0") }),
        ("dropIndex", { $0.dropIndex(Index("ix", on: "t", columns: [.expression("lower(a)")])) }),
        ("renameIndex", { $0.renameIndex("a", on: "t", to: "b") }),
        ("createUniqueConstraint", { $0.createUniqueConstraint("uq", on: "t", columns: ["a"]) }),
        ("dropConstraint", { $0.dropConstraint(.check(Check("a > 0", name: "ck")), from: "t") }),
        ("renameConstraint", { $0.renameConstraint("a", of: "t", to: "b") }),
        ("comment", { $0.commentOnTable("t", "new", was: .set("old")) }),
        ("createEnum", { $0.createEnum("mood", values: ["calm", "fierce"]) }),
        ("dropEnum", { $0.dropEnum("mood", values: ["calm"]) }),
        ("renameEnumValue", { $0.renameEnumValue("a", of: "mood", to: "b") }),
        ("createView", { $0.createView("v", as: "SELECT 1") }),
        ("replaceView", { $0.replaceView("v", as: "SELECT 2", replacing: "SELECT 1") }),
        ("dropView", { $0.dropView("v", was: "SELECT 1") }),
        ("createSchema", { $0.createSchema("s") }),
        ("dropSchema", { $0.dropSchema("s") }),
        ("createSequence", { $0.createSequence(NumberSequence("n", start: 5)) }),
        ("dropSequence", { $0.dropSequence(NumberSequence("n", start: 5)) }),
        ("execute", { $0.execute("SELECT 1", touches: [], reverse: "SELECT 2") }),
        ("perform", { $0.perform("p", reverse: { _ in }) { _ in } }),
        ("bulkInsert", { $0.bulkInsert(into: "t", [["id": 1]], key: ["id"]) }),
        ("update", { $0.update("t", set: ["a": 1], where: Field("b") == 2, was: ["a": 0]) }),
        (
            "update with an expression",
            { $0.update("t", set: ["a": 1], computing: ["c": "a + 1"], where: Field("b") == 2, was: ["a": 0, "c": 0]) }
        ),
        (
            "alterTable",
            {
                $0.alterTable("t") { table in
                    table.addColumn(Column("a", .text))
                    table.renameColumn("b", to: "c")
                }
            }
        ),
    ]

    @Test(arguments: reversible.indices)
    func reversesTwiceIntoItself(_ index: Int) throws {
        let (name, body) = Self.reversible[index]
        let operations = record(body)
        let back = try operations.reversedOperations()
        // A closure is known by its name alone, both ways.
        if name != "perform" { #expect(text(back) != text(operations), "\(name)") }
        #expect(text(try back.reversedOperations()) == text(operations), "\(name)")
    }

    /// Operations that cannot be reversed, and a part of the reason.
    static let irreversible: [(String, @Sendable (Operations) -> Void)] = [
        ("definition", { $0.dropTable("t") }),
        ("definition", { $0.dropColumn("c", from: "t") }),
        ("definition", { $0.dropIndex("ix", on: "t") }),
        ("definition", { $0.dropConstraint("ck", from: "t") }),
        ("was:", { $0.alterColumn("c", of: "t", to: ColumnChange(nullable: false)) }),
        (
            "former type",
            {
                $0.alterColumn(
                    "c",
                    of: "t",
                    to: ColumnChange(type: .text, nullable: false),
                    was: ColumnChange(nullable: true)
                )
            }
        ),
        ("values", { $0.dropEnum("mood") }),
        ("cannot remove a value", { $0.addEnumValue("x", to: "mood") }),
        ("query", { $0.dropView("v") }),
        ("reverse:", { $0.execute("SELECT 1") }),
        ("reverse:", { $0.perform("p") { _ in } }),
        ("key:", { $0.bulkInsert(into: "t", [["id": 1]]) }),
        ("there before", { $0.bulkInsert(into: "t", [["id": 1]], onConflict: .doNothing, key: ["id"]) }),
        ("was:", { $0.update("t", set: ["a": 1], where: .everyRow) }),
        ("very columns", { $0.update("t", set: ["a": 1], where: .everyRow, was: ["b": 1]) }),
        ("very columns", { $0.update("t", computing: ["a": "b"], where: .everyRow, was: ["b": 1]) }),
        (
            "was:",
            { op in
                op.addColumn(Column("a", .text), to: "t")
                op.update("t", set: ["a": 1, "b": 1], where: .everyRow)
            }
        ),
        (
            "was:",
            { op in
                op.update("t", set: ["a": 1], where: .everyRow)
                op.addColumn(Column("a", .text), to: "t")
            }
        ),
        (
            "was:",
            { op in
                op.addColumn(Column("a", .text), to: "t")
                op.renameColumn("a", of: "t", to: "b")
                op.update("t", set: ["a": 1], where: .everyRow)
            }
        ),
        ("finds its rows", { $0.update("t", set: ["a": 1], where: Field("a") == 0, was: ["a": 0]) }),
        ("was:", { $0.delete(from: "t", where: Field("a") == 1) }),
        ("ifNotExists", { $0.createTable("t", ifNotExists: true) { Column("id", .uuid) } }),
        ("without a name", { $0.addConstraint(.check(Check("a > 0")), to: "t") }),
    ]

    @Test(arguments: irreversible.indices)
    func saysWhyItCannotBeReversed(_ index: Int) throws {
        let (reason, body) = Self.irreversible[index]
        let operations = record(body)
        let error = #expect(throws: Irreversible.self) { try operations.reversedOperations() }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func rowsOfATableThatTheRevisionMakesNeedNoKey() throws {
        let operations = record { op in
            op.createTable("t") { Column("id", .uuid).primaryKey() }
            op.createIndex("ix", on: "t", columns: ["id"])
            op.bulkInsert(into: "t", [["id": 1]])
            op.update("t", set: ["id": 2], where: .everyRow)
        }
        let back = try operations.reversedOperations()
        #expect(back.map(\.summary) == ["drop index ix", "drop table t"])
    }

    /// Revisions whose updates need no reversal, and what undoes them.
    static let backfills: [(@Sendable (Operations) -> Void, [String])] = [
        (
            { op in
                op.addColumn(Column("a", .text), to: "t")
                op.update("t", computing: ["a": "b || c"], where: Field("a").isNull)
                op.alterColumn("a", of: "t", to: ColumnChange(nullable: false), was: ColumnChange(nullable: true))
            }, ["alter column t.a", "drop column t.a"]
        ),
        (
            { op in
                op.alterTable("t") { table in
                    table.addColumn(Column("a", .text))
                    table.addColumn(Column("b", .text))
                }
                op.update("t", set: ["a": 1], computing: ["b": "c"], where: .everyRow)
            }, ["alter table t"]
        ),
        (
            { op in
                op.addColumn(Column("a", .text), to: "t")
                op.renameColumn("a", of: "t", to: "b")
                op.renameTable("t", to: "u")
                op.update("u", set: ["b": 1], where: Field("b").isNull)
            }, ["rename table u to t", "rename column t.b to a", "drop column t.a"]
        ),
    ]

    @Test(arguments: backfills.indices)
    func valuesOfAColumnThatTheRevisionAddsNeedNoReversal(_ index: Int) throws {
        let (body, back) = Self.backfills[index]
        #expect(try record(body).reversedOperations().map(\.summary) == back)
    }

    @Test func rowsLoadedBeforeTheTableWasMadeAreNotForgotten() {
        let operations = record { op in
            op.bulkInsert(into: "t", [["id": 1]])
            op.renameTable("t", to: "old")
            op.createTable("t") { Column("id", .uuid).primaryKey() }
        }
        #expect(throws: Irreversible.self) { try operations.reversedOperations() }
    }

    @Test func reversesInReverseOrder() throws {
        let operations = record { op in
            op.addColumn(Column("a", .text), to: "t")
            op.renameTable("t", to: "u")
        }
        #expect(try operations.reversedOperations().map(\.summary) == ["rename table u to t", "drop column t.a"])
    }
}
