// swift-tools-version: 6.2
import PackageDescription

// Bears the names of swift-structured-queries 0.37.0, and does nothing.
// Targets count in a graph if a product reaches them.
let package = Package(
    name: "swift-structured-queries",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "StructuredQueries", targets: ["StructuredQueries"]),
        .library(name: "StructuredQueriesCore", targets: ["StructuredQueriesCore"]),
        .library(name: "StructuredQueriesSQLite", targets: ["StructuredQueriesSQLite"]),
        .library(name: "StructuredQueriesSQLiteCore", targets: ["StructuredQueriesSQLiteCore"]),
        .library(name: "StructuredQueriesTestSupport", targets: ["StructuredQueriesTestSupport"]),
        .library(name: "_StructuredQueriesSQLite", targets: ["_StructuredQueriesSQLite"]),
    ],
    targets: [
        .target(
            name: "StructuredQueries",
            dependencies: [
                "StructuredQueriesMacros",
                "StructuredQueriesSQLiteMacros",
                "_StructuredQueriesSQLite3",
            ],
            path: "StructuredQueries"
        ),
        .target(name: "StructuredQueriesCore", path: "StructuredQueriesCore"),
        .target(name: "StructuredQueriesSQLite", path: "StructuredQueriesSQLite"),
        .target(name: "StructuredQueriesSQLiteCore", path: "StructuredQueriesSQLiteCore"),
        .target(name: "StructuredQueriesMacros", path: "StructuredQueriesMacros"),
        .target(name: "StructuredQueriesSQLiteMacros", path: "StructuredQueriesSQLiteMacros"),
        .target(name: "StructuredQueriesTestSupport", path: "StructuredQueriesTestSupport"),
        .target(name: "_StructuredQueriesSQLite", path: "_StructuredQueriesSQLite"),
        .target(name: "_StructuredQueriesSQLite3", path: "_StructuredQueriesSQLite3"),
    ],
    swiftLanguageModes: [.v6]
)
