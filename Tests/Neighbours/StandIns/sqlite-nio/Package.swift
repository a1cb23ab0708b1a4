// swift-tools-version: 6.2
import PackageDescription

// Bears the names of sqlite-nio 1.12.6, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "sqlite-nio",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SQLiteNIO", targets: ["SQLiteNIO"])
    ],
    targets: [
        .target(name: "SQLiteNIO", dependencies: ["VaporCSQLite"], path: "SQLiteNIO"),
        .target(name: "VaporCSQLite", path: "VaporCSQLite"),
    ],
    swiftLanguageModes: [.v6]
)
