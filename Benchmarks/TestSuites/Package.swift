// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what is measured are suites of tests.
let package = Package(
    name: "test-suites-benchmark",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "migrator", path: "../..")],
    targets: [
        .testTarget(
            name: "TestSuites",
            dependencies: [
                .product(name: "MigratorTesting", package: "migrator"),
                .product(name: "ECSHistory", package: "migrator"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
