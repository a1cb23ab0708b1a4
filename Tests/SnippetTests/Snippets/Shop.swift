import CacheBridge
import MigrationDSL

/// The history of the shop that documents speak of, as the plugin lists one.
enum ShopMigrations {
    static let revisions = RevisionRegistry(
        name: "ShopMigrations",
        sourceFolder: "migrations/shop",
        entries: [
            RevisionRegistry.Entry(
                CreateProducts.self,
                file: "4c1d7e90ab35_create_products.swift",
                line: 3,
                message: "Creates the products."
            )
        ],
        payloads: []
    )
}

/// Creates the products.
struct CreateProducts: Revision {
    static let id: RevisionID = "4c1d7e90ab35"

    func upgrade(_ op: Operations) {
        op.createTable("products") {
            Column("sku", .string(20)).primaryKey()
            Column("name", .string(200)).notNull()
        }
    }
}

// snippet: shop-caches
enum ShopCaches {
    static let owner = Namespace.Owner(prefix: "SHOP")
    static let prices = Namespace("shop_prices", timeToLive: .seconds(600), owner: owner)

    static let dependencies: NamespaceDependencies = {
        var dependencies = NamespaceDependencies()
        dependencies.declare(prices, reads: ["products", "prices"])
        return dependencies
    }()
}
// end
