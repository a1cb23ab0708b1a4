import MigrationDSL

/// Adds the indexes that the cached queries need.
struct AddQueryIndexes: Revision {
    static let id: RevisionID = "e4b7105f6a9d"
    static let parents: [RevisionID] = ["22ebdcff71c4"]
    static let branchLabels = ["ecs"]

    func upgrade(_ op: Operations) {
        op.createIndex("ix_agents_spirit_style", on: "agents", columns: ["spirit", "style"])
        op.createIndex(
            "ix_agent_interactions_sender",
            on: "agent_interactions",
            columns: ["sender_id", .column("created_at").descending()]
        )
        op.createIndex(
            "ix_agent_interactions_receiver",
            on: "agent_interactions",
            columns: ["receiver_id", .column("created_at").descending()]
        )
        op.createIndex("ix_agent_achievements_agent_id", on: "agent_achievements", columns: ["agent_id"])
        op.createIndex(
            "ix_knowledge_base_entries_agent_id",
            on: "knowledge_base_entries",
            columns: ["agent_id", "domain"]
        )
        op.createIndex(
            "ix_performance_metrics_agent_id",
            on: "performance_metrics",
            columns: ["agent_id", "metric_name"]
        )
    }
}
