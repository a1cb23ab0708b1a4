import MigrationDSL
import Testing

/// Which operations on objects beside tables reverse, and why others cannot.
struct ObjectReversalTests {
    private func record(_ body: (Operations) -> Void) -> [MigrationDSL.Operation] {
        let op = Operations()
        body(op)
        return op.recorded
    }

    private func text(_ operations: [MigrationDSL.Operation]) -> String {
        operations.canonicalText { sql, _ in sql }
    }

    /// Operations that are the same again after being reversed twice.
    static let reversible: [(String, @Sendable (Operations) -> Void)] = [
        ("renameObject", { $0.renameView("a", to: "b") }),
        ("rename of a constraint of a domain", { $0.rename(.constraint("a", onDomain: "d"), to: "b") }),
        ("commentOn", { $0.comment(on: .index("i", on: "t"), "new", was: .set("old")) }),
        ("alterConstraint", { $0.alterConstraint("f", of: "t", deferrable: .set(.initiallyDeferred), was: .remove) }),
        (
            "alterIndex",
            { $0.alterIndex("i", on: "t", storage: ["fillfactor": .set("70")], was: ["fillfactor": .remove]) }
        ),
        (
            "setTableOptions",
            {
                $0.setTableOptions(
                    of: "t",
                    to: TableOptionsChange(logged: false, storage: ["fillfactor": .set("70")], rowSecurity: .enabled),
                    was: TableOptionsChange(logged: true, storage: ["fillfactor": .remove], rowSecurity: [])
                )
            }
        ),
        (
            "setTableOptions of SQLite",
            {
                $0.setTableOptions(
                    of: "t",
                    to: TableOptionsChange(sqlite: .strict),
                    was: TableOptionsChange(sqlite: .withoutRowID)
                )
            }
        ),
        (
            "alterColumn's conflict",
            { $0.alterColumn("c", of: "t", to: ColumnChange(onNull: .set(.fail)), was: ColumnChange(onNull: .remove)) }
        ),
        ("alterView", { $0.alterView("v", to: ViewOptions(check: .local), was: ViewOptions()) }),
        (
            "alterSequence",
            { $0.alterSequence("n", to: SequenceChange(maximum: .set(9)), was: SequenceChange(maximum: .remove)) }
        ),
        ("createDomain", { $0.createDomain(Domain("d", .text)) }),
        ("dropDomain", { $0.dropDomain(Domain("d", .text)) }),
        (
            "alterDomain",
            {
                $0.alterDomain(
                    "d",
                    nullable: false,
                    default: .set(1),
                    was: .remove,
                    adding: [Check("VALUE > 0", name: "c")]
                )
            }
        ),
        ("createCompositeType", { $0.createCompositeType(CompositeType("p", [.init("a", .text)])) }),
        ("dropCompositeType", { $0.dropCompositeType(CompositeType("p", [.init("a", .text)])) }),
        (
            "alterCompositeType",
            {
                $0.alterCompositeType(
                    "p",
                    [
                        .add(.init("a", .text)), .rename("b", to: "c"),
                        .alter(.init("d", .text), was: .init("d", .integer)),
                    ]
                )
            }
        ),
        ("createExtension", { $0.createExtension("citext") }),
        ("dropExtension", { $0.dropExtension(Extension("citext")) }),
        ("createFunction", { $0.createFunction(Function("f", "int", "CREATE FUNCTION f(int) …")) }),
        (
            "replaceFunction",
            { $0.replaceFunction(Function("f", "int", "new"), replacing: Function("f", "int", "old")) }
        ),
        ("dropFunction", { $0.dropFunction(Function("f", "int", "CREATE FUNCTION f(int) …")) }),
        ("createTrigger", { $0.createTrigger(Trigger("g", on: "t", "CREATE TRIGGER g …")) }),
        ("dropTrigger", { $0.dropTrigger(Trigger("g", on: "t", "CREATE TRIGGER g …")) }),
        ("setTriggerState", { $0.setTrigger("g", on: "t", to: .disabled, was: .enabled) }),
        ("createPolicy", { $0.createPolicy(Policy("p", on: "t", using: "true")) }),
        ("dropPolicy", { $0.dropPolicy(Policy("p", on: "t", using: "true")) }),
        ("alterPolicy", { $0.alterPolicy(Policy("p", on: "t", using: "a"), was: Policy("p", on: "t", using: "b")) }),
        ("createVirtualTable", { $0.createVirtualTable(VirtualTable("f", using: "fts5", ["body"])) }),
        ("dropVirtualTable", { $0.dropVirtualTable(VirtualTable("f", using: "fts5", ["body"])) }),
        ("createOpaque", { $0.createOpaque(Opaque("rule", "r", "CREATE RULE r …", on: "t")) }),
        ("dropOpaque", { $0.dropOpaque(Opaque("rule", "r", "CREATE RULE r …", on: "t")) }),
        ("createEnum of a definition", { $0.createEnum(EnumType("mood", ["low"])) }),
        ("dropEnum of a definition", { $0.dropEnum(EnumType("mood", ["low"])) }),
        ("dropTable of a definition", { $0.dropTable(Table("t") { Column("id", .uuid) }.unlogged()) }),
        ("dropView of a definition", { $0.dropView(View("v", columns: ["x"], as: "SELECT 1")) }),
        (
            "alterColumn",
            {
                $0.alterColumn(
                    "c",
                    of: "t",
                    to: ColumnChange(identity: .set(.init(.always)), generated: .remove),
                    was: ColumnChange(identity: .remove, generated: .set(.init("a + 1")))
                )
            }
        ),
    ]

