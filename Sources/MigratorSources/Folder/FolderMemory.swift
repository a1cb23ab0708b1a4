import MigratorSystem

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Remembers on disk what was read from folders of SQL revisions, so that only files which changed are read again.
///
/// It is a convenience: whatever is wrong with it, the folder is read as if there were none. A file counts as unchanged
/// while its size, times, inode and device are; the time of the inode's change cannot be put back as that of the
/// contents can. A file touched within two seconds of being read is not remembered, since a second write could bear
/// the same times (the "racily clean" entries of git's index).
package struct FolderMemory: Sendable {
    /// Where memories are kept, one file for each folder.
    package let directory: String
    /// Folders with fewer files are read anew each time, which is as fast.
    package let minimumFiles: Int

    /// Keeps memories in `directory`, made when needed.
    package init(directory: String, minimumFiles: Int = 64) {
        self.directory = directory
        self.minimumFiles = minimumFiles
    }

    /// The memory of this user: in `MIGRATOR_CACHE_DIR`, else `$XDG_CACHE_HOME/migrator`, else `~/.cache/migrator`.
    ///
    /// `nil` if none of them is an absolute path.
    package static func standard(
        environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    ) -> FolderMemory? {
        func absolute(_ name: String) -> String? {
            environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        if let chosen = absolute("MIGRATOR_CACHE_DIR") { return FolderMemory(directory: chosen) }
        if let base = absolute("XDG_CACHE_HOME") { return FolderMemory(directory: base + "/migrator") }
        return absolute("HOME").map { FolderMemory(directory: $0 + "/.cache/migrator") }
    }

    /// What is remembered of a folder; empty if there is nothing that can be trusted.
    func recall(_ folder: String) -> FolderMemoryReader {
        let nothing = FolderMemoryReader(bytes: [], folder: folder)
        guard let directory = openDirectory() else { return nothing }
        defer { close(directory) }
        let name = FolderMemoryFormat.fileName(folder: folder)
        let descriptor = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nothing }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, SystemCalls.isRegular(status), isPrivate(status),
            status.st_size <= Self.maximumSize,
            let bytes = SystemCalls.readAll(descriptor, size: Int(status.st_size))
        else { return nothing }
        return FolderMemoryReader(bytes: bytes, folder: folder)
    }

    /// Replaces what is remembered of a folder in one step; entries without a signature are left out.
    func remember(_ entries: some Sequence<(SQLRevisionEntry, FileSignature?)>, folder: String) {
        makeDirectory()
        guard let directory = openDirectory() else { return }
        defer { close(directory) }
        let bytes = FolderMemoryFormat.encode(entries, folder: folder)
        guard bytes.count <= Self.maximumSize else { return }
        let name = FolderMemoryFormat.fileName(folder: folder)
        let temporary = "\(name).\(getpid()).\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten = SystemCalls.writeAll(descriptor, bytes)
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, renameat(directory, temporary, directory, name) == 0 else {
            unlinkat(directory, temporary, 0)
            return
        }
    }

    private static let maximumSize = 512 << 20

    /// The directory, if it is this user's and nobody else may write to it.
    private func openDirectory() -> Int32? {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, SystemCalls.isDirectory(status), isPrivate(status) else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private func isPrivate(_ status: stat) -> Bool {
        status.st_uid == geteuid() && status.st_mode & 0o022 == 0
    }

    private func makeDirectory() {
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/" + part
            mkdir(path, 0o700)
        }
    }
}
