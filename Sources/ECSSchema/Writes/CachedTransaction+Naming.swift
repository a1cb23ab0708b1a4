public import CachedQueries
public import MigratorDatabase

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Naming and templates: seldom written, so their namespaces become stale as a whole, by an event in the outbox.
extension CachedTransaction {
    /// Stores a naming spirit, in place of the one of this id.
    @discardableResult
    public func save(_ spirit: NamingSpirit) async throws(DatabaseFailure) -> NamingSpirit {
        try await store(spirit)
    }

    /// Stores a naming component, in place of the one of this id.
    @discardableResult
    public func save(_ component: NamingComponent) async throws(DatabaseFailure) -> NamingComponent {
        try await store(component)
    }

    /// Stores a naming setting, in place of the one of this key.
    @discardableResult
    public func save(_ config: NamingConfig) async throws(DatabaseFailure) -> NamingConfig {
        try await store(config, conflict: ["config_key"])
    }

    /// Stores an agent template, in place of the one of its spirit and style.
    @discardableResult
    public func save(_ template: AgentTemplate) async throws(DatabaseFailure) -> AgentTemplate {
        try await store(template, conflict: ["spirit", "style"])
    }

    /// Stores a trait combination, in place of the one of these traits in its spirit.
    @discardableResult
    public func save(_ combination: TraitCombination) async throws(DatabaseFailure) -> TraitCombination {
        try await store(combination, conflict: ["spirit", "first_trait", "second_trait"])
    }

    /// Deletes a naming spirit; returns whether there was one.
    @discardableResult
    public func deleteNamingSpirit(_ id: UUID) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "naming_spirits", where: ["id": .uuid(id)])
    }

    /// Deletes a naming component; returns whether there was one.
    @discardableResult
    public func deleteNamingComponent(_ id: UUID) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "naming_components", where: ["id": .uuid(id)])
    }

    /// Deletes a naming setting; returns whether there was one.
    @discardableResult
    public func deleteNamingConfig(_ key: String) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "naming_config", where: ["config_key": .text(key)])
    }

    /// Deletes an agent template; returns whether there was one.
    @discardableResult
    public func deleteAgentTemplate(spirit: String, style: String) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "agent_templates", where: ["spirit": .text(spirit), "style": .text(style)])
    }

    /// Deletes a trait combination; returns whether there was one.
    @discardableResult
    public func deleteTraitCombination(_ id: UUID) async throws(DatabaseFailure) -> Bool {
        try await delete(from: "trait_combinations", where: ["id": .uuid(id)])
    }
}
