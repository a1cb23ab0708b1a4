import MigratorSystem

/// Remembers on disk what was read from folders of SQL revisions, so that only files which changed are read again.
///
/// It is a convenience: when it cannot be used, for any reason, the folder is read as if there were none. A file counts
/// as unchanged while its size, times, inode and device are the same; unlike the time of its contents, the time of an
/// inode's change cannot be set back. A file that was changed within two seconds before it was read is not remembered,
/// since a second write could leave the same times (the "racily clean" entries of git's index).
package struct FolderMemory: Sendable {
    /// The directory of the memories, one file for each folder.
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
        environment: (String) -> String? = { SystemCalls.environment($0) }
    ) -> FolderMemory? {
        func absolute(_ name: String) -> String? {
            environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        if let chosen = absolute("MIGRATOR_CACHE_DIR") { return FolderMemory(directory: chosen) }
        if let base = absolute("XDG_CACHE_HOME") { return FolderMemory(directory: base + "/migrator") }
        return absolute("HOME").map { FolderMemory(directory: $0 + "/.cache/migrator") }
    }

    /// The memory of a folder; empty if there is none that can be trusted.
    func recall(_ folder: String) -> FolderMemoryReader {
        let nothing = FolderMemoryReader(bytes: [], folder: folder)
        let name = FolderMemoryFormat.fileName(folder: folder)
        guard let directory = openDirectory(),
            let file = OpenFile.reading(name, in: directory, followingLinks: false),
            let status = file.status, status.kind == .file, isPrivate(status), status.size <= Self.maximumSize,
            let bytes = file.contents(size: status.size)
        else { return nothing }
        return FolderMemoryReader(bytes: bytes, folder: folder)
    }

    /// Replaces what is remembered of a folder in one step; entries without a signature are left out.
    func remember(_ entries: some Sequence<(SQLRevisionEntry, FileSignature?)>, folder: String) {
        makeDirectory()
        guard let directory = openDirectory() else { return }
        let bytes = FolderMemoryFormat.encode(entries, folder: folder)
        guard bytes.count <= Self.maximumSize else { return }
        let name = FolderMemoryFormat.fileName(folder: folder)
        let temporary = "\(name).\(SystemCalls.processID).\(UInt64.random(in: 0...UInt64.max))"
        _ = OpenFile.replace(name, with: bytes, by: temporary, in: directory)
    }

    private static let maximumSize = 512 << 20

    /// The directory, if it is this user's and no other user may write to it.
    private func openDirectory() -> OpenFile? {
        guard let folder = OpenFile.folder(directory), let status = folder.status, status.kind == .folder,
            isPrivate(status)
        else { return nil }
        return folder
    }

    private func isPrivate(_ status: FileStatus) -> Bool {
        status.isOwn && status.permissions & 0o022 == 0
    }

    private func makeDirectory() {
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/" + part
            SystemCalls.makeFolder(path, permissions: 0o700)
        }
    }
}
