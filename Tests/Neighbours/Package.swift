// swift-tools-version: 6.2
import PackageDescription

// A server's packages beside ours: that they resolve into one graph, and that one file may import them all.
//
// What every machine can fetch is real. The others have stand-ins: empty types, modules and targets of the same names.

let package = Package(
    name: "neighbours",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sqlite-alone", targets: ["SQLiteAlone"])
    ],
    dependencies: [
        .package(name: "migrator", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0", traits: []),
    ] + standIns.map { .package(path: "StandIns/\($0.package)") },
    targets: [
        .target(
            name: "Neighbours",
            dependencies: ours + [
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ] + standIns.flatMap { one in one.products.map { .product(name: $0, package: one.package) } }
        ),
        // Its program must link what SQLite needs, and nothing else.
        .executableTarget(
            name: "SQLiteAlone",
            dependencies: [.ours("Migrator"), .ours("MigratorDatabase"), .ours("MigratorSQLite")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

/// The libraries of ours that have public types.
var ours: [Target.Dependency] {
    [
        "CacheBridge", "CacheTestKit", "CachedQueries", "ECSSchema", "MigrationDSL", "Migrator", "MigratorCLI",
        "MigratorCompression", "MigratorDatabase", "MigratorOutbox", "MigratorPostgres", "MigratorRedis",
        "MigratorSQLite", "MigratorService", "MigratorTestKit",
    ].map { .ours($0) }
}

/// The packages in StandIns, and which of their modules an application imports.
var standIns: [(package: String, products: [String])] {
    [
        ("RediStack", ["RediStack", "RedisTypes"]),
        ("fluent", ["Fluent"]),
        ("fluent-kit", ["FluentKit", "FluentSQL"]),
        ("hummingbird-redis", ["HummingbirdRedis"]),
        ("postgres-kit", ["PostgresKit"]),
        ("postgres-migrations", ["PostgresMigrations"]),
        ("postgres-nio", ["PostgresNIO", "_ConnectionPoolModule"]),
        ("redis", ["Redis"]),
        ("sql-kit", ["SQLKit"]),
        ("sqlite-kit", ["SQLiteKit"]),
        ("sqlite-nio", ["SQLiteNIO"]),
        ("swift-structured-queries", ["StructuredQueries", "StructuredQueriesCore", "StructuredQueriesSQLiteCore"]),
        ("vapor", ["Vapor"]),
    ]
}

extension Target.Dependency {
    /// A library of the package that is tested.
    static func ours(_ name: String) -> Self { .product(name: name, package: "migrator") }
}
