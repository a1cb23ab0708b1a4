#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The answer of `stat` for a file, to tell whether it is still the one that was read.
package struct FileSignature: Hashable, Sendable {
    package var size: Int64
    /// Nanoseconds since 1970.
    package var modified: Int64
    /// When the inode changed, which no program can put back.
    package var changed: Int64
    package var inode: UInt64
    package var device: UInt64

    package init(size: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.device = device
    }

    init(_ status: stat) {
        #if canImport(Darwin)
        let (modification, change) = (status.st_mtimespec, status.st_ctimespec)
        #else
        let (modification, change) = (status.st_mtim, status.st_ctim)
        #endif
        self.init(
            size: Int64(status.st_size),
            modified: SystemTime.nanoseconds(modification),
            changed: SystemTime.nanoseconds(change),
            inode: UInt64(status.st_ino),
            device: UInt64(truncatingIfNeeded: status.st_dev)
        )
    }

    /// Whether another write could still bear these very times: clocks of file systems tick slowly.
    package func isRacy(at now: Int64) -> Bool {
        max(modified, changed) >= now - 2_000_000_000
    }

    /// The time of the clock that files are stamped with.
    package static func now() -> Int64 { SystemTime.wall }
}
