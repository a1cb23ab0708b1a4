public import Migrator
public import MigratorDatabase
import MigratorSystem

/// Migrated databases for tests: the history runs once for all runs of the tests, and each test gets a copy.
///
/// On SQLite a copy is a file, and takes about a millisecond; on PostgreSQL it is a database that the server copies.
///
/// ```swift
/// static let databases = MigratedDatabases(revisions: history) { path in
///     try await SQLiteSession(SQLiteSessionConfiguration(path: path))
/// }
///
/// @Test func foxesAreClever() async throws {
///     try await Self.databases.withDatabase { database in
///         …
///     }
/// }
/// ```
public struct MigratedDatabases: Sendable {
    /// A file that belongs to one test and is deleted when the value is released.
    public final class Copy: Sendable {
        /// The file's path.
        public let path: String

        init(path: String) {
            self.path = path
        }

        deinit { TestFolder.remove(path) }
    }

    private let room: any CopyRoom

    /// Describes files of SQLite; nothing is made before the first is asked for.
    ///
    /// - Parameters:
    ///   - revisions: The history to run.
    ///   - target: How far.
    ///   - connect: Opens a SQLite file by its path.
    public init(
        revisions: RevisionHistory,
        target: String = "heads",
        connect: @escaping @Sendable (String) async throws -> any DatabaseConnection
    ) {
        room = SQLiteCopies(TestHistory(revisions, target)) { try await connect($0.location) }
    }

    /// Describes databases on a server of PostgreSQL, or files of SQLite.
    ///
    /// - Parameters:
    ///   - revisions: The history to run.
    ///   - target: How far.
    ///   - server: The URL of a database whose role may make others; `nil` for files of SQLite.
    ///   - open: Opens a database by its URL.
    public init(
        revisions: RevisionHistory,
        target: String = "heads",
        server: DatabaseURL?,
        open: @escaping @Sendable (DatabaseURL) async throws -> any DatabaseConnection
    ) {
        let history = TestHistory(revisions, target)
        if let server, !server.isFile {
            room = PostgresCopies(history, on: .shared(server, open))
        } else {
            room = SQLiteCopies(history, open)
        }
    }

    init(_ room: any CopyRoom) {
        self.room = room
    }

    /// Lends a migrated database to a closure, and drops it afterwards.
    ///
    /// Only so many are open at once; others wait. Within the closure ``MigratedDatabase/current`` is the database. If
    /// the closure throws and `MIGRATOR_TEST_KEEP` is set, the database is kept, and its URL printed.
    ///
    /// - Parameters:
    ///   - name: The name of the test, for what is printed.
    ///   - body: The closure.
    /// - Returns: What the closure returns.
    /// - Throws: What the history's run throws, for each caller alike; what the closure throws.
    @discardableResult
    public func withDatabase<Result>(
        named name: String = #function,
        _ body: (MigratedDatabase) async throws -> Result
    ) async throws -> Result {
        try await room.withCopy(named: name, body)
    }

    /// Makes a migrated file of the caller's own, however many there are.
    ///
    /// - Throws: What the history's run throws, for each caller alike; `MigratorError` with code `.invalidSetting` for
    ///   databases that are no files.
    public func make() async throws -> Copy {
        guard room is SQLiteCopies else {
            throw MigratorError(.invalidSetting, "only files can be had so; take databases of a server by withDatabase")
        }
        return Copy(path: try await room.take().path)
    }
}
