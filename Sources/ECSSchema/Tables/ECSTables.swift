import MigrationDSL

/// The tables of the entity-component schema, as values.
///
/// A test replays the history and compares: what a revision changes must be changed here too.
public enum ECSTables {
    /// All tables, parents before what refers to them.
    public static let all: [TableShape] = [
        namingSpirits, namingComponents, namingConfig, agentTemplates, traitCombinations,
        agents, physicalTraits, personalityTraits, abilityTraits,
        knowledgeBaseEntries, performanceMetrics, agentSpecializations, agentDomainExpertise, agentAchievements,
        agentWorkflowPreferences, agentPositions, agentInteractions,
    ]

    /// When a row was made.
    static var created: Column { Column("created_at", .timestampTZ).default(.currentTimestamp) }
    /// When a row was changed last.
    static var updated: Column { Column("updated_at", .timestampTZ).default(.currentTimestamp) }

    /// The agent that a row belongs to, and goes with.
    static func agent(_ name: String = "agent_id") -> Column {
        Column(name, .uuid).notNull().references("agents", onDelete: .cascade)
    }
}
