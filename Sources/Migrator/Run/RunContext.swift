import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorGraph
import MigratorSources

/// What a run knows from its beginning to its end, and hands to all that it is made of.
struct RunContext: Sendable {
    let revisions: RevisionHistory
    let settings: MigratorSettings
    let observe: MigrationEngine.Observer
    /// What the database's SQL looks like, and what a session and a statement are to it.
    let dialect: any Dialect
    /// Opens another connection, where one was lost.
    let connect: MigrationEngine.Connect
    let caches: MigratorCaches
    /// Tells the caches.
    let delivery: Delivery
    /// What runs leave for one another of payloads.
    let payloads: PayloadCache
    /// Where it is remembered how far the database is.
    let status: StatusCache?
    /// What others have begun meanwhile.
    let watch = JournalWatch()

    init(
        _ migrator: MigrationEngine,
        _ dialect: any Dialect,
        _ tables: EngineTables,
        observe: MigrationEngine.Observer?
    ) {
        revisions = migrator.revisions
        settings = migrator.settings
        self.observe = observe ?? { _ in }
        self.dialect = dialect
        connect = migrator.connect
        caches = migrator.caches
        delivery = Delivery(caches, tables, self.observe)
        payloads = PayloadCache(caches.engine)
        status = StatusCache(migrator)
    }

    var planner: Planner { Planner(revisions.graph) }

    /// The names of the stores that are told.
    var targets: [String] { caches.targets.map(\.name) }
}
