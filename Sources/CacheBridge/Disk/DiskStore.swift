import Dispatch
import MigratorSystem
import Synchronization

/// Files that processes share: private, bounded by bytes, never torn.
///
/// A value is written to a temporary file and renamed, and its envelope has a digest: a crash at any moment leaves the
/// old value, the new one, or bytes that are rejected. The values that were not used for longest are removed first.
/// Several processes may use one folder. Each counts what it has written since the last sweep, so that the files exceed
/// the limit by at most an eighth of it for each process that writes.
public final class DiskStore: Sendable {
    private struct Usage {
        /// Bytes that there were when this process last looked.
        var known: Int
        /// Bytes that this process has written since.
        var written = 0
    }

    /// The folder.
    public let path: String
    private let limit: Int
    private let usage: Mutex<Usage>
    private let queue = DispatchQueue(label: "migrator.cache.disk", attributes: .concurrent)

    /// Opens or creates a folder.
    ///
    /// - Parameters:
    ///   - path: The folder; created with mode 0700.
    ///   - limit: How many bytes its files may take.
    /// - Throws: `CacheError` with code `.diskUnavailable` if it cannot be created, is a link or no folder, belongs to
    ///   another user, or can be read by other users.
    public init(path: String, limit: Int = 256 << 20) throws(CacheError) {
        self.path = path
        self.limit = limit
        try PrivateFiles.prepare(path)
        usage = Mutex(Usage(known: DiskSweep.bytes(in: path)))
    }

    /// Reads what lies under a name.
    package func read(_ name: String, namespace: String) async -> [UInt8]? {
        let file = filePath(name, namespace)
        return await blocking { PrivateFiles.contents(of: file, limit: self.limit) }
    }

    /// Writes a value, unless it would take too much of the room that there is.
    ///
    /// - Returns: Whether it was written.
    /// - Throws: `CacheError` with code `.diskFull` or `.diskUnavailable`, which costs a later miss.
    @discardableResult
    package func write(_ name: String, namespace: String, _ bytes: [UInt8]) async throws(CacheError) -> Bool {
        guard bytes.count <= limit / 4 else { return false }
        let file = filePath(name, namespace)
        let folder = "\(path)/\(namespace)"
        let failure: CacheError? = await blocking {
            do throws(CacheError) {
                try PrivateFiles.prepare(folder)
                try PrivateFiles.write(bytes, at: file, in: folder)
            } catch {
                return error
            }
            self.noteWritten(DiskSweep.blocks(bytes.count))
            return nil
        }
        if let failure { throw failure }
        return true
    }

    /// The values of a namespace: how many bytes each has, and what it begins with.
    func files(of namespace: String, head: Int) async -> [(bytes: Int, head: [UInt8])] {
        let folder = "\(path)/\(namespace)"
        return await blocking {
            DiskSweep.values(in: folder).map { file in
                (bytes: file.bytes, head: PrivateFiles.head(of: file.path, count: head) ?? [])
            }
        }
    }

    /// Removes all values of a namespace, those of all databases.
    func clear(_ namespace: String) async -> (files: Int, bytes: Int) {
        let folder = "\(path)/\(namespace)"
        return await blocking {
            let files = DiskSweep.values(in: folder)
            for file in files { PrivateFiles.remove(file.path) }
            return (files: files.count, bytes: files.reduce(0) { $0 + $1.bytes })
        }
    }

    /// How many bytes the files take now.
    public var bytes: Int { DiskSweep.bytes(in: path) }

    private func noteWritten(_ bytes: Int) {
        let isDue = usage.withLock { usage in
            usage.written += bytes
            guard usage.known + usage.written > limit || usage.written > limit / 8 else { return false }
            usage.known = 0
            usage.written = 0
            return true
        }
        guard isDue else { return }
        let left = DiskSweep.run(in: path, limit: limit)
        usage.withLock { $0.known = left }
    }

    private func filePath(_ name: String, _ namespace: String) -> String {
        "\(path)/\(namespace)/\(Digest.hex(Digest.sha256(name.utf8)))"
    }

    /// Runs what blocks off the threads that tasks share.
    private func blocking<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
