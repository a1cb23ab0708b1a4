// swift-tools-version: 6.2
import PackageDescription

// Bears the names of vapor 4.122.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "vapor",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Vapor", targets: ["Vapor"]),
        .library(name: "VaporTesting", targets: ["VaporTesting"]),
        .library(name: "XCTVapor", targets: ["XCTVapor"]),
    ],
    targets: [
        .target(name: "Vapor", dependencies: ["CVaporBcrypt", "VaporTestUtils"], path: "Vapor"),
        .target(name: "CVaporBcrypt", path: "CVaporBcrypt"),
        .target(name: "VaporTestUtils", path: "VaporTestUtils"),
        .target(name: "VaporTesting", path: "VaporTesting"),
        .target(name: "XCTVapor", path: "XCTVapor"),
    ],
    swiftLanguageModes: [.v6]
)
