public import MigratorDatabase

/// How to open a SQLite database.
public struct SQLiteSessionConfiguration: Hashable, Sendable {
    /// How SQLite keeps its journal.
    public enum JournalMode: String, Hashable, Sendable, CaseIterable {
        /// A log of new pages beside the file; readers and a writer do not wait for each other.
        case wal
        /// A rollback journal that each commit deletes; SQLite's own default.
        case delete
        /// A rollback journal that each commit empties.
        case truncate
        /// A rollback journal whose header each commit clears.
        case persist
    }

    /// The path of the file, or `:memory:` for a database that lives as long as its connection.
    public var path: String
    /// How long one call may wait in all for locks that other connections hold.
    public var busyTimeout: Duration
    /// Whether the file is opened for reading only, and never created.
    public var readOnly: Bool
    /// Whether a file that does not exist is created.
    public var createIfMissing: Bool
    /// The journal mode to switch to, or `nil` to leave the file in the mode it has.
    ///
    /// A mode of `wal` stays with the file, so it is the owner's choice: nothing is switched unasked.
    public var journalMode: JournalMode?
    /// Whether ``SQLiteSession/commit()`` checks all foreign keys first.
    public var checksForeignKeys: Bool

    /// Creates a configuration.
    public init(
        path: String,
        busyTimeout: Duration = .seconds(30),
        readOnly: Bool = false,
        createIfMissing: Bool = true,
        journalMode: JournalMode? = nil,
        checksForeignKeys: Bool = true
    ) {
        self.path = path
        self.busyTimeout = busyTimeout
        self.readOnly = readOnly
        self.createIfMissing = createIfMissing
        self.journalMode = journalMode
        self.checksForeignKeys = checksForeignKeys
    }

    /// Creates a configuration for the file that a URL names.
    ///
    /// - Throws: `DatabaseFailure` with code `.cannotOpen` if it names no SQLite database.
    public init(_ url: DatabaseURL) throws(DatabaseFailure) {
        guard url.kind == .sqlite else {
            throw DatabaseFailure(.cannotOpen, "\(url) is no SQLite database")
        }
        self.init(path: url.location)
    }

    var isInMemory: Bool { path == ":memory:" }
}
