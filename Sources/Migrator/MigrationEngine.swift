public import MigrationDSL
public import MigratorDatabase
import MigratorSources

/// Migrates a database along a history of revisions: what the command line and an application both call.
///
/// A value without state: each call opens a connection, does its work and closes it. Two migrators in one process do
/// not know of each other.
///
/// ### Changing the database
/// - ``upgrade(to:dryRun:observe:)``
/// - ``downgrade(to:dryRun:observe:)``
/// - ``stamp(_:purge:dryRun:observe:)``
/// - ``adopt(table:_:dryRun:observe:)``
/// - ``ensureVersionTable(observe:)``
///
/// ### From within an application
/// - ``plan(_:to:)``
/// - ``upgrading(to:)``
/// - ``downgrading(to:)``
/// - ``deliverEvents(every:observe:)``
///
/// ### Writing scripts
/// - ``upgradeScript(_:_:to:)``
/// - ``downgradeScript(_:_:to:)``
/// - ``stampScript(_:purge:_:to:)``
/// - ``ensureVersionScript(_:to:)``
///
/// ### Looking
/// - ``current(cached:)``
/// - ``history(range:withRows:)``
/// - ``check(_:scratch:)``
/// - ``check(with:scratch:)``
/// - ``newRevisions(since:)``
/// - ``lint(_:)``
/// - ``facts()``
/// - ``inspect(_:_:)``
/// - ``diff(from:to:_:)``
/// - ``autogenerate(from:to:_:proves:choose:)``
public struct MigrationEngine: Sendable {
    /// Opens a connection to the database.
    public typealias Connect = @Sendable () async throws -> any DatabaseConnection
    /// Hears what happens during a run.
    public typealias Observer = @Sendable (RunEvent) -> Void

    /// The revisions.
    public let revisions: RevisionHistory
    /// What it was told.
    public let settings: MigratorSettings
    /// The caches that it keeps right.
    public let caches: MigratorCaches
    /// The schema as it is to be, which ``SchemaSource/model`` is.
    public var model: DeclaredSchema?
    /// Opens other databases: those that a schema is read from, and empty ones on which texts and revisions are tried.
    public var connectOther: OtherDatabase.Connect?
    let connect: Connect
    /// A look that was begun before the revisions were there.
    let early: EarlyLook?

    /// Creates a migrator.
    ///
    /// - Parameters:
    ///   - revisions: The history to migrate along.
    ///   - settings: What a run may be told.
    ///   - caches: The caches that it keeps right.
    ///   - connect: Opens a connection to the database; called once by each method that needs one.
    public init(
        revisions: RevisionHistory,
        settings: MigratorSettings = MigratorSettings(),
        caches: MigratorCaches = MigratorCaches(),
        connect: @escaping Connect
    ) {
        self.revisions = revisions
        self.settings = settings
        self.caches = caches
        self.connect = connect
        early = nil
    }

    /// Creates a migrator whose first run needs not look itself; it must be told the same as the look was.
    package init(
        revisions: RevisionHistory,
        settings: MigratorSettings,
        caches: MigratorCaches,
        early: EarlyLook
    ) {
        self.revisions = revisions
        self.settings = settings
        self.caches = caches
        self.early = early
        connect = early.connect
    }
}
