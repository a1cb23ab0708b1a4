// swift-tools-version: 6.2
import PackageDescription

// Renders the catalogues of the package above. It stands apart so that no user of that package resolves DocC's plugin.

let package = Package(
    name: "migrator-documentation",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "migrator", path: ".."),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
    ],
    targets: [
        // The plugin documents what this one depends on.
        .target(name: "Documentation", dependencies: libraries.map { .product(name: $0, package: "migrator") })
    ],
    swiftLanguageModes: [.v6]
)

/// The libraries that have a catalogue.
var libraries: [String] {
    [
        "CacheBridge", "CachedQueries", "ECSSchema", "MigrationDSL", "Migrator", "MigratorCLI", "MigratorDatabase",
        "MigratorRedis", "MigratorService", "MigratorTestKit", "MigratorTesting",
    ]
}
