#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

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
            var status = stat()
            guard lstat(full, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (full, Int(status.st_size))
        }
    }

    /// The bytes that all files take.
    static func bytes(in path: String) -> Int {
        files(in: path).reduce(0) { $0 + $1.bytes }
    }

    /// Removes what was not used for longest until nine tenths of the limit are left; returns the bytes that are.
    static func run(in path: String, limit: Int) -> Int {
        let lock = open("\(path)/.sweep", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0 else { return 0 }
        defer { close(lock) }
        // Somebody else sweeps: what they leave is what there is.
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { return limit / 10 * 9 }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var left = 0
        var whole: [File] = []
        for file in files(in: path) {
            if name(file.path).hasPrefix(PrivateFiles.temporaryPrefix) {
                if file.used < (Int64(now.tv_sec) - abandoned) * 1_000_000_000 { unlink(file.path) }
            } else {
                left += file.bytes
                whole.append(file)
            }
        }
        guard left > limit else { return left }
        for file in whole.sorted(by: { $0.used < $1.used }) {
            guard left > limit / 10 * 9 else { break }
            unlink(file.path)
            left -= file.bytes
        }
        return left
    }

    private static func files(in path: String) -> [File] {
        entries(of: path).filter { !$0.hasPrefix(".") }.flatMap { folder in
            entries(of: "\(path)/\(folder)").compactMap { name in
                let full = "\(path)/\(folder)/\(name)"
                var status = stat()
                guard lstat(full, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
                let used = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
                return File(path: full, bytes: blocks(Int(status.st_size)), used: used)
            }
        }
    }

    private static func name(_ path: String) -> Substring {
        path.split(separator: "/").last ?? ""
    }

    private static func entries(of path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
