public import CachedQueries

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The schema's queries by name. All throw what loading throws.
extension CachedDatabase {
    /// All naming spirits, by name; those that are switched off too.
    public func namingSpirits() async throws -> [NamingSpirit] {
        try await value(of: ECSQueries.namingSpirits, for: WholeTable()) ?? []
    }

    /// The naming components of a type, by name.
    public func namingComponents(ofType type: String) async throws -> [NamingComponent] {
        try await value(of: ECSQueries.namingComponents, for: type) ?? []
    }

    /// A naming setting; `nil` if there is none of this key.
    public func namingConfig(_ key: String) async throws -> NamingConfig? {
        try await value(of: ECSQueries.namingConfig, for: key)
    }

    /// All naming settings, by key.
    public func namingConfig() async throws -> [NamingConfig] {
        try await value(of: ECSQueries.wholeNamingConfig, for: WholeTable()) ?? []
    }

    /// The agent template of a spirit and a style; `nil` if there is none.
    public func agentTemplate(spirit: String, style: String) async throws -> AgentTemplate? {
        try await value(of: ECSQueries.agentTemplates, for: SpiritStyle(spirit, style))
    }

    /// The agent templates that there are, in one round trip.
    public func agentTemplates(for keys: some Sequence<SpiritStyle>) async throws -> [SpiritStyle: AgentTemplate] {
        try await values(of: ECSQueries.agentTemplates, for: keys)
    }

    /// The trait combinations of a spirit, the likeliest first.
    public func traitCombinations(ofSpirit spirit: String) async throws -> [TraitCombination] {
        try await value(of: ECSQueries.traitCombinations, for: spirit) ?? []
    }

    /// The trait combinations of several spirits, in one round trip.
    ///
    /// Of spirits whose names Swift takes for the same the first is in the dictionary; `values(of:inOrderOf:)` gives
    /// all of them.
    public func traitCombinations(
        ofSpirits spirits: some Sequence<String>
    ) async throws -> [String: [TraitCombination]] {
        try await values(of: ECSQueries.traitCombinations, for: spirits)
    }

    /// An agent; `nil` if there is none of this id.
    public func agent(_ id: UUID) async throws -> Agent? {
        try await value(of: ECSQueries.agents, for: id)
    }

    /// The agents that there are, in one round trip.
    public func agents(_ ids: some Sequence<UUID>) async throws -> [UUID: Agent] {
        try await values(of: ECSQueries.agents, for: ids)
    }

    /// An agent's traits.
    public func traits(of agent: UUID) async throws -> AgentTraits {
        try await value(of: ECSQueries.agentTraits, for: agent) ?? AgentTraits()
    }

    /// The traits of several agents, in one round trip.
    public func traits(of agents: some Sequence<UUID>) async throws -> [UUID: AgentTraits] {
        try await values(of: ECSQueries.agentTraits, for: agents)
    }

    /// How an agent stands to others.
    public func relationships(of agent: UUID) async throws -> [AgentRelationship] {
        try await value(of: ECSQueries.agentRelationships, for: agent) ?? []
    }

    /// An agent's latest interactions, at most ``ECSQueries/interactionLimit``.
    public func interactions(of agent: UUID) async throws -> [AgentInteraction] {
        try await value(of: ECSQueries.agentInteractions, for: agent) ?? []
    }

    /// The latest interactions of several agents, in one round trip.
    public func interactions(of agents: some Sequence<UUID>) async throws -> [UUID: [AgentInteraction]] {
        try await values(of: ECSQueries.agentInteractions, for: agents)
    }

    /// An agent's position; `nil` if it has none.
    public func position(of agent: UUID) async throws -> AgentPosition? {
        try await value(of: ECSQueries.agentPositions, for: agent)
    }

    /// The positions of several agents, in one round trip.
    public func positions(of agents: some Sequence<UUID>) async throws -> [UUID: AgentPosition] {
        try await values(of: ECSQueries.agentPositions, for: agents)
    }
}
