// swift-tools-version: 6.2
import PackageDescription

// Bears the names of fluent 4.13.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "fluent",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Fluent", targets: ["Fluent"])
    ],
    targets: [
        .target(name: "Fluent", path: "Fluent")
    ],
    swiftLanguageModes: [.v6]
)
