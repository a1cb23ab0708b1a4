// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "migrator-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "migrator", path: ".."),
        // Without its traits it counts no allocations, and preloads nothing into what it measures.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .target(
            name: "BenchmarkSupport",
            dependencies: [.product(name: "Benchmark", package: "benchmark")],
            path: "Support"
        ),
        .benchmarks("GraphBenchmarks"),
        .benchmarks("PayloadBenchmarks", alsoUsing: ["MigratorSQLite"]),
        .benchmarks("SQLRevisionBenchmarks"),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}

extension Target {
    /// A suite; the `benchmark` command finds it because its folder stands in one that is named Benchmarks.
    static func benchmarks(_ name: String, alsoUsing products: [String] = []) -> Target {
        .executableTarget(
            name: name,
            dependencies: ["BenchmarkSupport", .product(name: "Benchmark", package: "benchmark")]
                + (["MigrationDSL", "Migrator"] + products).map { .product(name: $0, package: "migrator") },
            path: name,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    }
}
