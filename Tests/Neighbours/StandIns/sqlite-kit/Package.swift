// swift-tools-version: 6.2
import PackageDescription

// Bears the names of sqlite-kit 4.5.2, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "sqlite-kit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SQLiteKit", targets: ["SQLiteKit"])
    ],
    targets: [
        .target(name: "SQLiteKit", path: "SQLiteKit")
    ],
    swiftLanguageModes: [.v6]
)
