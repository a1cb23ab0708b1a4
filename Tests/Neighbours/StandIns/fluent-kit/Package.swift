// swift-tools-version: 6.2
import PackageDescription

// Bears the names of fluent-kit 1.56.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "fluent-kit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "FluentKit", targets: ["FluentKit"]),
        .library(name: "FluentSQL", targets: ["FluentSQL"]),
        .library(name: "FluentBenchmark", targets: ["FluentBenchmark"]),
        .library(name: "XCTFluent", targets: ["XCTFluent"]),
    ],
    targets: [
        .target(name: "FluentKit", path: "FluentKit"),
        .target(name: "FluentSQL", path: "FluentSQL"),
        .target(name: "FluentBenchmark", path: "FluentBenchmark"),
        .target(name: "XCTFluent", path: "XCTFluent"),
    ],
    swiftLanguageModes: [.v6]
)
