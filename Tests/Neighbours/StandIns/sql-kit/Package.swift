// swift-tools-version: 6.2
import PackageDescription

// Bears the names of sql-kit 3.36.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "sql-kit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SQLKit", targets: ["SQLKit"]),
        .library(name: "SQLKitBenchmark", targets: ["SQLKitBenchmark"]),
    ],
    targets: [
        .target(name: "SQLKit", path: "SQLKit"),
        .target(name: "SQLKitBenchmark", path: "SQLKitBenchmark"),
    ],
    swiftLanguageModes: [.v6]
)
