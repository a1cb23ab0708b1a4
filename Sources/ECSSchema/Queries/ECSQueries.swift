import CacheBridge
public import CachedQueries
import MigratorDatabase

/// The queries that the application makes, each in its namespace.
public enum ECSQueries {
    /// All of them: what `cache warm` loads and `cache verify` compares.
    public static let all: [any CacheableQuery] = [
        namingSpirits, namingComponents, namingConfig, wholeNamingConfig, agentTemplates, traitCombinations,
        agents, agentTraits, agentRelationships, agentInteractions, agentPositions,
    ]

    /// How many of an agent's interactions are given: the latest.
    public static let interactionLimit = 100

    /// The condition that a spirit is not switched off; what is no spirit at all is not.
    static func isInUse(_ spirit: String) -> String {
        "NOT EXISTS (SELECT 1 FROM naming_spirits s WHERE s.name = \(spirit) AND s.enabled = FALSE)"
    }

    /// Keys that there are, chosen at random, by a statement that gives them in a column `key`.
    static func sample<Key: DatabaseDecodable & Sendable>(
        _ sql: String
    ) -> @Sendable (any DatabaseConnection, Int) async throws -> [Key] {
        { connection, limit in
            try await connection.query("\(sql) ORDER BY random() LIMIT $1", [.int(Int64(limit))]).map { row in
                try row.get("key")
            }
        }
    }
}
