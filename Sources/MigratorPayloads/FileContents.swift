package import MigratorCore
package import MigratorSystem

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads revisions' files whole.
package enum SQLFileContents {
    /// Rows belong into payloads; a revision greater than this is a mistake.
    static let maximumSize: Int64 = 256 << 20

    /// The contents of the file at `path`.
    package static func read(_ path: String) throws(MigratorError) -> [UInt8] {
        try read(path, in: AT_FDCWD, path: path).contents
    }

    /// The contents of `name` in an open folder, and its signature once read; `path` is for messages.
    package static func read(
        _ name: UnsafePointer<CChar>,
        in folder: Int32,
        path: String
    ) throws(MigratorError) -> (contents: [UInt8], signature: FileSignature) {
        // A FIFO must not hold the program up.
        let descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        guard SystemCalls.isRegular(status) else {
            throw MigratorError(.fileSystem, "'\(path)' is no regular file; a revision is one .sql file")
        }
        guard status.st_size <= maximumSize else {
            throw MigratorError(
                .fileSystem,
                "'\(path)' is greater than \(maximumSize >> 20) MB; put its rows into a payload and bulk-insert them"
            )
        }
        let before = FileSignature(status)
        guard let contents = SystemCalls.readAll(descriptor, size: Int(status.st_size)) else { throw failure(path) }
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        var signature = FileSignature(status)
        // Written to while it was read: this signature must match nothing.
        if signature != before { signature.size = -1 }
        return (contents, signature)
    }

    private static func failure(_ path: String) -> MigratorError {
        MigratorError(.fileSystem, "'\(path)' cannot be read: \(SystemCalls.lastError)")
    }
}
