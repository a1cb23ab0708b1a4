// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it needs servers, and nothing of the other benchmarks.
let package = Package(
    name: "ecs-cache-benchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "migrator", path: "../..")],
    targets: [
        // The library without the driver, to measure beside it.
        .systemLibrary(name: "CBareHiredis", path: "CBareHiredis"),
        .executableTarget(
            name: "ECSCacheBenchmark",
            dependencies: ["CBareHiredis"]
                + [
                    "MigrationDSL", "Migrator", "MigratorDatabase", "MigratorPostgres", "MigratorSQLite", "CacheBridge",
                    "MigratorRedis", "MigratorCompression", "MigratorOutbox", "CachedQueries", "ECSSchema",
                ].map { .product(name: $0, package: "migrator") },
            path: "Sources"
        ),
        // A history whose payload takes a second to make.
        .target(
            name: "ComputedRevisions",
            dependencies: [.product(name: "MigrationDSL", package: "migrator")],
            path: "Computed/Revisions",
            plugins: [.plugin(name: "RevisionRegistry", package: "migrator")]
        ),
        .executableTarget(
            name: "ComputedPayload",
            dependencies: ["ComputedRevisions", .product(name: "MigratorCLI", package: "migrator")],
            path: "Computed/Program"
        ),
        // A program that embeds the library and has nothing to do.
        .executableTarget(
            name: "EmbeddedStart",
            dependencies: [
                "MigratorService", "Migrator", "ECSHistory", "MigratorDatabase", "MigratorPostgres", "MigratorSQLite",
                "CacheBridge", "MigratorRedis", "MigratorOutbox",
            ].map { .product(name: $0, package: "migrator") },
            path: "Start"
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
