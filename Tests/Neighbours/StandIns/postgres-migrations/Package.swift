// swift-tools-version: 6.2
import PackageDescription

// Bears the names of postgres-migrations 1.2.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "postgres-migrations",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "PostgresMigrations", targets: ["PostgresMigrations"])
    ],
    targets: [
        .target(name: "PostgresMigrations", path: "PostgresMigrations")
    ],
    swiftLanguageModes: [.v6]
)
