import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase

/// Numbers that are the same for the same seed.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Ranks by Zipf's law: the second is asked for 1/2ˢ as often as the first.
struct Zipf {
    private let sums: [Double]

    init(_ count: Int, exponent: Double) {
        var sum = 0.0
        sums = (1...count).map { rank in
            sum += 1 / pow(Double(rank), exponent)
            return sum
        }
    }

    func rank(_ random: inout SeededRandom) -> Int {
        let wanted = Double.random(in: 0..<(sums.last ?? 1), using: &random)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// What an application asks for: many agents, few of them often, and naming all the time.
struct Mix: Sendable {
    static let agentCount = 1_000
    static let spiritCount = 50
    static let styles = ["foundation", "exo", "hybrid"]
    let agents: [UUID]
    let spirits = (0..<spiritCount).map { "spirit\($0)" }

    /// The mix of what is there.
    init(_ connection: any DatabaseConnection) async throws {
        agents = try await connection.query("SELECT id FROM agents ORDER BY id").map { try $0.get("id") }
    }

    /// Asks one question of the mix.
    func ask(_ database: CachedDatabase, _ agentRank: Int, _ spiritRank: Int, _ dice: Int) async throws {
        let (agent, spirit) = (agents[agentRank], spirits[spiritRank])
        switch dice {
        case 0..<20: _ = try await database.agentTemplate(spirit: spirit, style: Self.styles[dice % 3])
        case 20..<25: _ = try await database.traitCombinations(ofSpirit: spirit)
        case 25..<30: _ = try await database.namingSpirits()
        case 30..<35: _ = try await database.namingComponents(ofType: "suffix")
        case 35..<40: _ = try await database.namingConfig("default_style")
        case 40..<60: _ = try await database.agent(agent)
        case 60..<75: _ = try await database.traits(of: agent)
        case 75..<85: _ = try await database.position(of: agent)
        case 85..<95: _ = try await database.interactions(of: agent)
        default: _ = try await database.relationships(of: agent)
        }
    }
}
