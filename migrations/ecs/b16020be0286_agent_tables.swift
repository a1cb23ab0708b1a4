import MigrationDSL

/// Creates the agents and the tables of their components.
struct CreateAgentTables: Revision {
    static let id: RevisionID = "b16020be0286"
    static let parents: [RevisionID] = ["183c8980160f"]

    func upgrade(_ op: Operations) {
        op.createTable("agents") {
            Column("id", .uuid).primaryKey()
            Column("agent_id", .string(255)).notNull()
            Column("name", .string(255)).notNull()
            Column("spirit", .string(100)).notNull()
            Column("style", .string(100)).notNull()
            Column("generation", .integer)
            Column("active", .boolean)
            created
            updated
            Column("last_activity", .timestampTZ).default(.currentTimestamp)
        }
        op.createIndex("ix_agents_active", on: "agents", columns: ["active"])
        op.createIndex("ix_agents_agent_id", on: "agents", columns: ["agent_id"], unique: true)
        op.createIndex("ix_agents_spirit", on: "agents", columns: ["spirit"])

        createTraits(op, "physical_traits", unique: "uq_agent_physical_trait")
        createTraits(op, "personality_traits", unique: "uq_agent_personality_trait")
        createTraits(op, "ability_traits", unique: "uq_agent_ability_trait")

        op.createTable("knowledge_base_entries") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("domain", .string(255)).notNull()
            Column("skill", .string(255)).notNull()
            Column("proficiency_level", .double).notNull()
            Column("last_updated", .timestampTZ)
            Column("created_at", .timestampTZ)
        }
        op.createTable("performance_metrics") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("metric_name", .string(255)).notNull()
            Column("metric_value", .double).notNull()
            Column("timestamp", .timestampTZ)
            Column("metric_metadata", .json)
            Column("created_at", .timestampTZ)
        }
        op.createTable("agent_specializations") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("specialization", .string(255)).notNull()
            Column("proficiency", .double)
            created
            Unique(["agent_id", "specialization"], name: "uq_agent_specialization")
        }
        op.createTable("agent_domain_expertise") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("domain", .string(255)).notNull()
            Column("expertise_level", .double)
            created
            Unique(["agent_id", "domain"], name: "uq_agent_domain")
        }
        op.createTable("agent_achievements") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("achievement_name", .string(255)).notNull()
            Column("achievement_description", .text)
            Column("achieved_at", .timestampTZ).default(.currentTimestamp)
        }
        op.createTable("agent_workflow_preferences") {
            Column("id", .uuid).primaryKey()
            agent()
            Column("preference_name", .string(100)).notNull()
            Column("preference_value", .boolean)
            created
            updated
            Unique(["agent_id", "preference_name"], name: "uq_agent_workflow_preference")
        }
        op.createTable("agent_positions") {
            Column("id", .uuid).primaryKey()
            agent().unique()
            Column("x", .double)
            Column("y", .double)
            Column("target_x", .double)
            Column("target_y", .double)
            Column("velocity_x", .double)
            Column("velocity_y", .double)
            Column("movement_speed", .double)
            created
            updated
        }
        op.createTable("agent_interactions") {
            Column("id", .uuid).primaryKey()
            agent("sender_id")
            agent("receiver_id")
            Column("interaction_type", .string(100)).notNull()
            Column("message", .text)
            Column("energy_level", .double)
            created
        }
    }

    private var created: Column { Column("created_at", .timestampTZ).default(.currentTimestamp) }
    private var updated: Column { Column("updated_at", .timestampTZ).default(.currentTimestamp) }

    /// The agent that a row belongs to, and goes with.
    private func agent(_ name: String = "agent_id") -> Column {
        Column(name, .uuid).notNull().references("agents", onDelete: .cascade)
    }

    private func createTraits(_ op: Operations, _ table: ObjectName, unique: String) {
        op.createTable(table) {
            Column("id", .uuid).primaryKey()
            agent()
            Column("trait_name", .string(100)).notNull()
            Column("trait_value", .double).notNull()
            created
            updated
            Unique(["agent_id", "trait_name"], name: unique)
        }
    }
}
