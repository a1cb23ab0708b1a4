import MigrationDSL

extension ECSTables {
    /// The traits of an agent's body.
    public static let physicalTraits = traits("physical_traits", unique: "uq_agent_physical_trait")
    /// The traits of its character.
    public static let personalityTraits = traits("personality_traits", unique: "uq_agent_personality_trait")
    /// The abilities of agents.
    public static let abilityTraits = traits("ability_traits", unique: "uq_agent_ability_trait")

    private static func traits(_ name: ObjectName, unique: String) -> TableShape {
        TableShape(
            Table(name) {
                Column("id", .uuid).primaryKey()
                agent()
                Column("trait_name", .string(100)).notNull()
                Column("trait_value", .double).notNull()
                created
                updated
                Unique(["agent_id", "trait_name"], name: unique)
            }
        )
    }
}
