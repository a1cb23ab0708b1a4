import CacheBridge
import CacheSamples
import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorSystem
import Testing

@testable import Migrator

/// What steps touch, by their operations.
struct StepEffectTests {
    private static let column = Column("c", .integer)

    /// Each kind of operation with what it touches.
    private static let cases:
        [(record: @Sendable (Operations) -> Void, tables: Set<String>?, kind: InvalidationEvent.Kind)] = [
            ({ $0.createTable("t") { Self.column } }, ["t"], .schema),
            ({ $0.dropTable("t") }, ["t"], .schemaAndData),
            ({ $0.renameTable("t", to: "u") }, ["t", "u"], .schema),
            ({ $0.addColumn(Self.column, to: "t") }, ["t"], .schema),
            ({ $0.dropColumn("c", from: "t") }, ["t"], .schema),
            ({ $0.alterColumn("c", of: "t", to: ColumnChange(nullable: false)) }, ["t"], .schema),
            ({ $0.renameColumn("c", of: "t", to: "d") }, ["t"], .schema),
            ({ $0.createIndex("i", on: "t", columns: ["c"]) }, ["t"], .schema),
            ({ $0.dropIndex("i", on: "t") }, ["t"], .schema),
            ({ $0.renameIndex("i", on: "t", to: "j") }, ["t"], .schema),
            ({ $0.createForeignKey("f", on: "t", columns: ["c"], references: "p", ["id"]) }, ["t", "p"], .schema),
            ({ $0.dropConstraint("f", from: "t") }, ["t"], .schema),
            ({ $0.renameConstraint("f", of: "t", to: "g") }, ["t"], .schema),
            ({ $0.validateConstraint("f", on: "t") }, ["t"], .schema),
            ({ $0.commentOnTable("t", "x") }, ["t"], .schema),
            ({ $0.alterTable("t") { $0.addColumn(Self.column) } }, ["t"], .schema),
            ({ $0.createEnum("e", values: ["a"]) }, [], .schema),
            ({ $0.dropEnum("e") }, [], .schema),
            ({ $0.addEnumValue("b", to: "e") }, nil, .schema),
            ({ $0.renameEnumValue("a", of: "e", to: "b") }, nil, .schemaAndData),
            ({ $0.createView("v", as: "SELECT 1") }, ["v"], .schema),
            ({ $0.dropView("v") }, ["v"], .schema),
            ({ $0.createSchema("s") }, [], .schema),
            ({ $0.dropSchema("s") }, [], .schema),
            ({ $0.createSequence(NumberSequence("q")) }, [], .schema),
            ({ $0.dropSequence("q") }, [], .schema),
            ({ $0.execute("UPDATE t SET c = 1") }, nil, .schemaAndData),
            ({ $0.perform("p") { _ in } }, nil, .schemaAndData),
            ({ $0.bulkInsert(into: "t", [["c": 1]]) }, ["t"], .data),
            ({ $0.record(.removeRows(Self.removal)) }, ["t"], .data),
            ({ $0.update("t", set: ["c": 1], where: Field("c") == 2) }, ["t"], .data),
            ({ $0.delete(from: "t", where: Field("c") == 2) }, ["t"], .data),
            ({ $0.renameView("v", to: "w") }, ["v", "w"], .schema),
            ({ $0.comment(on: .policy("p", on: "t"), "x") }, ["t"], .schema),
            ({ $0.alterConstraint("f", of: "t", deferrable: .remove) }, ["t"], .schema),
            ({ $0.alterIndex("i", on: "t", storage: ["fillfactor": .remove]) }, ["t"], .schema),
            ({ $0.setTableOptions(of: "t", to: TableOptionsChange(logged: false)) }, ["t"], .schema),
            ({ $0.alterView("v", to: ViewOptions()) }, ["v"], .schema),
            ({ $0.alterSequence("q", to: SequenceChange(cache: 5)) }, [], .schema),
            ({ $0.createDomain(Domain("d", .text)) }, [], .schema),
            ({ $0.dropDomain("d") }, [], .schema),
            ({ $0.alterDomain("d", nullable: false) }, nil, .schema),
            ({ $0.createCompositeType(CompositeType("p", [])) }, [], .schema),
            ({ $0.dropCompositeType("p") }, [], .schema),
            ({ $0.alterCompositeType("p", [.rename("a", to: "b")]) }, nil, .schema),
            ({ $0.createExtension("citext") }, [], .schema),
            ({ $0.dropExtension("citext") }, [], .schema),
            ({ $0.createFunction(Function("f", "", "SELECT 1")) }, [], .schema),
            ({ $0.dropFunction("f") }, [], .schema),
            ({ $0.createTrigger(Trigger("g", on: "t", "SELECT 1")) }, ["t"], .schema),
            ({ $0.dropTrigger("g", on: "t") }, ["t"], .schema),
            ({ $0.setTrigger("g", on: "t", to: .disabled) }, ["t"], .schema),
            ({ $0.createPolicy(Policy("p", on: "t")) }, ["t"], .schema),
            ({ $0.dropPolicy("p", on: "t") }, ["t"], .schema),
            ({ $0.alterPolicy(Policy("p", on: "t")) }, ["t"], .schema),
            ({ $0.createVirtualTable(VirtualTable("t", using: "fts5")) }, ["t"], .schema),
            ({ $0.dropVirtualTable(VirtualTable("t", using: "fts5")) }, ["t"], .schemaAndData),
            ({ $0.createOpaque(Opaque("rule", "r", "SELECT 1")) }, nil, .schemaAndData),
            ({ $0.dropOpaque(Opaque("rule", "r", "SELECT 1")) }, nil, .schemaAndData),
        ]

