import CacheBridge
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import MigratorTestSupport
import Testing

/// What lies in a store comes back as it was, or is refused.
@Suite struct RecordFormatTests {
    private func check<Key, Value: Equatable>(_ query: CachedQuery<Key, Value>, _ value: Value) throws {
        let bytes = try query.format.encode(value)
        #expect(try query.format.decode(bytes) == value)
        #expect(try query.format.encode(query.format.decode(bytes)) == bytes)
        for count in bytes.indices {
            #expect(throws: DatabaseFailure.self) { try query.format.decode(Array(bytes[..<count])) }
        }
        #expect(throws: DatabaseFailure.self) { try query.format.decode(bytes + [0]) }
        // Whatever the bytes are, reading them ends.
        var random = SeededRandom(Rounds.seed)
        for _ in 0..<Rounds.count(reduced: 2_000, full: 200_000) {
            var broken = bytes
            for _ in 0...2 {
                broken[.random(in: broken.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = try? query.format.decode(broken)
        }
    }

    private let moments = [-62_135_596_800_000_000, -1, 0, 1, 1_767_225_600_123_456].map { Timestamp(microseconds: $0) }

    @Test func recordsComeBack() throws {
        var agent = Samples.agent("fox 🦊\u{0}\r\n")
        agent.generation = .min
        agent.createdAt = moments[0]
        agent.updatedAt = moments[1]
        agent.lastActivity = moments[4]
        try check(ECSQueries.agents, agent)
        try check(ECSQueries.agentTemplates, Samples.template("", String(repeating: "é", count: 300)))
        try check(
            ECSQueries.namingConfig,
            NamingConfig(key: "k", value: JSONText("[1, {}]"), description: "", enabled: false)
        )
        let far = AgentPosition(agentID: agent.id, x: -0.0, y: .infinity, targetX: .leastNonzeroMagnitude, targetY: .pi)
        try check(ECSQueries.agentPositions, far)
        #expect(
            try ECSQueries.agentPositions.format.decode(ECSQueries.agentPositions.format.encode(far)).x?.sign == .minus
        )
    }

    @Test func listsComeBack() throws {
        try check(ECSQueries.namingSpirits, [])
        try check(ECSQueries.namingSpirits, [Samples.spirit("fox"), Samples.spirit("owl")])
        try check(ECSQueries.namingComponents, [Samples.component("suffix", "x")])
        try check(ECSQueries.traitCombinations, [TraitCombination(spirit: "fox", firstTrait: "a", secondTrait: "b")])
        let interactions = moments.map { moment in
            AgentInteraction(
                senderID: UUID(),
                receiverID: UUID(),
                type: "greeting",
                energyLevel: 0.1,
                createdAt: moment
            )
        }
        try check(ECSQueries.agentInteractions, interactions)
        let relationship = AgentRelationship(
            agentID: UUID(),
            otherID: UUID(),
            sent: .max,
            received: -1,
            lastAt: moments[2]
        )
        try check(ECSQueries.agentRelationships, [relationship])
    }

    @Test func traitsComeBack() throws {
        try check(ECSQueries.agentTraits, AgentTraits())
        try check(ECSQueries.agentTraits, AgentTraits(physical: ["a": 1, "b": -2.5], ability: ["": .infinity]))
    }

    @Test func memoryIsWeighed() {
        var spirit = Samples.spirit("fox")
        let before = spirit.memoryCost
        spirit.description = String(repeating: "a", count: 1_000)
        spirit.traits = (0..<100).map { "a trait whose name is long \($0)" }
        #expect(spirit.memoryCost > before + 1_000 + 100 * 40)
    }
}
