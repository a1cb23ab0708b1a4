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
        .library(name: "MigratorTesting", targets: ["MigratorTesting"]),
        .library(name: "CacheTestKit", targets: ["CacheTestKit"]),
        .library(name: "MigratorDatabase", targets: ["MigratorDatabase"]),
        .library(name: "MigratorSQLite", targets: ["MigratorSQLite"]),
        .library(name: "MigratorPostgres", targets: ["MigratorPostgres"]),
        .library(name: "CacheBridge", targets: ["CacheBridge"]),
        .library(name: "MigratorRedis", targets: ["MigratorRedis"]),
        .library(name: "MigratorCompression", targets: ["MigratorCompression"]),
        .library(name: "MigratorOutbox", targets: ["MigratorOutbox"]),
        .library(name: "CachedQueries", targets: ["CachedQueries"]),
        .library(name: "ECSSchema", targets: ["ECSSchema"]),
        .library(name: "ECSHistory", targets: ["NamingMigrations", "ECSMigrations", "AgentsMigrations"]),
        .plugin(name: "RevisionRegistry", targets: ["RevisionRegistry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.0.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.9.0"),
    ],
    targets: [
        // The ground floor: none of these imports another but MigratorSystem.
        .target(name: "MigratorSystem", dependencies: [.crypto]),
        .target(name: "MigrationDSL", dependencies: ["MigratorSystem"]),
        .target(name: "MigratorDatabase", dependencies: ["MigratorSystem"]),
        .target(name: "MigratorBlocking"),
        .target(name: "CacheBridge", dependencies: ["MigratorSystem", .crypto, .logging, .metrics]),

        // Drivers.
        .systemLibrary(name: "CMigratorSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(
            name: "MigratorSQLite",
            dependencies: ["MigratorDatabase", "MigratorBlocking", "MigratorSystem", "CMigratorSQLite"],
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .systemLibrary(
            name: "CMigratorPostgres",
            pkgConfig: linked("libpq"),
            providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
        ),
        .target(
            name: "MigratorPostgres",
            dependencies: ["MigratorDatabase", "MigratorBlocking", "MigratorSystem", "CMigratorPostgres"]
        ),

        .systemLibrary(name: "CMigratorHiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .target(
            name: "MigratorRedis",
            dependencies: ["CacheBridge", "MigratorBlocking", "MigratorSystem", "CMigratorHiredis"]
        ),
        .systemLibrary(name: "CMigratorZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CMigratorZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "MigratorCompression", dependencies: ["CacheBridge", "CMigratorZstd", "CMigratorZlib"]),

        // The engine's parts, and the engine.
        .target(
            name: "MigratorCore",
            dependencies: ["MigrationDSL", "MigratorDatabase", "MigratorSystem", .crypto]
        ),
        .target(name: "MigratorPictures", dependencies: ["MigratorSystem"]),
        .target(name: "MigratorGraph", dependencies: ["MigrationDSL", "MigratorCore", "MigratorSystem"]),
        .target(
            name: "MigratorCatalogue",
            dependencies: ["MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorSystem"]
        ),
        .target(
            name: "MigratorDialects",
            dependencies: ["MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorCatalogue", "MigratorSystem"]
        ),
        .target(
            name: "MigratorSafety",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorCatalogue", "MigratorDialects",
                "MigratorSystem",
            ]
        ),
        .target(
            name: "MigratorSchema",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorCatalogue",
                "MigratorDialects", "MigratorSystem",
            ]
        ),
        .target(
            name: "MigratorPayloads",
            dependencies: ["MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorSystem", .crypto]
        ),
        .target(
            name: "MigratorSources",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "MigratorGraph", "MigratorPayloads", "MigratorCore",
                "MigratorSystem",
            ]
        ),
        .target(
            name: "MigratorImport",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "MigratorGraph", "MigratorSources", "MigratorCore",
                "MigratorSystem",
            ]
        ),
        .target(name: "MigratorOutbox", dependencies: ["MigratorDatabase", "CacheBridge", "MigratorSystem"]),
        .target(
            name: "Migrator",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "MigratorCore", "MigratorGraph", "MigratorCatalogue",
                "MigratorDialects", "MigratorSchema", "MigratorSafety", "MigratorPayloads", "MigratorSources",
                "MigratorImport", "MigratorOutbox", "MigratorPictures", "CacheBridge", "MigratorSystem",
            ]
        ),
        .target(
            name: "MigratorCLI",
            dependencies: [
                "Migrator", "MigratorImport", "MigrationDSL", "MigratorDatabase", "MigratorSQLite", "MigratorPostgres",
                "CacheBridge", "MigratorRedis", "MigratorCompression", "MigratorOutbox", "MigratorSystem",
                .argumentParser, .logging,
            ]
        ),
        .target(
            name: "MigratorService",
            dependencies: ["Migrator", "MigrationDSL", "MigratorDatabase", "CacheBridge", .lifecycle, .logging]
        ),
        .target(
            name: "MigratorTestKit",
            dependencies: ["Migrator", "MigratorDatabase", "MigratorDialects", "MigratorSystem"]
        ),
        .target(
            name: "MigratorTesting",
            dependencies: [
                "MigratorTestKit", "Migrator", "MigrationDSL", "MigratorCore", "MigratorDatabase", "MigratorSQLite",
                "MigratorPostgres", "MigratorSystem",
            ]
        ),
        .target(name: "CacheTestKit", dependencies: ["CacheBridge", "MigratorSystem"]),

        // An application's reads and writes through the caches, and the schema that is read so.
        .target(
            name: "CachedQueries",
            dependencies: ["MigratorDatabase", "CacheBridge", "MigratorOutbox", "MigratorSystem", .logging]
        ),
        .target(
            name: "ECSSchema",
            dependencies: [
                "MigrationDSL", "MigratorDatabase", "CacheBridge", "MigratorOutbox", "CachedQueries", "MigratorSystem",
            ]
        ),

        .executableTarget(name: "MigratorRevisionIndex"),
        .plugin(name: "RevisionRegistry", capability: .buildTool(), dependencies: ["MigratorRevisionIndex"]),
        .migrations("NamingMigrations", in: "naming"),
        .migrations("ECSMigrations", in: "ecs"),
        .migrations("AgentsMigrations", in: "agents"),

        .executableTarget(
            name: "MigratorTool",
            dependencies: [
                "MigratorCLI", "CachedQueries", "ECSSchema", "NamingMigrations", "ECSMigrations", "AgentsMigrations",
            ]
        ),

        .target(name: "MigratorSanitizerSupport", path: "Tests/MigratorSanitizerSupport"),
        .target(
            name: "MigratorTestSupport",
            dependencies: ["MigratorDatabase", "MigratorPostgres", "MigratorSanitizerSupport"],
            path: "Tests/MigratorTestSupport"
        ),
        .target(name: "CacheSamples", dependencies: ["CacheBridge"], path: "Tests/CacheSamples"),
        .testTarget(name: "MigratorSystemTests", dependencies: ["MigratorSystem"]),
        .testTarget(name: "MigratorPicturesTests", dependencies: ["MigratorPictures"]),
        .testTarget(name: "MigrationDSLTests", dependencies: ["MigrationDSL"]),
        .testTarget(name: "MigratorDatabaseTests", dependencies: ["MigratorDatabase", "MigratorTestSupport"]),
        .testTarget(
            name: "MigratorSQLiteTests",
            dependencies: ["MigratorSQLite", "MigratorBlocking", "MigratorDatabase", "MigratorTestKit"]
        ),
        .testTarget(
            name: "MigratorPostgresTests",
            dependencies: ["MigratorPostgres", "MigratorDatabase", "MigratorTestKit", "MigratorTestSupport"]
        ),
        .testTarget(
            name: "CacheBridgeTests",
            dependencies: [
                "CacheBridge", "CacheTestKit", "CacheSamples", "MigratorSystem", "MigratorTestSupport", .crypto,
                .logging,
                .metrics,
            ]
        ),
        .testTarget(name: "ModelTests", path: "Tests/Models"),
        .testTarget(
            name: "MigratorOutboxTests",
            dependencies: [
                "MigratorOutbox", "CacheBridge", "CacheTestKit", "CacheSamples", "MigratorDatabase", "MigratorSQLite",
                "MigratorPostgres", "MigratorTestSupport",
            ]
        ),
        .testTarget(
            name: "MigratorRedisTests",
            dependencies: [
                "MigratorRedis", "CacheBridge", "MigratorBlocking", "CMigratorHiredis", "CacheTestKit", "CacheSamples",
                "MigratorTestSupport", .logging,
            ]
        ),
        .testTarget(
            name: "MigratorCompressionTests",
            dependencies: [
                "MigratorCompression", "CacheBridge", "CMigratorZstd", "CMigratorZlib", "MigratorTestSupport",
            ]
        ),
        .testTarget(
            name: "MigratorTests",
            dependencies: [
                "Migrator", "MigratorCore", "MigratorGraph", "MigratorCatalogue", "MigratorDialects",
                "MigratorPayloads",
                "MigratorSources", "MigratorOutbox", "MigrationDSL", "MigratorDatabase", "CacheBridge", "CacheTestKit",
                "CacheSamples", "MigratorSystem", "MigratorTestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "MigratorImportTests",
            dependencies: ["MigratorImport", "MigrationDSL", "MigratorCore"]
        ),
        .testTarget(
            name: "MigratorSafetyTests",
            dependencies: [
                "Migrator", "MigratorSafety", "MigratorSources", "MigratorDialects", "MigratorCatalogue",
                "MigratorCore", "MigrationDSL", "MigratorDatabase", "MigratorSystem", "MigratorTestSupport",
            ],
            exclude: ["Cases"]
        ),
        .testTarget(
            name: "MigratorSchemaTests",
            dependencies: [
                "Migrator", "MigratorSources", "MigratorGraph", "MigratorSchema", "MigratorDialects",
                "MigratorCatalogue", "MigratorCore", "MigrationDSL", "MigratorDatabase",
                "MigratorSQLite", "MigratorPostgres", "MigratorSystem", "MigratorTestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Migrator", "MigratorCore", "MigratorGraph", "MigratorCatalogue", "MigratorDialects",
                "MigratorPayloads",
                "MigratorSources", "MigratorOutbox", "MigrationDSL", "MigratorDatabase", "CacheBridge", "CacheTestKit",
                "CacheSamples", "MigratorSystem", "MigratorSQLite", "MigratorPostgres", "MigratorTestKit",
                "MigratorTestSupport",
            ]
        ),
        .testTarget(
            name: "CachedQueriesTests",
            dependencies: [
                "CachedQueries", "CacheBridge", "CacheTestKit", "MigratorOutbox", "MigratorDatabase", "MigratorSQLite",
                "MigratorPostgres", "MigratorTestSupport",
            ]
        ),
        .testTarget(
            name: "ECSSchemaTests",
            dependencies: [
                "ECSSchema", "CachedQueries", "CacheBridge", "CacheTestKit", "MigratorOutbox", "MigratorDatabase",
                "MigrationDSL", "Migrator", "MigratorSchema", "MigratorDialects", "MigratorCatalogue",
                "MigratorTestKit", "MigratorSQLite", "MigratorPostgres", "MigratorTestSupport",
                "NamingMigrations", "ECSMigrations", "AgentsMigrations",
            ]
        ),
        .testTarget(
            name: "MigratorTestingTests",
            dependencies: [
                "MigratorTesting", "MigratorTestKit", "Migrator", "MigrationDSL", "MigratorDatabase", "MigratorSQLite",
                "MigratorPostgres", "MigratorTestSupport",
            ]
        ),
        .testTarget(
            name: "MigratorServiceTests",
            dependencies: [
                "MigratorService", "Migrator", "MigrationDSL", "MigratorDatabase", "CacheBridge", "CacheTestKit",
                "CacheSamples", "MigratorOutbox", "MigratorRedis", "MigratorSQLite", "MigratorPostgres",
                "MigratorTestSupport", .lifecycle, .logging,
            ]
        ),
        .testTarget(
            name: "ToyDatabaseTests",
            dependencies: [
                "Migrator", "MigratorCore", "MigratorCatalogue", "MigratorDialects", "MigratorSources",
                "MigratorOutbox", "CachedQueries", "MigrationDSL", "MigratorDatabase", "MigratorSQLite", "CacheBridge",
                "CacheTestKit", "CacheSamples", "MigratorTestKit", "MigratorTestSupport",
            ],
            path: "Tests/ToyDatabase"
        ),
        .testTarget(name: "MigratorRevisionIndexTests", dependencies: ["MigratorRevisionIndex"]),
        .testTarget(
            name: "MigratorCLITests",
            dependencies: [
                "MigratorCLI", "Migrator", "MigratorImport", "MigrationDSL", "CacheBridge", "MigratorOutbox",
                .argumentParser,
            ]
        ),
        .testTarget(
            name: "MigratorToolTests",
            dependencies: [
                "MigratorTool", "Migrator", "MigratorDatabase", "MigratorSQLite", "MigratorPostgres",
                "MigratorCompression", "MigratorRedis", "MigratorOutbox", "CacheBridge", "CacheTestKit", "ECSSchema",
                "MigratorTestSupport",
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "SnippetTests",
            dependencies: [
                "MigrationDSL", "Migrator", "MigratorService", "MigratorCLI", "MigratorTestKit", "MigratorTesting",
                "MigratorDatabase",
                "MigratorBlocking", "MigratorSQLite", "MigratorPostgres", "CacheBridge", "MigratorRedis",
                "MigratorOutbox", "CachedQueries", "ECSSchema", .lifecycle, .signals, .logging, .argumentParser,
            ]
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
    static let argumentParser: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let signals: Self = .product(name: "UnixSignals", package: "swift-service-lifecycle")
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
