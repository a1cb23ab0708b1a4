import MigratorSystem

/// Keeps a folder of files below a number of bytes; one process at a time.
enum DiskSweep {
    private struct File {
        let path: String
        let bytes: Int
        let used: Int64
    }

    /// A file that is not whole after so many seconds never will be.
    private static let abandoned: Int64 = 600

    /// The bytes that a file of this size takes on disk.
    static func blocks(_ bytes: Int) -> Int { (bytes + 4095) / 4096 * 4096 }

    /// The files of one folder that hold values, with their sizes.
    static func values(in folder: String) -> [(path: String, bytes: Int)] {
        entries(of: folder).filter { !$0.hasPrefix(".") }.compactMap { name -> (path: String, bytes: Int)? in
            let full = "\(folder)/\(name)"
            guard let status = FileStatus(full, followingLinks: false), status.kind == .file else { return nil }
            return (full, status.size)
        }
    }

    /// The bytes that all files take.
    static func bytes(in path: String) -> Int {
        files(in: path).reduce(0) { $0 + $1.bytes }
    }

    /// Removes what was not used for longest until nine tenths of the limit are left; returns the bytes that are.
    static func run(in path: String, limit: Int) -> Int {
        guard let lock = OpenFile.toLock("\(path)/.sweep") else { return 0 }
        // Another process sweeps; nine tenths of the limit is what it leaves.
        guard lock.lock() else { return limit / 10 * 9 }
        return withExtendedLifetime(lock) { sweep(path, limit) }
    }

    private static func sweep(_ path: String, _ limit: Int) -> Int {
        let now = SystemTime.wall
        var left = 0
        var whole: [File] = []
        for file in files(in: path) {
            if name(file.path).hasPrefix(PrivateFiles.temporaryPrefix) {
                if file.used < now - abandoned * 1_000_000_000 { PrivateFiles.remove(file.path) }
            } else {
                left += file.bytes
                whole.append(file)
            }
        }
        guard left > limit else { return left }
        for file in whole.sorted(by: { $0.used < $1.used }) {
            guard left > limit / 10 * 9 else { break }
            PrivateFiles.remove(file.path)
            left -= file.bytes
        }
        return left
    }

    private static func files(in path: String) -> [File] {
        entries(of: path).filter { !$0.hasPrefix(".") }.flatMap { folder in
            entries(of: "\(path)/\(folder)").compactMap { name in
                let full = "\(path)/\(folder)/\(name)"
                guard let status = FileStatus(full, followingLinks: false), status.kind == .file else { return nil }
                return File(path: full, bytes: blocks(status.size), used: status.signature.modified)
            }
        }
    }

    private static func name(_ path: String) -> Substring {
        path.split(separator: "/").last ?? ""
    }

    private static func entries(of path: String) -> [String] {
        SystemCalls.names(inFolder: path) ?? []
    }
}
