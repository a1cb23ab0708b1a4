#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The system's description of a file.
package struct FileStatus: Sendable {
    package enum Kind: Sendable {
        case file, folder, other
    }

    package let kind: Kind
    package let signature: FileSignature
    /// The permissions to read and to write: the lowest nine bits.
    package let permissions: UInt32
    private let owner: UInt32

    /// Asks about what lies at a path; `nil` if nothing does, or if it may not be asked about.
    package init?(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
        signature = FileSignature(status)
        permissions = UInt32(status.st_mode) & 0o777
        owner = status.st_uid
    }

    /// The number of bytes.
    package var size: Int { Int(signature.size) }

    /// Whether it belongs to the user that this process runs as.
    package var isOwn: Bool { owner == geteuid() }
}
