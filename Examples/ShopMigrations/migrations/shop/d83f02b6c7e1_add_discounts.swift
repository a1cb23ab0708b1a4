import MigrationDSL

/// Adds discounts to the prices.
struct AddDiscounts: Revision {
    static let id: RevisionID = "d83f02b6c7e1"
    static let parents: [RevisionID] = ["4c1d7e90ab35"]

    func upgrade(_ op: Operations) {
        op.addColumn(Column("discount", .integer).notNull().default(0), to: "prices")
        op.createIndex("ix_prices_discount", on: "prices", columns: ["discount"], where: "discount > 0")
    }
}
