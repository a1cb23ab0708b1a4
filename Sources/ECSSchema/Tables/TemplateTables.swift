import MigrationDSL

extension ECSTables {
    /// The templates that agents of a spirit and a style are made from.
    public static let agentTemplates = TableShape(
        Table("agent_templates") {
            Column("id", .uuid).primaryKey()
            Column("spirit", .string(100)).notNull()
            Column("style", .string(100)).notNull()
            Column("name_pattern", .string(255)).notNull()
            Column("suffix", .string(100)).notNull()
            Column("traits", .json).notNull()
            Column("enabled", .boolean).notNull().default(true)
            created
            updated
            Unique(["spirit", "style"], name: "uq_agent_template_spirit_style")
        }
    )

    /// The traits that go together in a spirit.
    public static let traitCombinations = TableShape(
        Table("trait_combinations") {
            Column("id", .uuid).primaryKey()
            Column("spirit", .string(100)).notNull()
            Column("first_trait", .string(100)).notNull()
            Column("second_trait", .string(100)).notNull()
            Column("weight", .double).notNull().default(1.0)
            Column("description", .text)
            created
            Unique(["spirit", "first_trait", "second_trait"], name: "uq_trait_combination")
        }
    )
}
