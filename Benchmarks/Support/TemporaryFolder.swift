import Foundation

/// A folder for the files of one benchmark; not there until something is written.
package struct TemporaryFolder: Sendable {
    package let path: String

    package init() {
        path = NSTemporaryDirectory() + "migrator-benchmarks-\(UUID().uuidString.prefix(12))"
    }

    /// The names of the files in it.
    package var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// Writes a file.
    package func write(_ name: String, _ text: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// Deletes it with all that is in it.
    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
