// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "migrator",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "migrator", targets: ["MigratorTool"]),
        .library(name: "MigrationDSL", targets: ["MigrationDSL"]),
        .library(name: "Migrator", targets: ["Migrator"]),
        .library(name: "MigratorCLI", targets: ["MigratorCLI"]),
        .library(name: "MigratorTestKit", targets: ["MigratorTestKit"]),
        .library(name: "Database", targets: ["Database"]),
        .library(name: "SQLiteDriver", targets: ["SQLiteDriver"]),
        .library(name: "PostgresDriver", targets: ["PostgresDriver"]),
        .plugin(name: "RevisionRegistry", targets: ["RevisionRegistry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
    ],
    targets: [
        // The ground floor: none of these imports another.
        .target(name: "MigrationDSL"),
        .target(name: "Database"),
        .target(name: "BlockingExecution"),

        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .target(name: "SQLiteDriver", dependencies: ["Database", "BlockingExecution", "CSQLite"]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "PostgresDriver", dependencies: ["Database", "BlockingExecution", "CLibPQ"]),

        .target(
            name: "Migrator",
            dependencies: ["MigrationDSL", "Database", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .target(
            name: "MigratorCLI",
            dependencies: [
                "Migrator", "MigrationDSL", "Database", "SQLiteDriver",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .target(name: "MigratorTestKit", dependencies: ["Migrator", "MigrationDSL", "Database"]),

        .executableTarget(name: "RevisionIndex"),
        .plugin(name: "RevisionRegistry", capability: .buildTool(), dependencies: ["RevisionIndex"]),
        .migrations("NamingMigrations", in: "naming"),
        .migrations("ECSMigrations", in: "ecs"),
        .migrations("AgentsMigrations", in: "agents"),

        .executableTarget(
            name: "MigratorTool",
            dependencies: ["MigratorCLI", "NamingMigrations", "ECSMigrations", "AgentsMigrations"]
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "MigrationDSLTests", dependencies: ["MigrationDSL"]),
        .testTarget(name: "DatabaseTests", dependencies: ["Database"]),
        .testTarget(name: "SQLiteDriverTests", dependencies: ["SQLiteDriver", "Database", "MigratorTestKit"]),
        .testTarget(name: "PostgresDriverTests", dependencies: ["PostgresDriver", "Database", "MigratorTestKit"]),
        .testTarget(
            name: "MigratorTests",
            dependencies: ["Migrator", "MigrationDSL", "Database", "TestSupport"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "EngineTests",
            dependencies: ["Migrator", "MigrationDSL", "Database", "SQLiteDriver", "MigratorTestKit", "TestSupport"]
        ),
        .testTarget(name: "RevisionIndexTests", dependencies: ["RevisionIndex"]),
        .testTarget(name: "MigratorCLITests", dependencies: ["MigratorCLI", "Migrator", "MigrationDSL"]),
        .testTarget(
            name: "MigratorToolTests",
            dependencies: ["MigratorTool", "Database", "SQLiteDriver", "TestSupport"]
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
