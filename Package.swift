// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "migrator",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "migrator", targets: ["MigratorTool"]),
        .library(name: "MigrationDSL", targets: ["MigrationDSL"]),
        .library(name: "Migrator", targets: ["Migrator"]),
        .library(name: "MigratorService", targets: ["MigratorService"]),
        .library(name: "MigratorCLI", targets: ["MigratorCLI"]),
        .library(name: "MigratorTestKit", targets: ["MigratorTestKit"]),
        .library(name: "Database", targets: ["Database"]),
        .library(name: "SQLiteDriver", targets: ["SQLiteDriver"]),
        .library(name: "PostgresDriver", targets: ["PostgresDriver"]),
        .library(name: "CacheBridge", targets: ["CacheBridge"]),
        .library(name: "RedisDriver", targets: ["RedisDriver"]),
        .library(name: "Compression", targets: ["Compression"]),
        .library(name: "InvalidationCarriers", targets: ["InvalidationCarriers"]),
        .library(name: "ECSSchema", targets: ["ECSSchema"]),
        .library(name: "ECSHistory", targets: ["NamingMigrations", "ECSMigrations", "AgentsMigrations"]),
        .plugin(name: "RevisionRegistry", targets: ["RevisionRegistry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.9.0"),
    ],
    targets: [
        // Beneath all: how texts are told apart.
        .target(name: "ByteEquality"),

        // The ground floor: none of these imports another.
        .target(name: "MigrationDSL", dependencies: ["ByteEquality"]),
        .target(name: "Database", dependencies: ["ByteEquality"]),
        .target(name: "BlockingExecution"),
        .target(name: "CacheBridge", dependencies: ["ByteEquality", .crypto, .logging, .metrics]),

        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(
            name: "SQLiteDriver",
            dependencies: ["Database", "BlockingExecution", "ByteEquality", "CSQLite"],
            // Loaded when it is first needed on Linux.
            linkerSettings: [.linkedLibrary("sqlite3", .when(platforms: [.macOS]))]
        ),
        .systemLibrary(name: "CLibPQ", pkgConfig: linked("libpq"), providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(
            name: "PostgresDriver",
            dependencies: ["Database", "BlockingExecution", "ByteEquality", "CLibPQ"]
        ),

        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .target(name: "RedisDriver", dependencies: ["CacheBridge", "BlockingExecution", "CHiredis"]),
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "Compression", dependencies: ["CacheBridge", "CZstd", "CZlib"]),

        .target(name: "InvalidationCarriers", dependencies: ["Database", "CacheBridge"]),

        .target(
            name: "Migrator",
            dependencies: [
                "MigrationDSL", "Database", "CacheBridge", "InvalidationCarriers", "ByteEquality", .crypto,
            ]
        ),
        .target(
            name: "MigratorCLI",
            dependencies: [
                "Migrator", "MigrationDSL", "Database", "SQLiteDriver", "PostgresDriver", "CacheBridge", "RedisDriver",
                "Compression", "InvalidationCarriers",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), .logging,
            ]
        ),
        .target(
            name: "MigratorService",
            dependencies: ["Migrator", "MigrationDSL", "Database", "CacheBridge", .lifecycle, .logging]
        ),
        .target(name: "MigratorTestKit", dependencies: ["Migrator", "MigrationDSL", "Database"]),

        .target(
            name: "ECSSchema",
            dependencies: [
                "MigrationDSL", "Database", "CacheBridge", "ByteEquality",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .executableTarget(name: "RevisionIndex"),
        .plugin(name: "RevisionRegistry", capability: .buildTool(), dependencies: ["RevisionIndex"]),
        .migrations("NamingMigrations", in: "naming"),
        .migrations("ECSMigrations", in: "ecs"),
        .migrations("AgentsMigrations", in: "agents"),

        .executableTarget(
            name: "MigratorTool",
            dependencies: ["MigratorCLI", "ECSSchema", "NamingMigrations", "ECSMigrations", "AgentsMigrations"]
        ),

        .target(name: "SanitizerTestSupport", path: "Tests/SanitizerTestSupport"),
        .target(
            name: "TestSupport",
            dependencies: ["Database", "PostgresDriver", "SanitizerTestSupport"],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "ByteEqualityTests", dependencies: ["ByteEquality"]),
        .testTarget(name: "MigrationDSLTests", dependencies: ["MigrationDSL"]),
        .testTarget(name: "DatabaseTests", dependencies: ["Database"]),
        .testTarget(
            name: "SQLiteDriverTests",
            dependencies: ["SQLiteDriver", "BlockingExecution", "Database", "MigratorTestKit"]
        ),
        .testTarget(name: "PostgresDriverTests", dependencies: ["PostgresDriver", "Database", "MigratorTestKit"]),
        .target(name: "CacheTestSupport", dependencies: ["CacheBridge"], path: "Tests/CacheTestSupport"),
        .testTarget(
            name: "CacheBridgeTests",
            dependencies: ["CacheBridge", "CacheTestSupport", "TestSupport", .crypto, .logging, .metrics]
        ),
        .testTarget(name: "ModelTests", path: "Tests/Models"),
        .testTarget(
            name: "InvalidationCarriersTests",
            dependencies: [
                "InvalidationCarriers", "CacheBridge", "Database", "SQLiteDriver", "PostgresDriver", "TestSupport",
            ]
        ),
        .testTarget(
            name: "RedisDriverTests",
            dependencies: [
                "RedisDriver", "CacheBridge", "BlockingExecution", "CHiredis", "CacheTestSupport", "TestSupport",
                .logging,
            ]
        ),
        .testTarget(
            name: "CompressionTests",
            dependencies: ["Compression", "CacheBridge", "CZstd", "CZlib", "TestSupport"]
        ),
        .testTarget(
            name: "MigratorTests",
            dependencies: ["Migrator", "MigrationDSL", "Database", "CacheBridge", "ByteEquality", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Migrator", "MigrationDSL", "Database", "CacheBridge", "InvalidationCarriers", "SQLiteDriver",
                "PostgresDriver", "MigratorTestKit", "CacheTestSupport", "TestSupport",
            ]
        ),
        .testTarget(
            name: "ECSSchemaTests",
            dependencies: [
                "ECSSchema", "CacheBridge", "Database", "MigrationDSL", "Migrator", "MigratorTestKit", "SQLiteDriver",
                "PostgresDriver", "TestSupport", "NamingMigrations", "ECSMigrations", "AgentsMigrations",
            ]
        ),
        .testTarget(
            name: "MigratorServiceTests",
            dependencies: [
                "MigratorService", "Migrator", "MigrationDSL", "Database", "CacheBridge", "RedisDriver", "SQLiteDriver",
                "PostgresDriver", "TestSupport", .lifecycle, .logging,
            ]
        ),
        .testTarget(name: "RevisionIndexTests", dependencies: ["RevisionIndex"]),
        .testTarget(
            name: "MigratorCLITests",
            dependencies: ["MigratorCLI", "Migrator", "MigrationDSL", "CacheBridge"]
        ),
        .testTarget(
            name: "MigratorToolTests",
            dependencies: [
                "MigratorTool", "Migrator", "Database", "SQLiteDriver", "PostgresDriver", "Compression", "RedisDriver",
                "CacheBridge",
                "TestSupport",
            ],
            exclude: ["Fixtures"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

/// The flags of a library that is loaded when it is first needed on Linux, and linked elsewhere.
func linked(_ name: String) -> String? {
    #if os(Linux)
    nil
    #else
    name
    #endif
}

extension Target.Dependency {
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let metrics: Self = .product(name: "Metrics", package: "swift-metrics")
}

extension Target {
    /// A history: a folder of revision files, one each, that the plugin turns into a registry.
    static func migrations(_ name: String, in folder: String) -> Target {
        .target(
            name: name,
            dependencies: ["MigrationDSL"],
            path: "migrations/\(folder)",
            plugins: ["RevisionRegistry"]
        )
    }
}
