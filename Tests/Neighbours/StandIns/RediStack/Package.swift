// swift-tools-version: 6.2
import PackageDescription

// Bears the names of RediStack 1.6.3, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "RediStack",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "RediStack", targets: ["RediStack"]),
        .library(name: "RedisTypes", targets: ["RedisTypes"]),
        .library(name: "RediStackTestUtils", targets: ["RediStackTestUtils"]),
    ],
    targets: [
        .target(name: "RediStack", dependencies: ["RESP3"], path: "RediStack"),
        .target(name: "RedisTypes", path: "RedisTypes"),
        .target(name: "RESP3", path: "RESP3"),
        .target(name: "RediStackTestUtils", path: "RediStackTestUtils"),
    ],
    swiftLanguageModes: [.v6]
)
