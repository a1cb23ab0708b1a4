import Foundation

/// The repository's own files, as these tests read them; paths begin in its folder.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The pages that a browser of the repository shows.
    static let pages =
        ["README.md", "CONTRIBUTING.md", "Benchmarks/README.md"]
        + files(in: "Examples").map { "\($0)/README.md" }.filter(isThere)

    /// The articles of the DocC catalogues.
    static let articles = files(in: "Sources").flatMap { files(in: $0, ending: ".docc") }
        .flatMap { files(in: $0, ending: ".md") }

    static let documents = pages + articles

    /// The files that hold snippets.
    ///
    /// A manifest and a program with `@main` cannot be part of a test target; theirs is an example that the soak builds.
    static let snippetFiles =
        files(in: "Tests/SnippetTests/Snippets", ending: ".swift") + [
            "Examples/ShopMigrations/Package.swift",
            "Examples/ShopMigrations/Sources/ShopMigrate/ShopMigrate.swift",
        ]

    static func lines(of path: String) throws -> [String] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
    }

    static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func files(in folder: String, ending suffix: String = "") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        return names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    }
}
