import CacheBridge
public import CachedQueries
import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension ECSQueries {
    /// An agent by its `id`.
    public static let agents = CachedQuery<UUID, Agent>(
        "agent",
        in: .agentData,
        reads: ["agents"],
        format: .one,
        entity: { $0.text },
        sample: sample("SELECT id AS key FROM agents"),
        loadMany: { connection, ids in
            byKey(try await Agent.rows(on: connection, where: "t.id", "uuid", isAmong: ids.map(\.text))) { $0.id }
        }
    )

    /// An agent's traits; empty ones for an agent that has none.
    public static let agentTraits = CachedQuery<UUID, AgentTraits>(
        "traits",
        in: .agentTraits,
        reads: AgentTraits.Kind.allCases.map(\.table),
        format: .agentTraits,
        entity: { $0.text },
        sample: sample("SELECT id AS key FROM agents"),
        loadMany: { connection, ids in
            let dialect = try connection.kind.queryDialect
            let sql = AgentTraits.Kind.allCases.map { kind in
                """
                SELECT '\(kind.rawValue)' AS kind, t.agent_id, t.trait_name, t.trait_value FROM \(kind.table) t
                WHERE \(dialect.among("t.agent_id", "uuid", 1))
                """
            }.joined(separator: "\nUNION ALL\n")
            let rows = try await connection.query(sql, [try dialect.list(ids.map(\.text))])
            var traits = Dictionary(ids.map { ($0, AgentTraits()) }) { first, _ in first }
            for row in rows {
                guard let kind = AgentTraits.Kind(rawValue: try row.get("kind")) else { continue }
                let agent = try row.get("agent_id", as: UUID.self)
                traits[agent, default: AgentTraits()].add(try row.get("trait_name"), kind, try row.get("trait_value"))
            }
            return traits
        }
    )

    /// An agent's position; none for an agent that has none.
    public static let agentPositions = CachedQuery<UUID, AgentPosition>(
        "position",
        in: .agentPositions,
        reads: ["agent_positions"],
        format: .one,
        entity: { $0.text },
        sample: sample("SELECT agent_id AS key FROM agent_positions"),
        loadMany: { connection, ids in
            let keys = ids.map(\.text)
            let rows = try await AgentPosition.rows(on: connection, where: "t.agent_id", "uuid", isAmong: keys)
            return byKey(rows) { $0.agentID }
        }
    )
}