    private static var removal: RemoveRows {
        let op = Operations()
        op.bulkInsert(into: "t", [["c": 1]], key: ["c"])
        guard case .removeRows(let rows)? = (try? op.recorded.first?.reversed())?.first else {
            preconditionFailure("a bulk insert with a key is taken back by removing its rows")
        }
        return rows
    }

    /// A name for each kind; a new one must be added here, and to the cases.
    private static func name(_ operation: Operation) -> Int {
        switch operation {
        case .createTable: 0
        case .dropTable: 1
        case .renameTable: 2
        case .addColumn: 3
        case .dropColumn: 4
        case .alterColumn: 5
        case .renameColumn: 6
        case .createIndex: 7
        case .dropIndex: 8
        case .renameIndex: 9
        case .addConstraint: 10
        case .dropConstraint: 11
        case .renameConstraint: 12
        case .validateConstraint: 13
        case .comment: 14
        case .alterTable: 15
        case .createEnum: 16
        case .dropEnum: 17
        case .addEnumValue: 18
        case .renameEnumValue: 19
        case .createView: 20
        case .dropView: 21
        case .createSchema: 22
        case .dropSchema: 23
        case .createSequence: 24
        case .dropSequence: 25
        case .execute: 26
        case .perform: 27
        case .bulkInsert: 28
        case .removeRows: 29
        case .update: 30
        case .delete: 31
        case .renameObject: 32
        case .commentOnObject: 33
        case .alterConstraint: 34
        case .alterIndex: 35
        case .setTableOptions: 36
        case .alterView: 37
        case .alterSequence: 38
        case .createDomain: 39
        case .dropDomain: 40
        case .alterDomain: 41
        case .createCompositeType: 42
        case .dropCompositeType: 43
        case .alterCompositeType: 44
        case .createExtension: 45
        case .dropExtension: 46
        case .createFunction: 47
        case .dropFunction: 48
        case .createTrigger: 49
        case .dropTrigger: 50
        case .setTriggerState: 51
        case .createPolicy: 52
        case .dropPolicy: 53
        case .alterPolicy: 54
        case .createVirtualTable: 55
        case .dropVirtualTable: 56
        case .createOpaque: 57
        case .dropOpaque: 58
        }
    }

