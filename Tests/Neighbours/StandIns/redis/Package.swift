// swift-tools-version: 6.2
import PackageDescription

// Bears the names of redis 4.11.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "redis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Redis", targets: ["Redis"])
    ],
    targets: [
        .target(name: "Redis", path: "Redis")
    ],
    swiftLanguageModes: [.v6]
)
