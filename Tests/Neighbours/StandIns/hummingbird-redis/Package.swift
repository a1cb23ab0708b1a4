// swift-tools-version: 6.2
import PackageDescription

// Bears the names of hummingbird-redis 2.0.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "hummingbird-redis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "HummingbirdRedis", targets: ["HummingbirdRedis"])
    ],
    targets: [
        .target(name: "HummingbirdRedis", path: "HummingbirdRedis")
    ],
    swiftLanguageModes: [.v6]
)
