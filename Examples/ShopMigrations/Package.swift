// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ShopMigrations",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "shop-migrate", targets: ["ShopMigrate"])
    ],
    // snippet: shop-manifest
    dependencies: [
        // The folder of the engine's package, seen from this one.
        .package(name: "migrator", path: "../..")
    ],
    targets: [
        .target(
            name: "ShopMigrations",
            dependencies: [.product(name: "MigrationDSL", package: "migrator")],
            path: "migrations/shop",
            plugins: [.plugin(name: "RevisionRegistry", package: "migrator")]
        ),
        .executableTarget(
            name: "ShopMigrate",
            dependencies: ["ShopMigrations", .product(name: "MigratorCLI", package: "migrator")]
        ),
    ],
    // end
    swiftLanguageModes: [.v6]
)
