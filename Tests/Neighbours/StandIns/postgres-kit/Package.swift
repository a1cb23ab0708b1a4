// swift-tools-version: 6.2
import PackageDescription

// Bears the names of postgres-kit 2.16.1, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "postgres-kit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PostgresKit", targets: ["PostgresKit"])
    ],
    targets: [
        .target(name: "PostgresKit", path: "PostgresKit")
    ],
    swiftLanguageModes: [.v6]
)
