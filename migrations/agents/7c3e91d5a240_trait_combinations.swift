import MigrationDSL

/// Creates the trait combinations, one for each race and pair of its traits.
struct CreateTraitCombinations: Revision {
    static let id: RevisionID = "7c3e91d5a240"
    static let parents: [RevisionID] = ["2d6a0f4c8b13"]

    func upgrade(_ op: Operations) {
        op.createTable("trait_combinations") {
            Column("id", .uuid).primaryKey()
            Column("spirit", .string(100)).notNull()
            Column("first_trait", .string(100)).notNull()
            Column("second_trait", .string(100)).notNull()
            Column("weight", .double).notNull().default(1.0)
            Column("description", .text)
            Column("created_at", .timestampTZ).default(.currentTimestamp)
            Unique(["spirit", "first_trait", "second_trait"], name: "uq_trait_combination")
        }
        op.bulkInsert(into: "trait_combinations", from: .json("payloads/trait_combinations.json"))
    }
}
