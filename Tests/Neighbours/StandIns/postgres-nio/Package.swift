// swift-tools-version: 6.2
import PackageDescription

// Bears the names of postgres-nio 1.33.1, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "postgres-nio",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PostgresNIO", targets: ["PostgresNIO"]),
        .library(name: "_ConnectionPoolModule", targets: ["_ConnectionPoolModule"]),
        .library(name: "_ConnectionPoolTestUtils", targets: ["_ConnectionPoolTestUtils"]),
    ],
    targets: [
        .target(name: "PostgresNIO", path: "PostgresNIO"),
        .target(name: "_ConnectionPoolModule", path: "_ConnectionPoolModule"),
        .target(name: "_ConnectionPoolTestUtils", path: "_ConnectionPoolTestUtils"),
    ],
    swiftLanguageModes: [.v6]
)
