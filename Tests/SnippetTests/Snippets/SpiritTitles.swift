// snippet: spirit-titles
import MigrationDSL

/// Adds the titles that a spirit may bear.
struct AddSpiritTitles: Revision {
    static let id: RevisionID = "5b1f0c2d9e77"
    static let parents: [RevisionID] = ["22ebdcff71c4"]

    func upgrade(_ op: Operations) {
        op.createTable("spirit_titles") {
            Column("id", .uuid).primaryKey()
            Column("title", .string(100)).notNull()
            Column("created_at", .timestampTZ).default(.currentTimestamp)
        }
        op.createIndex("ix_spirit_titles_title", on: "spirit_titles", columns: ["title"], unique: true)
        op.bulkInsert(into: "spirit_titles", from: .json("payloads/spirit_titles.json"))
    }
}
// end
