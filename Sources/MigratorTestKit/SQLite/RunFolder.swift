import Migrator
import MigratorSystem
import Synchronization

/// The folder of a process's own copies, which it has locked for as long as it lives.
final class RunFolder: Sendable {
    let path: String
    private let lock: OpenFile
    private let count = Atomic<Int>(0)

    private static let current = Mutex<[TestFolder: Task<RunFolder, any Error>]>([:])
    private static let paths = Mutex<[String]>([])

    private init(_ path: String, _ lock: OpenFile) {
        self.path = path
        self.lock = lock
    }

    /// This process's own; the first time it is made, and those of processes that are gone are removed.
    static func own(in folder: TestFolder) async throws -> RunFolder {
        let task = current.withLock { current in
            if let task = current[folder] { return task }
            let task = Task { try await make(in: folder) }
            current[folder] = task
            return task
        }
        return try await task.value
    }

    private static func make(in folder: TestFolder) async throws -> RunFolder {
        // While one is made it has no lock yet.
        let door = try await TestFolder.lock("\(folder.path)/runs.lock")
        defer { withExtendedLifetime(door) {} }
        for name in SystemCalls.names(inFolder: folder.runs) ?? [] { removeIfDead("\(folder.runs)/\(name)") }
        folder.clear()
        let path = "\(folder.runs)/\(SystemCalls.processID)-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
        SystemCalls.makeFolder(path, permissions: 0o700)
        guard let lock = OpenFile.toLock("\(path)/lock"), lock.lock() else {
            throw MigratorError(.fileSystem, "\(path)/lock cannot be made: \(SystemCalls.lastError)")
        }
        let isFirst = paths.withLock { paths in
            paths.append(path)
            return paths.count == 1
        }
        if isFirst { SystemCalls.atEnd { RunFolder.removeAll() } }
        return RunFolder(path, lock)
    }

    private static func removeIfDead(_ path: String) {
        let file = "\(path)/lock"
        // Without a lock its process has ended by itself.
        if SystemCalls.isThere(file) {
            guard let lock = OpenFile.toLock(file), lock.lock() else { return }
            withExtendedLifetime(lock) { remove(path) }
        } else {
            remove(path)
        }
    }

    private static func remove(_ path: String) {
        for name in SystemCalls.names(inFolder: path) ?? [] { SystemCalls.remove("\(path)/\(name)") }
        SystemCalls.removeFolder(path)
    }

    private static func removeAll() {
        for path in paths.withLock(\.self) { remove(path) }
    }

    /// A path at which nothing is.
    func newPath() -> String {
        "\(path)/\(count.add(1, ordering: .relaxed).newValue).db"
    }
}
