package import MigratorCore
package import MigratorSystem

/// Reads revisions' files whole.
package enum SQLFileContents {
    /// Rows belong into payloads; a revision greater than this is a mistake.
    static let maximumSize = 256 << 20

    /// The contents of the file at `path`.
    package static func read(_ path: String) throws(MigratorError) -> [UInt8] {
        try read(OpenFile.reading(path), path: path).contents
    }

    /// The contents of a file that was just opened, or could not be, and its signature once read; `path` is for
    /// messages.
    package static func read(
        _ file: OpenFile?,
        path: String
    ) throws(MigratorError) -> (contents: [UInt8], signature: FileSignature) {
        guard let file, let status = file.status else { throw failure(path) }
        guard status.kind == .file else {
            throw MigratorError(.fileSystem, "'\(path)' is no regular file; a revision is one .sql file")
        }
        guard status.size <= maximumSize else {
            throw MigratorError(
                .fileSystem,
                "'\(path)' is greater than \(maximumSize >> 20) MB; put its rows into a payload and bulk-insert them"
            )
        }
        guard let contents = file.contents(size: status.size), var signature = file.status?.signature else {
            throw failure(path)
        }
        // Written to while it was read: this signature must match nothing.
        if signature != status.signature { signature.size = -1 }
        return (contents, signature)
    }

    private static func failure(_ path: String) -> MigratorError {
        MigratorError(.fileSystem, "'\(path)' cannot be read: \(SystemCalls.lastError)")
    }
}
