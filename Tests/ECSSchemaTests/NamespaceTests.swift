import CacheBridge
import ECSSchema
import Migrator
import Testing

struct NamespaceTests {
    private static let all = Namespace.migrations + Namespace.ecs

    @Test func theTableOfNamespacesIsThatOfTheSpecification() {
        let lives = Dictionary(uniqueKeysWithValues: Self.all.map { ($0.name, $0.timeToLive) })
        #expect(
            lives == [
                "alembic": .seconds(3600), "alembic_data": .seconds(7200), "naming_spirits": .seconds(1800),
                "naming_components": .seconds(1800), "naming_config": .seconds(3600),
                "agent_templates": .seconds(3600), "trait_combinations": .seconds(1800), "agent_data": .seconds(300),
                "agent_traits": .seconds(300), "agent_interactions": .seconds(300),
                "agent_relationships": .seconds(600), "agent_positions": .seconds(30),
            ]
        )
        let byEntity = Self.all.filter { $0.coherence == .perEntity }.map(\.name)
        #expect(
            byEntity == ["agent_data", "agent_traits", "agent_interactions", "agent_relationships", "agent_positions"]
        )
        #expect(Self.all.filter(\.demandsTrust).map(\.name) == ["alembic", "alembic_data"])
    }
}
