import MigrationDSL

/// Creates the products and loads the first price list.
struct CreateProducts: Revision {
    static let id: RevisionID = "4c1d7e90ab35"

    func upgrade(_ op: Operations) {
        op.createTable("products") {
            Column("sku", .string(20)).primaryKey()
            Column("name", .string(200)).notNull()
        }
        op.createTable("prices") {
            Column("sku", .string(20)).notNull().references("products", "sku")
            Column("currency", .char(3)).notNull()
            Column("amount", .decimal(12, 2)).notNull().check("amount >= 0", name: "ck_prices_amount")
            PrimaryKey(["sku", "currency"])
        }
        op.bulkInsert(into: "products", from: .csv("payloads/products.csv"))
        op.bulkInsert(into: "prices", from: .csv("payloads/prices.csv"))
    }
}
