import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import Testing

/// What the queries give, on both databases.
@Suite struct QueriesTests {
    @Test(arguments: Kind.there) func namingIsReadAsItIs(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let database = Process(bench).database
            let spirits = try await database.namingSpirits()
            #expect(spirits.count == 50 && spirits.map(\.name) == spirits.map(\.name).sorted())
            let fox = try #require(spirits.first { $0.name == "fox" })
            #expect(fox.category == "canines_and_foxes" && fox.generationNumbers == [3, 7, 13, 21, 34, 55, 89])
            #expect(fox.baseNames == ["Reynard", "Kitsune", "Vulpine", "Fennec", "Sionnach", "Volpone"])
            #expect(fox.traits.count == 5 && fox.enabled == true && fox.weight == 1 && fox.createdAt != nil)

            let suffixes = try await database.namingComponents(ofType: "suffix")
            #expect(suffixes.map(\.name) == ["exo", "foundation", "hybrid"])
            #expect(suffixes.map(\.value) == ["Guard", "Prime", "Quantum"])
            let metadata: [String: String] = try #require(suffixes.first?.metadata).decoded()
            #expect(!metadata.isEmpty)

            let style: String = try #require(try await database.namingConfig("default_style")).value.decoded()
            #expect(style == "foundation")
            let numbers: [String: [Int]] = try #require(
                try await database.namingConfig("generation_sequence")
            ).value.decoded()
            #expect(numbers["wolf"] == [8, 16, 24, 32, 40, 48, 56])
            #expect(try await database.namingConfig().map(\.key) == ["default_style", "generation_sequence"])
            #expect(try await database.namingConfig("no such key") == nil)
        }
    }

    @Test(arguments: Kind.there) func templatesAndCombinationsAreOfTheirSpirit(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let database = Process(bench).database
            let template = try #require(try await database.agentTemplate(spirit: "fox", style: "exo"))
            #expect(template.spirit == "fox" && template.style == "exo" && template.suffix == "Guard")
            #expect(!template.traits.isEmpty && template.enabled)
            #expect(try await database.agentTemplate(spirit: "fox", style: "no such style") == nil)

            let combinations = try await database.traitCombinations(ofSpirit: "fox")
            #expect(combinations.count == 10 && combinations.allSatisfy { $0.spirit == "fox" })
            #expect(combinations.map(\.weight) == combinations.map(\.weight).sorted(by: >))
        }
    }

    @Test(arguments: Kind.there) func anAgentIsReadWithAllThatIsItsOwn(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let database = Process(bench).database
            let (ann, bob) = (Samples.agent("ann"), Samples.agent("bob"))
            let interaction = AgentInteraction(
                senderID: ann.id,
                receiverID: bob.id,
                type: "greeting",
                message: "it's \"me\"",
                energyLevel: 0.5
            )
            let position = AgentPosition(agentID: ann.id, x: 1.5, y: -2, velocityX: 0.1)
            try await database.write { transaction in
                try await transaction.save(ann)
                try await transaction.save(bob)
                try await transaction.setTrait("speed", .ability, of: ann.id, to: 0.75)
                try await transaction.setTrait("height", .physical, of: ann.id, to: 2)
                try await transaction.setTrait("speed", .ability, of: ann.id, to: 0.8)
                try await transaction.save(interaction)
                try await transaction.save(position)
            }
            let agent = try #require(try await database.agent(ann.id))
            #expect(agent.agentID == "ann" && agent.generation == 7 && agent.active == true)
            #expect(agent.createdAt != nil && agent.lastActivity != nil)
            #expect(
                try await database.traits(of: ann.id)
                    == AgentTraits(physical: ["height": 2], ability: ["speed": 0.8])
            )
            let there = try #require(try await database.position(of: ann.id))
            #expect(there.id == position.id && there.x == 1.5 && there.y == -2 && there.targetX == nil)
            let sent = try await database.interactions(of: ann.id)
            #expect(sent.map(\.id) == [interaction.id] && sent.first?.message == "it's \"me\"")
            #expect(try await database.interactions(of: bob.id) == sent)
            let relationship = try #require(try await database.relationships(of: bob.id).first)
            #expect(relationship.otherID == ann.id && relationship.sent == 0 && relationship.received == 1)
            #expect(relationship.meanEnergy == 0.5 && relationship.lastAt == sent.first?.createdAt)
            #expect(try await database.position(of: bob.id) == nil)
        }
    }

    @Test(arguments: Kind.there) func onlyTheLatestInteractionsAreGiven(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let database = Process(bench).database
            let (ann, bob) = (Samples.agent("ann"), Samples.agent("bob"))
            try await database.write { transaction in
                try await transaction.save(ann)
                try await transaction.save(bob)
                for index in 0..<(ECSQueries.interactionLimit + 5) {
                    try await transaction.save(
                        AgentInteraction(
                            senderID: index.isMultiple(of: 2) ? ann.id : bob.id,
                            receiverID: index == 0 ? ann.id : index.isMultiple(of: 2) ? bob.id : ann.id,
                            type: "\(index)",
                            createdAt: Timestamp(microseconds: Int64(index) * 1_000_000)
                        )
                    )
                }
            }
            let latest = try await database.interactions(of: [ann.id, bob.id])
            for id in [ann.id, bob.id] {
                #expect(latest[id]?.map(\.type) == (5..<105).reversed().map(String.init))
            }
            let relationships = try await database.relationships(of: ann.id)
            #expect(relationships.count == 2, "with itself, too")
            #expect(relationships.first { $0.otherID == ann.id }?.sent == 1)
        }
    }

    /// Texts that are special in arrays, in JSON and in SQL.
    @Test(arguments: Kind.there) func keysMayHoldAnything(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let database = Process(bench).database
            let names = ["a\"b", "a\\b", "{a,b}", "a,b", "a'b", "NULL", "", "ä😀", "$1", "a b", "[1]"]
            try await database.write { transaction in
                for name in names { try await transaction.save(Samples.template(name, "\(name)!")) }
            }
            for name in names {
                #expect(try await database.agentTemplate(spirit: name, style: "\(name)!")?.spirit == name)
                #expect(try await database.agentTemplate(spirit: name, style: name) == nil)
            }
            let found = try await Process(bench).database.agentTemplates(for: names.map { SpiritStyle($0, "\($0)!") })
            #expect(found.count == names.count)
        }
    }

    /// What JSON cannot say of numbers survives, and a record that was stored comes back as it was.
    @Test(arguments: Kind.there) func recordsSurviveTheCache(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let ann = Samples.agent("ann")
            let writer = Process(bench, store: store).database
            let stored = try await writer.write { transaction in
                try await transaction.save(ann)
                return try await transaction.save(
                    AgentPosition(agentID: ann.id, x: .infinity, y: 0.1 + 0.2, targetX: -.infinity)
                )
            }
            #expect(try await writer.position(of: ann.id) == stored)
            let other = Process(bench, store: store)
            try await other.settle()
            let statements = try await other.log.during {
                let found = try await other.database.position(of: ann.id)
                #expect(found == stored)
            }
            #expect(statements.isEmpty)
        }
    }
}