    @Test(arguments: reversible.indices)
    func reversesTwiceIntoItself(_ index: Int) throws {
        let (name, body) = Self.reversible[index]
        let operations = record(body)
        let back = try operations.reversedOperations()
        #expect(text(back) != text(operations), "\(name)")
        #expect(text(try back.reversedOperations()) == text(operations), "\(name)")
    }

    /// Operations that cannot be reversed, and a part of the reason.
    static let irreversible: [(String, @Sendable (Operations) -> Void)] = [
        ("definition", { $0.dropDomain("d") }),
        ("definition", { $0.dropCompositeType("p") }),
        ("definition", { $0.dropExtension("citext") }),
        ("definition", { $0.dropFunction("f") }),
        ("definition", { $0.dropTrigger("g", on: "t") }),
        ("definition", { $0.dropPolicy("p", on: "t") }),
        ("was:", { $0.comment(on: .view("v"), "x") }),
        ("was:", { $0.alterConstraint("f", of: "t", deferrable: .remove) }),
        ("was:", { $0.alterIndex("i", on: "t", storage: ["fillfactor": .remove]) }),
        ("was:", { $0.setTableOptions(of: "t", to: TableOptionsChange(logged: false)) }),
        ("was:", { $0.alterView("v", to: ViewOptions()) }),
        ("was:", { $0.alterSequence("n", to: SequenceChange(cache: 1)) }),
        ("was:", { $0.alterDomain("d", default: .remove) }),
        ("was:", { $0.setTrigger("g", on: "t", to: .disabled) }),
        ("was:", { $0.alterPolicy(Policy("p", on: "t")) }),
        (
            "former storage",
            { $0.setTableOptions(of: "t", to: .init(storage: ["a": .remove]), was: .init(storage: ["b": .remove])) }
        ),
        (
            "former sqlite",
            { $0.setTableOptions(of: "t", to: .init(sqlite: .strict), was: .init(logged: true)) }
        ),
        (
            "former maximum",
            { $0.alterSequence("n", to: SequenceChange(maximum: .remove), was: SequenceChange(cache: 1)) }
        ),
        (
            "former identity",
            { $0.alterColumn("c", of: "t", to: ColumnChange(identity: .remove), was: ColumnChange(nullable: true)) }
        ),
        ("replacing", { $0.replaceFunction(Function("f", "", "new")) }),
        ("with a name", { $0.alterDomain("d", adding: [Check("VALUE > 0")]) }),
        ("ifNotExists", { $0.createExtension("citext", ifNotExists: true) }),
    ]

    @Test(arguments: irreversible.indices)
    func saysWhyItCannotBeReversed(_ index: Int) throws {
        let (reason, body) = Self.irreversible[index]
        let operations = record(body)
        let error = #expect(throws: Irreversible.self) { try operations.reversedOperations() }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }
}
