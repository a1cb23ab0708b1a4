// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ECSServer",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ecs-server", targets: ["ECSServer"])
    ],
    dependencies: [
        .package(name: "migrator", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.9.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "ECSServer",
            dependencies: [
                .product(name: "Migrator", package: "migrator"),
                .product(name: "MigratorService", package: "migrator"),
                .product(name: "ECSHistory", package: "migrator"),
                .product(name: "CachedQueries", package: "migrator"),
                .product(name: "ECSSchema", package: "migrator"),
                .product(name: "MigratorDatabase", package: "migrator"),
                .product(name: "MigratorSQLite", package: "migrator"),
                .product(name: "MigratorPostgres", package: "migrator"),
                .product(name: "CacheBridge", package: "migrator"),
                .product(name: "MigratorRedis", package: "migrator"),
                .product(name: "MigratorCompression", package: "migrator"),
                .product(name: "MigratorOutbox", package: "migrator"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
