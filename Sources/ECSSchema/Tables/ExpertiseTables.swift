import MigrationDSL

extension ECSTables {
    /// The knowledge of agents.
    public static let knowledgeBaseEntries = TableShape(
        Table("knowledge_base_entries") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("domain", .string(255)).notNull()
            Column("skill", .string(255)).notNull()
            Column("proficiency_level", .double).notNull()
            Column("last_updated", .timestampTZ)
            Column("created_at", .timestampTZ)
        },
        indexes: [
            Index(
                "ix_knowledge_base_entries_agent_id",
                on: "knowledge_base_entries",
                columns: ["agent_id", "domain"]
            )
        ]
    )

    /// The performance of agents, as measured.
    public static let performanceMetrics = TableShape(
        Table("performance_metrics") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("metric_name", .string(255)).notNull()
            Column("metric_value", .double).notNull()
            Column("timestamp", .timestampTZ)
            Column("metric_metadata", .json)
            Column("created_at", .timestampTZ)
        },
        indexes: [
            Index(
                "ix_performance_metrics_agent_id",
                on: "performance_metrics",
                columns: ["agent_id", "metric_name"]
            )
        ]
    )

    /// The subjects in which agents are specialised.
    public static let agentSpecializations = TableShape(
        Table("agent_specializations") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("specialization", .string(255)).notNull()
            Column("proficiency", .double)
            created
            Unique(["agent_id", "specialization"], name: "uq_agent_specialization")
        }
    )

    /// The domains that an agent is an expert of.
    public static let agentDomainExpertise = TableShape(
        Table("agent_domain_expertise") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("domain", .string(255)).notNull()
            Column("expertise_level", .double)
            created
            Unique(["agent_id", "domain"], name: "uq_agent_domain")
        }
    )

    /// The achievements of agents.
    public static let agentAchievements = TableShape(
        Table("agent_achievements") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("achievement_name", .string(255)).notNull()
            Column("achievement_description", .text)
            Column("achieved_at", .timestampTZ).default(.currentTimestamp)
        },
        indexes: [
            Index("ix_agent_achievements_agent_id", on: "agent_achievements", columns: ["agent_id"])
        ]
    )

    /// The ways in which agents like to work.
    public static let agentWorkflowPreferences = TableShape(
        Table("agent_workflow_preferences") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("preference_name", .string(100)).notNull()
            Column("preference_value", .boolean)
            created
            updated
            Unique(["agent_id", "preference_name"], name: "uq_agent_workflow_preference")
        }
    )
}
