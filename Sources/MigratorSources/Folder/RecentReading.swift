import MigratorSystem
import Synchronization

/// The large file that was read last: a run reads each for its digests, and then this one for its statements.
enum RecentReading {
    /// Smaller ones are read again in no time; greater ones are not to lie in memory for a program that runs nothing.
    private static let sizes = 1 << 20...32 << 20
    private static let last = Mutex<(path: String, file: SQLRevisionFile)?>(nil)

    static func keep(_ file: SQLRevisionFile, of path: String, size: Int) {
        guard sizes.contains(size) else { return }
        last.withLock { $0 = (path, file) }
    }

    /// Gives the file away, if it still says the same byte by byte.
    static func take(_ path: String, saying contents: [UInt8]) -> SQLRevisionFile? {
        last.withLock { last in
            guard let found = last, found.path.isExactly(path) else { return nil }
            last = nil
            return found.file.says(contents) ? found.file : nil
        }
    }
}
