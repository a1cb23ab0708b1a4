// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ShopMigrations",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "shop-migrate", targets: ["ShopMigrate"])
    ],
    dependencies: [
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
    swiftLanguageModes: [.v6]
)
