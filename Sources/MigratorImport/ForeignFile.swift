import MigrationDSL
import MigratorCore

/// A file of another tool's project.
package struct ForeignFile: Hashable, Sendable {
    /// The path within the project, with `/` between folders.
    package let path: String
    /// The contents, as they lie on disk.
    package let contents: [UInt8]

    package init(path: String, contents: [UInt8]) {
        self.path = path
        self.contents = contents
    }

    /// The last part of the path.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The path of the folder, empty at the project's top.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// The text, without byte-order mark and with LF line ends, as revisions in SQL are read.
    ///
    /// - Throws: `MigratorError` with the place if it is no UTF-8.
    func text() throws(MigratorError) -> ForeignText { try ForeignText(self) }

    /// An error about a line of the file, or about all of it.
    func error(_ message: String, line: Int = 1) -> MigratorError {
        MigratorError(.invalidRevision, message, location: SourceLocation(file: path, line: line))
    }
}
