import Migrator
import MigratorDatabase
import MigratorSystem

/// The folder of templates, of the copies of each process that runs, and of those that are kept; its user's alone.
struct TestFolder: Hashable, Sendable {
    let path: String

    /// The folder that `MIGRATOR_TEST_FOLDER` names, else one of this user in that for temporary files.
    ///
    /// - Throws: `MigratorError` with code `.fileSystem` if it cannot be made, or is not this user's alone.
    static func standard() throws(MigratorError) -> TestFolder {
        func named(_ variable: String) -> String? {
            SystemCalls.environment(variable).flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let temporary = named("TMPDIR") ?? "/tmp"
        let own = "migrator-tests-\(SystemCalls.userIDs.effective)"
        return try TestFolder(named("MIGRATOR_TEST_FOLDER") ?? "\(temporary)/\(own)".replacing("//", with: "/"))
    }

    /// Makes it, if it is not there.
    init(_ path: String) throws(MigratorError) {
        self.path = path
        for folder in [path, templates, runs, kept] {
            SystemCalls.makeFolder(folder, permissions: 0o700)
            guard let status = FileStatus(folder, followingLinks: false) else {
                throw MigratorError(
                    .fileSystem,
                    "the folder for databases of tests, \(folder), cannot be made; MIGRATOR_TEST_FOLDER may name another one"
                )
            }
            guard status.kind == .folder, status.isOwn, status.permissions & 0o077 == 0 else {
                throw MigratorError(
                    .fileSystem,
                    "\(folder) is to hold databases of tests and is no folder of this user's alone; remove it, or name another "
                        + "one by MIGRATOR_TEST_FOLDER"
                )
            }
        }
    }

    var templates: String { "\(path)/templates" }
    var runs: String { "\(path)/runs" }
    var kept: String { "\(path)/kept" }

    /// What lies beside a file of SQLite.
    static let companions = ["-wal", "-shm", "-journal"]

    /// Removes a database with all that lies beside it.
    static func remove(_ path: String) {
        SystemCalls.remove(path)
        for companion in companions { SystemCalls.remove(path + companion) }
    }

    /// Waits for a lock that processes hold as long as they are at something.
    static func lock(_ path: String) async throws -> OpenFile {
        var backoff = Backoff(from: .milliseconds(1), upTo: .milliseconds(50))
        while true {
            guard let file = OpenFile.toLock(path) else {
                throw MigratorError(.fileSystem, "\(path) cannot be opened: \(SystemCalls.lastError)")
            }
            if file.lock() { return file }
            try await backoff.pause()
        }
    }

    // MARK: What is old

    /// Removes templates that nobody has used for long, or that are too many, and what was kept long ago.
    func clear(at now: Int64 = SystemTime.wall) {
        let longest = Int64(TestSettings.longest) * 1_000_000_000
        for (index, template) in databases(in: templates).enumerated()
        where index >= TestSettings.templates || template.used < now - longest {
            // A process that uses it has it open.
            Self.remove(template.path)
            SystemCalls.remove("\(template.path.dropLast(".db".utf8.count)).lock")
        }
        for database in databases(in: kept) where database.used < now - longest { Self.remove(database.path) }
    }

    /// The databases in a folder, those first that were used last.
    private func databases(in folder: String) -> [(path: String, used: Int64)] {
        let paths = (SystemCalls.names(inFolder: folder) ?? []).filter { $0.hasSuffix(".db") }.map { "\(folder)/\($0)" }
        let found = paths.compactMap { path in FileStatus(path).map { (path: path, used: $0.signature.modified) } }
        return found.sorted { $0.used > $1.used }
    }
}

extension DatabaseURL {
    /// Whether it names a file.
    var isFile: Bool { kind == .sqlite }
}
