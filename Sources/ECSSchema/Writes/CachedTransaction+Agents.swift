public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Agents: written all the time, so only the answers about the agents at hand become stale, without an outbox row.
extension CachedTransaction {
    /// Stores an agent, in place of the one of this id.
    @discardableResult
    public func save(_ agent: Agent) async throws(DatabaseFailure) -> Agent {
        try await store(agent, agents: [agent.id])
    }

    /// Deletes an agent with all that belongs to it; returns whether there was one.
    @discardableResult
    public func deleteAgent(_ id: UUID) async throws(DatabaseFailure) -> Bool {
        // From here on no other session adds an interaction. The agents of the existing interactions lose them.
        let rowLock = try connection.kind.queryDialect.rowLock
        _ = try await connection.query("SELECT id FROM agents WHERE id = $1\(rowLock)", [.uuid(id)])
        let sql = """
            SELECT sender_id AS other FROM agent_interactions WHERE receiver_id = $1
            UNION SELECT receiver_id AS other FROM agent_interactions WHERE sender_id = $1
            """
        var others: [UUID] = []
        for row in try await connection.query(sql, [.uuid(id)]) { others.append(try row.get("other")) }
        touch("agent_interactions", agents: others)
        return try await delete(from: "agents", where: ["id": .uuid(id)], agents: [id])
    }

    /// Sets a trait of an agent.
    public func setTrait(
        _ name: String,
        _ kind: AgentTraits.Kind,
        of agent: UUID,
        to value: Double
    ) async throws(DatabaseFailure) {
        try await execute(
            """
            INSERT INTO \(kind.table) (id, agent_id, trait_name, trait_value) VALUES ($1, $2, $3, $4)
            ON CONFLICT (agent_id, trait_name)
            DO UPDATE SET trait_value = excluded.trait_value, updated_at = CURRENT_TIMESTAMP
            """,
            [.uuid(UUID()), .uuid(agent), .text(name), .double(value)],
            touching: [kind.table],
            agents: [agent]
        )
    }

    /// Removes a trait of an agent; returns whether it had it.
    @discardableResult
    public func removeTrait(
        _ name: String,
        _ kind: AgentTraits.Kind,
        of agent: UUID
    ) async throws(DatabaseFailure) -> Bool {
        try await delete(
            from: kind.table,
            where: ["agent_id": .uuid(agent), "trait_name": .text(name)],
            agents: [agent]
        )
    }

    /// Stores an interaction, in place of the one of this id: it is news for both agents.
    ///
    /// One that stood there between other agents is news for these too.
    @discardableResult
    public func save(_ interaction: AgentInteraction) async throws(DatabaseFailure) -> AgentInteraction {
        try await touchInteraction(interaction.id)
        return try await store(interaction, agents: [interaction.senderID, interaction.receiverID])
    }

    /// Deletes an interaction; returns whether there was one.
    @discardableResult
    public func deleteInteraction(_ id: UUID) async throws(DatabaseFailure) -> Bool {
        try await touchInteraction(id)
        return try await delete(from: "agent_interactions", where: ["id": .uuid(id)], agents: [])
    }

    /// Stores an agent's position, in place of the one that it has.
    @discardableResult
    public func save(_ position: AgentPosition) async throws(DatabaseFailure) -> AgentPosition {
        try await store(position, agents: [position.agentID], conflict: ["agent_id"])
    }

    /// Deletes an agent's position; returns whether it had one.
    @discardableResult
    public func deletePosition(of agent: UUID) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "agent_positions", where: ["agent_id": .uuid(agent)], agents: [agent])
    }

    /// Notes the agents of an interaction that is there.
    private func touchInteraction(_ id: UUID) async throws(DatabaseFailure) {
        let rowLock = try connection.kind.queryDialect.rowLock
        let sql = "SELECT sender_id, receiver_id FROM agent_interactions WHERE id = $1\(rowLock)"
        for row in try await connection.query(sql, [.uuid(id)]) {
            touch("agent_interactions", agents: [try row.get("sender_id"), try row.get("receiver_id")])
        }
    }
}
