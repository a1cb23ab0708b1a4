import MigrationDSL
import MigratorCLI

// snippet: shop-model
extension DeclaredSchema {
    static let shop = DeclaredSchema {
        EnumType("mood", ["low", "high"])
        Table("customers") {
            Column("id", .uuid).primaryKey()
            Column("email", .string(200)).notNull().unique().renamed(from: "mail")
            Column("mood", .enumeration("mood")).notNull().default("low")
        }
        Index("ix_customers_mood", on: "customers", columns: ["mood"])
        View("happy", as: "SELECT id FROM customers WHERE mood = 'high'")
        DeclaredSchema.orders
    }
}
// end

// snippet: shop-model-part
extension DeclaredSchema {
    static let orders = DeclaredSchema {
        Table("orders") {
            Column("id", .uuid).primaryKey()
            Column("customer", .uuid).notNull().references("customers", "id")
        }
    }
}
// end

private func run() async {
    // snippet: shop-model-program
    await MigratorCommand.run(registries: [ShopMigrations.revisions], model: .shop)
    // end
}
