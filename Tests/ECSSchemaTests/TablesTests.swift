import AgentsMigrations
import CachedQueries
import ECSMigrations
import Foundation
import MigrationDSL
import Migrator
import NamingMigrations
import Testing

@testable import ECSSchema

/// The tables as values against the recorded operations of the whole history.
@Suite struct TablesTests {
    private struct Replayed {
        var tables: [String: Table] = [:]
        var indexes: [String: Index] = [:]
    }

    /// Replays operations; what it does not know of makes it fail, so that nobody forgets it.
    private func replay() throws -> Replayed {
        let registries = [NamingMigrations.revisions, ECSMigrations.revisions, AgentsMigrations.revisions]
        var left = registries.flatMap(\.entries).map(\.type)
        var done: Set<RevisionID> = []
        var replayed = Replayed()
        while !left.isEmpty {
            let index = try #require(left.firstIndex { done.isSuperset(of: $0.parents) })
            let type = left.remove(at: index)
            done.insert(type.id)
            let operations = Operations()
            type.init().upgrade(operations)
            for operation in operations.recorded {
                switch operation.details {
                case let details as CreateTable: replayed.tables[details.table.name.name] = details.table
                case let details as CreateIndex: replayed.indexes[details.index.name] = details.index
                case is BulkInsert, is UpdateRows, is DeleteRows, is RemoveRows: break
                default: Issue.record("\(type.id) does what this test cannot replay: \(operation.summary)")
                }
            }
        }
        return replayed
    }

    @Test func theTablesAreThoseOfTheHistory() throws {
        let replayed = try replay()
        #expect(Set(ECSTables.all.map(\.name)) == Set(replayed.tables.keys))
        for definition in ECSTables.all {
            let table = try #require(replayed.tables[definition.name])
            #expect(definition.table.columns.map(\.name) == table.columns.map(\.name), "\(definition.name)")
            for (own, other) in zip(definition.table.columns, table.columns) {
                #expect(own == other, "\(definition.name).\(own.name)")
            }
            #expect(definition.table.tableConstraints == table.tableConstraints, "\(definition.name)")
            #expect(definition.table == table, "\(definition.name)")
        }
    }

    @Test func theIndexesAreThoseOfTheHistory() throws {
        let replayed = try replay()
        let own = ECSTables.all.flatMap(\.indexes)
        #expect(Set(own.map(\.name)) == Set(replayed.indexes.keys))
        for definition in ECSTables.all {
            for index in definition.indexes {
                #expect(index.table.name == definition.name)
                #expect(index == replayed.indexes[index.name], "\(index.name)")
            }
        }
    }

    @Test func theDeclaredSchemaIsTheTablesAndTheIndexesOfTheHistory() throws {
        let replayed = try replay()
        let declared = DeclaredSchema.ecs.objects
        let made = replayed.tables.values.map(SchemaObject.table) + replayed.indexes.values.map(SchemaObject.index)
        #expect(Set(declared.map(\.object)) == Set(made))
        #expect(DeclaredSchema.ecs.problems() == [])
        #expect(DeclaredSchema.ecs.problems(foldsCase: true) == [])
    }

    @Test func eachTableIsDeclaredWhereItIsWritten() {
        let places = Set(ECSTables.agents.declared(at: SourceLocation(file: "elsewhere", line: 1)).map(\.location))
        #expect(places.count == 1)
        #expect(places.first?.file == "ECSSchema/AgentTables.swift")
    }

    @Test func parentsStandBeforeWhatRefersToThem() {
        var seen: Set<String> = []
        for definition in ECSTables.all {
            #expect(seen.isSuperset(of: definition.cascadingParents), "\(definition.name)")
            seen.insert(definition.name)
        }
    }

    @Test func deletingAnAgentReachesAllThatIsItsOwn() {
        #expect(ECSTables.deletion(from: "naming_spirits") == ["naming_spirits"])
        #expect(ECSTables.deletion(from: "agents").count == 12)
        #expect(ECSTables.deletion(from: "agents").isSuperset(of: ["agent_positions", "ability_traits"]))
    }

    @Test func recordsHaveAllColumnsOfTheirTables() {
        func check<Checked: ECSRecord>(_ record: Checked) {
            #expect(record.values.map(\.column) == Checked.definition.table.columns.map(\.name))
        }
        check(Samples.spirit("fox"))
        check(Samples.component("suffix", "x"))
        check(NamingConfig(key: "k", value: JSONText("1")))
        check(Samples.template("fox", "new"))
        check(TraitCombination(spirit: "fox", firstTrait: "a", secondTrait: "b"))
        check(Samples.agent("a"))
        check(AgentPosition(agentID: Samples.agent("a").id))
        check(AgentInteraction(senderID: .init(), receiverID: .init(), type: "greeting"))
    }
}