    @Test(arguments: [DatabaseKind.postgres, .sqlite])
    func eachOperationSaysWhatItTouches(_ kind: DatabaseKind) throws {
        var seen: [Int] = []
        for (record, tables, expected) in Self.cases {
            let op = Operations()
            record(op)
            let operation = try #require(op.recorded.first)
            seen.append(Self.name(operation))
            let effect = StepEffect(of: op.recorded, on: try kind.dialect())
            #expect(Self.names(effect.tables) == tables, "\(operation.summary)")
            #expect(effect.kind == expected, "\(operation.summary)")
            let redefined = Self.names(effect.redefined)
            #expect(redefined == (expected.touchesSchema ? tables ?? [] : []), "\(operation.summary)")
        }
        #expect(seen == Array(0...58))
    }

    private static func names(_ tables: Set<ExactText>?) -> Set<String>? {
        tables.map { Set($0.map(\.text)) }
    }

    private func effect(
        _ dialect: any Dialect = SQLiteDialect(isTransactional: true),
        _ record: (Operations) -> Void
    ) -> StepEffect {
        let op = Operations()
        record(op)
        return StepEffect(of: op.recorded, on: dialect)
    }

    @Test func statementsThatNameTheirTablesChangeRowsAloneIfTheirTextShowsNoMore() {
        let rows = effect { $0.execute("UPDATE t SET c = 1; DELETE FROM t", touches: ["t"]) }
        #expect(Self.names(rows.tables) == ["t"] && rows.kind == .data)
        let both = effect { $0.execute("UPDATE t SET c = 1; ALTER TABLE t ADD d int", touches: ["t"]) }
        #expect(Self.names(both.tables) == ["t"] && both.kind == .schemaAndData)
        let unknown = effect { $0.execute("VACUUM", touches: ["t"]) }
        #expect(Self.names(unknown.tables) == ["t"] && unknown.kind == .schemaAndData)
    }

    @Test func aTextForTheOtherDatabaseTouchesNothing() {
        let only = SQLText(postgres: "UPDATE t SET c = 1")
        #expect(Self.names(effect { $0.execute(only) }.tables) == [])
        #expect(effect(PostgresDialect(isTransactional: true)) { $0.execute(only) }.tables == nil)
    }

    @Test func oneThatDoesNotSayMakesTheWholeStepTouchEverything() {
        let effect = effect { op in
            op.bulkInsert(into: "t", [["c": 1]])
            op.execute("SELECT refresh()")
        }
        #expect(effect.tables == nil)
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["t"])
        dependencies.declare(.namingConfig, reads: ["u"])
        let event = InvalidationEvent(uuid: "x", revision: "r", .upgrade, effect, dependencies)
        #expect(event.namespaces == ["naming_config", "naming_spirits"])
        #expect(event.versionTable == nil)
        let table = VersionTable(name: TableName("va"))
        let other = InvalidationEvent(uuid: "x", revision: "r", .upgrade, effect, dependencies, table)
        #expect(other.versionTable == "va")
        #expect(event.tables.isEmpty && event.dropPrepared.isEmpty && event.kind == .schemaAndData)
    }

    @Test func rowsMakeStaleWhoReadsThemAndSchemaEveryone() {
        var dependencies = NamespaceDependencies()
        dependencies.declare(.namingSpirits, reads: ["t", "v"])
        dependencies.declare(.namingConfig, reads: ["u"])
        func event(_ record: (Operations) -> Void) -> InvalidationEvent {
            InvalidationEvent(uuid: "x", revision: "r", .downgrade, effect { record($0) }, dependencies)
        }
        #expect(
            event { $0.bulkInsert(into: ObjectName("T", schema: "app"), [["c": 1]]) }.namespaces == ["naming_spirits"]
        )
        #expect(event { $0.delete(from: "none", where: Field("c") == 1) }.namespaces == [])
        let schema = event { $0.addColumn(Self.column, to: "none") }
        #expect(schema.namespaces == ["naming_config", "naming_spirits"] && schema.dropPrepared == ["none"])
        let nothing = event { _ in }
        #expect(nothing.kind == .data && nothing.namespaces == [] && nothing.direction == .downgrade)
        let stamp = InvalidationEvent(uuid: "x", revision: nil, .stamp, .stamp, dependencies)
        #expect(stamp.namespaces == ["naming_config", "naming_spirits"] && stamp.kind == .schema)
    }
}
