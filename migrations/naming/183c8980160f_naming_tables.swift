import MigrationDSL

/// Creates the naming tables: spirits, components and configuration.
struct CreateNamingTables: Revision {
    static let id: RevisionID = "183c8980160f"

    func upgrade(_ op: Operations) {
        op.createTable("naming_spirits") {
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
            Column("created_at", .timestampTZ).default(.currentTimestamp)
            Column("updated_at", .timestampTZ).default(.currentTimestamp)
        }
        op.createIndex("ix_naming_spirits_enabled", on: "naming_spirits", columns: ["enabled"])
        op.createIndex("ix_naming_spirits_name", on: "naming_spirits", columns: ["name"], unique: true)

        op.createTable("naming_components") {
            Column("id", .uuid).primaryKey()
            Column("component_type", .string(100)).notNull()
            Column("component_name", .string(100)).notNull()
            Column("component_value", .string(255)).notNull()
            Column("enabled", .boolean)
            Column("weight", .double)
            Column("component_metadata", .json)
            Column("created_at", .timestampTZ).default(.currentTimestamp)
            Column("updated_at", .timestampTZ).default(.currentTimestamp)
            Unique(["component_type", "component_name"], name: "uq_component_type_name")
        }
        op.createIndex(
            "ix_naming_components_component_type",
            on: "naming_components",
            columns: ["component_type"]
        )

        op.createTable("naming_config") {
            Column("id", .uuid).primaryKey()
            Column("config_key", .string(100)).notNull()
            Column("config_value", .json).notNull()
            Column("description", .text)
            Column("enabled", .boolean)
            Column("created_at", .timestampTZ).default(.currentTimestamp)
            Column("updated_at", .timestampTZ).default(.currentTimestamp)
        }
        op.createIndex("ix_naming_config_config_key", on: "naming_config", columns: ["config_key"], unique: true)
    }
}
