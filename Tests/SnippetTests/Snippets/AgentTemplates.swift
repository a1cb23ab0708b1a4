// snippet: agent-templates
import MigrationDSL

/// Creates the agent templates, one for each race and style.
struct CreateAgentTemplates: Revision {
    static let id: RevisionID = "2d6a0f4c8b13"
    static let parents: [RevisionID] = ["22ebdcff71c4"]
    static let branchLabels = ["agents"]

    func upgrade(_ op: Operations) {
        op.createTable("agent_templates") {
            Column("id", .uuid).primaryKey()
            Column("spirit", .string(100)).notNull()
            Column("style", .string(100)).notNull()
            Column("name_pattern", .string(255)).notNull()
            Column("suffix", .string(100)).notNull()
            Column("traits", .json).notNull()
            Column("enabled", .boolean).notNull().default(true)
            Column("created_at", .timestampTZ).default(.currentTimestamp)
            Column("updated_at", .timestampTZ).default(.currentTimestamp)
            Unique(["spirit", "style"], name: "uq_agent_template_spirit_style")
        }
        op.bulkInsert(into: "agent_templates", from: .json("payloads/agent_templates.json"))
    }
}
// end
