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

    @Test(arguments: [DatabaseKind.postgres, .sqlite])
    func eachOperationSaysWhatItTouches(_ kind: DatabaseKind) throws {
        for sample in OperationSample.all {
            let (tables, summary) = (sample.tables, sample.operation.summary)
            let effect = StepEffect(of: [sample.operation], on: try kind.dialect())
            #expect(Self.names(effect.tables) == tables, "\(summary)")
            #expect(effect.kind == sample.change, "\(summary)")
            let redefined = Self.names(effect.redefined)
            #expect(redefined == (sample.change.touchesSchema ? tables ?? [] : []), "\(summary)")
        }
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
