import Migrator
import MigratorDatabase
import MigratorSystem
import Synchronization

/// Copies of a migrated file: each is cloned where the file system can, and else copied.
final class SQLiteCopies: CopyRoom {
    /// A migrated file, open for reading: it may be removed meanwhile.
    private struct Template: Sendable {
        let file: OpenFile
        let run: RunFolder
    }

    let gate: DatabaseGate
    private let history: TestHistory
    private let folder: TestFolder?
    private let connect: DatabaseOpening
    private let template = Mutex<Task<Template, any Error>?>(nil)

    private static let sharedGate = DatabaseGate(limit: TestSettings.limit(64))

    /// - Parameters:
    ///   - history: What is run.
    ///   - folder: Where the files lie; `nil` for the folder of all tests.
    ///   - gate: What bounds how many are open; `nil` for that of all tests.
    ///   - connect: Opens a file.
    init(
        _ history: TestHistory,
        in folder: TestFolder? = nil,
        gate: DatabaseGate? = nil,
        _ connect: @escaping DatabaseOpening
    ) {
        self.history = history
        self.folder = folder
        self.gate = gate ?? Self.sharedGate
        self.connect = connect
    }

    func note(waiting change: Int) {}

    func left() async {}

    // MARK: Copies

    func take() async throws -> MigratedDatabase {
        let template = try await made()
        let path = template.run.newPath()
        let failure = template.file.copy(to: path)
        guard failure == 0 else {
            throw MigratorError(.fileSystem, "\(path) cannot be made: \(SystemCalls.message(failure))")
        }
        return try lent(path)
    }

    func drop(_ database: MigratedDatabase) async { TestFolder.remove(database.location.location) }

    func keep(_ database: MigratedDatabase) async -> MigratedDatabase {
        guard let folder = try? folder ?? TestFolder.standard() else { return database }
        let path = database.location.location
        let number = String(UInt32.random(in: 0 ... .max), radix: 16)
        let kept = "\(folder.kept)/\(SystemTime.wall / 1_000_000_000)-\(number).db"
        for companion in [""] + TestFolder.companions {
            _ = SystemCalls.rename(path + companion, to: kept + companion)
        }
        return (try? lent(kept)) ?? database
    }

    private func lent(_ path: String) throws -> MigratedDatabase {
        MigratedDatabase(try DatabaseURL("sqlite:\(path)"), nil, connect)
    }

    // MARK: The template

    private func made() async throws -> Template {
        let task = template.withLock { template in
            if let template { return template }
            let task = Task { try await make() }
            template = task
            return task
        }
        return try await task.value
    }

    private func make() async throws -> Template {
        let folder = try folder ?? TestFolder.standard()
        let run = try await RunFolder.own(in: folder)
        let name = "\(folder.templates)/\(try history.digest(on: .sqlite))"
        let path = "\(name).db"
        if let template = found(path, run) { return template }
        // Others wait here, and find it made.
        let lock = try await TestFolder.lock("\(name).lock")
        defer { withExtendedLifetime(lock) {} }
        if let template = found(path, run) { return template }
        let made = run.newPath()
        do {
            try await migrate(made)
        } catch {
            TestFolder.remove(made)
            throw error
        }
        let failure = SystemCalls.rename(made, to: path)
        guard failure == 0, let template = found(path, run) else {
            throw MigratorError(.fileSystem, "the template \(path) cannot be made: \(SystemCalls.message(failure))")
        }
        return template
    }

    private func found(_ path: String, _ run: RunFolder) -> Template? {
        guard let file = OpenFile.reading(path, followingLinks: false) else { return nil }
        // It is old when nobody has used it for long.
        file.touch()
        return Template(file: file, run: run)
    }

    private func migrate(_ path: String) async throws {
        let (url, connect) = (try DatabaseURL("sqlite:\(path)"), connect)
        try await history.migrate { try await connect(url) }
        // A run that has nothing to do makes no file.
        _ = OpenFile.toLock(path)
        guard hasLog(beside: path) else { return clean(path) }
        // What a log holds goes into the file when the last connection is closed, if that could be.
        let connection = try await connect(url)
        do {
            _ = try await connection.query("PRAGMA wal_checkpoint(TRUNCATE)")
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
        guard !hasLog(beside: path) else {
            throw MigratorError(
                .fileSystem,
                "a connection that the history's run has opened is open still, and holds what belongs into \(path)"
            )
        }
        clean(path)
    }

    /// A rollback journal that is left has nothing that is missing.
    private func hasLog(beside path: String) -> Bool { (FileStatus(path + "-wal")?.size ?? 0) > 0 }

    private func clean(_ path: String) {
        for companion in TestFolder.companions { SystemCalls.remove(path + companion) }
    }
}
