import CacheBridge
public import CachedQueries
import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension ECSQueries {
    /// An agent's latest interactions, sent and received, the latest first; an empty list if there are none.
    public static let agentInteractions = CachedQuery<UUID, [AgentInteraction]>(
        "latest",
        in: .agentInteractions,
        reads: ["agent_interactions"],
        format: AgentInteraction.listFormat,
        entity: { $0.text },
        sample: sample("SELECT id AS key FROM agents"),
        loadMany: { connection, ids in
            let dialect = try connection.kind.queryDialect
            let columns = AgentInteraction.columns(of: "o")
            let sql = """
                SELECT * FROM (
                    SELECT o.owner_id, \(columns), row_number() OVER (
                        PARTITION BY o.owner_id ORDER BY o.created_at IS NULL, o.created_at DESC, o.id
                    ) AS place FROM (\(bothSides(AgentInteraction.columns(of: "i"), dialect))) o
                ) ranked WHERE place <= \(interactionLimit) ORDER BY owner_id, place
                """
            let rows = try await connection.query(sql, [try dialect.list(ids.map(\.text))])
            let owned = try rows.map { row -> (owner: UUID, interaction: AgentInteraction) in
                (try row.get("owner_id"), try AgentInteraction(row: row))
            }
            return lists(owned, of: ids) { $0.owner }.mapValues { $0.map(\.interaction) }
        }
    )

    /// How an agent stands to others, by the `id` of the other; an empty list if nothing passed between them.
    public static let agentRelationships = CachedQuery<UUID, [AgentRelationship]>(
        "by_agent",
        in: .agentRelationships,
        reads: ["agent_interactions"],
        format: AgentRelationship.listFormat("agent_relationships", AgentRelationship.fields),
        entity: { $0.text },
        sample: sample("SELECT id AS key FROM agents"),
        loadMany: { connection, ids in
            let dialect = try connection.kind.queryDialect
            let sides = bothSides("i.energy_level, i.created_at", dialect)
            let sql = """
                SELECT o.owner_id AS agent_id, o.other_id, sum(o.sent) AS sent, sum(1 - o.sent) AS received,
                    avg(o.energy_level) AS mean_energy, max(o.created_at) AS last_at
                FROM (\(sides)) o GROUP BY o.owner_id, o.other_id ORDER BY o.owner_id, o.other_id
                """
            let rows = try await connection.query(sql, [try dialect.list(ids.map(\.text))])
            return try lists(rows.map { try AgentRelationship(row: $0) }, of: ids) { $0.agentID }
        }
    )

    /// The interactions of agents from their own side; what one has with itself stands there once.
    private static func bothSides(_ columns: String, _ dialect: any QueryDialect) -> String {
        """
        SELECT i.sender_id AS owner_id, i.receiver_id AS other_id, 1 AS sent, \(columns) FROM agent_interactions i
        WHERE \(dialect.among("i.sender_id", "uuid", 1))
        UNION ALL
        SELECT i.receiver_id AS owner_id, i.sender_id AS other_id, 0 AS sent, \(columns) FROM agent_interactions i
        WHERE \(dialect.among("i.receiver_id", "uuid", 1)) AND i.sender_id <> i.receiver_id
        """
    }
}
