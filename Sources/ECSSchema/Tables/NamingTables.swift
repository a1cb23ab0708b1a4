import MigrationDSL

extension ECSTables {
    /// The races that names are made for.
    public static let namingSpirits = TableShape(
        Table("naming_spirits") {
            Column("id", .uuid).primaryKey()
            Column("name", .string(100)).notNull()
            Column("category", .string(100)).notNull()
            Column("description", .text).notNull()
            Column("emoji", .string(10)).notNull()
            Column("enabled", .boolean)
            Column("weight", .double)
            Column("generation_numbers", .json).notNull()
            Column("traits", .json).notNull()
            Column("base_names", .json).notNull()
            Column("custom_data", .json)
            created
            updated
        },
        indexes: [
            Index("ix_naming_spirits_enabled", on: "naming_spirits", columns: ["enabled"]),
            Index("ix_naming_spirits_name", on: "naming_spirits", columns: ["name"], unique: true),
        ]
    )

    /// The parts that names are put together from.
    public static let namingComponents = TableShape(
        Table("naming_components") {
            Column("id", .uuid).primaryKey()
            Column("component_type", .string(100)).notNull()
            Column("component_name", .string(100)).notNull()
            Column("component_value", .string(255)).notNull()
            Column("enabled", .boolean)
            Column("weight", .double)
            Column("component_metadata", .json)
            created
            updated
            Unique(["component_type", "component_name"], name: "uq_component_type_name")
        },
        indexes: [
            Index("ix_naming_components_component_type", on: "naming_components", columns: ["component_type"])
        ]
    )

    /// The settings of the generator of names.
    public static let namingConfig = TableShape(
        Table("naming_config") {
            Column("id", .uuid).primaryKey()
            Column("config_key", .string(100)).notNull()
            Column("config_value", .json).notNull()
            Column("description", .text)
            Column("enabled", .boolean)
            created
            updated
        },
        indexes: [
            Index("ix_naming_config_config_key", on: "naming_config", columns: ["config_key"], unique: true)
        ]
    )
}
