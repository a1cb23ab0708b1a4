import MigratorPictures

/// Small pictures that several suites draw.
enum PictureSamples {
    /// A fork and a merge, of which the database has the first two.
    static let history = HistoryPicture(
        title: "History",
        revisions: [
            revision("dddd", parents: ["bbbb", "cccc"], "join", isApplied: false) { $0.isHead = true },
            revision("cccc", parents: ["aaaa"], "say \"hi\" <b>", isApplied: false) { $0.dependsOn = ["bbbb"] },
            revision("bbbb", parents: ["aaaa"], "", isApplied: true) {
                $0.isCurrent = true
                $0.labels = ["shop"]
            },
            revision("aaaa", parents: [], "begin", isApplied: true) { _ in },
        ],
        knowsDatabase: true
    )

    /// Two tables, one of which points to the other, and an enum.
    static let schema: SchemaPicture = {
        var customers = PictureObject(key: "customers", kind: "table", name: "customers")
        customers.comment = "who buys"
        customers.columns = [column("id", "bigint", isKey: true), column("full name", "character varying(80)")]
        customers.notes = [PictureNote(kind: "primary key", name: "customers_pkey", text: "(id)")]
        var orders = PictureObject(key: "orders", kind: "table", name: "orders")
        var customer = column("customer", "bigint")
        (customer.isReference, customer.isRequired) = (true, true)
        orders.columns = [column("id", "bigint", isKey: true), customer]
        var relation = PictureRelation(target: "customers", targetName: "customers")
        (relation.columns, relation.targetColumns) = (["customer"], ["id"])
        (relation.isRequired, relation.rule) = (true, "on delete cascade")
        orders.relations = [relation]
        let mood = PictureObject(key: "enum mood", kind: "enum", name: "mood")
        return SchemaPicture(title: "Schema of database", objects: [customers, orders, mood])
    }()

    static func column(_ name: String, _ type: String, isKey: Bool = false) -> PictureColumn {
        var column = PictureColumn(name: name, type: type)
        (column.isKey, column.isRequired) = (isKey, isKey)
        return column
    }

    static func revision(
        _ id: String,
        parents: [String],
        _ message: String,
        isApplied: Bool? = nil,
        _ change: (inout PictureRevision) -> Void
    ) -> PictureRevision {
        var revision = PictureRevision(id: id)
        (revision.parents, revision.message, revision.isApplied) = (parents, message, isApplied)
        change(&revision)
        return revision
    }
}
