import Foundation

@testable import MigratorRevisionIndex

/// What the generator makes of one file of a target `Sample`.
func file(_ source: String, path: String = "0001_sample.swift") -> RevisionFile {
    RevisionFile(path: path, fullPath: "/h/\(path)", source: Array(source.utf8), target: "Sample")
}

/// The errors of one file, as they are printed.
func errors(_ source: String, path: String = "0001_sample.swift") -> [String] {
    file(source, path: path).problems.map(\.description)
}

/// A folder with these files, while `body` runs.
func withFolder<T>(_ files: [String: [UInt8]], _ body: (String) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "revision index \(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, bytes) in files {
        let url = folder.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }
    return try body(folder.path(percentEncoded: false))
}

/// The history of these files.
func history(_ files: [String: [UInt8]]) throws -> History {
    try withFolder(files) { folder in
        History(target: "Sample", folder: folder, files: files.keys.map { "\(folder)/\($0)" })
    }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
