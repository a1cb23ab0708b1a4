import MigrationDSL

extension ECSTables {
    /// The agents.
    public static let agents = TableShape(
        Table("agents") {
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
        },
        indexes: [
            Index("ix_agents_active", on: "agents", columns: ["active"]),
            Index("ix_agents_agent_id", on: "agents", columns: ["agent_id"], unique: true),
            Index("ix_agents_spirit", on: "agents", columns: ["spirit"]),
            Index("ix_agents_spirit_style", on: "agents", columns: ["spirit", "style"]),
        ]
    )

    /// The positions and movements of agents.
    public static let agentPositions = TableShape(
        Table("agent_positions") {
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
    )

    /// The interactions between agents.
    public static let agentInteractions = TableShape(
        Table("agent_interactions") {
            Column("id", .uuid).primaryKey()
            agent("sender_id")
            agent("receiver_id")
            Column("interaction_type", .string(100)).notNull()
            Column("message", .text)
            Column("energy_level", .double)
            created
        },
        indexes: [
            Index(
                "ix_agent_interactions_sender",
                on: "agent_interactions",
                columns: ["sender_id", .column("created_at").descending()]
            ),
            Index(
                "ix_agent_interactions_receiver",
                on: "agent_interactions",
                columns: ["receiver_id", .column("created_at").descending()]
            ),
        ]
    )
}
