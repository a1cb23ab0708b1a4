import MigrationDSL
import Migrator
import MigratorDatabase
import Synchronization

/// The tools of a verb: the settings, the console and the way to a migrator.
struct Session: Sendable {
    var settings: Settings
    let console: Console
    let registries: [RevisionRegistry]
    let application: ApplicationCaches
    /// The schema that is to be, if the program declares one.
    var model: DeclaredSchema?
    /// Whether the process ends with the verb.
    var ownsProcess = false
    /// Whether a database that a server does not have is made.
    var createsDatabase = false
    /// What the program goes by, also where its task's values are not at hand.
    let naming = Naming.current

    /// Whether a verb changes the database or only looks at it.
    enum Purpose {
        case changing, looking
    }

    /// The compiled histories that take part.
    var compiled: [RevisionRegistry] {
        settings.revisions.isEmpty || settings.withCompiled ? registries : []
    }

    var databaseURL: DatabaseURL {
        get throws(UsageError) { try Self.parse(named(settings.database)) }
    }

    /// Reads the revisions; a program's own stay until it ends, since to free thousands takes longer than to say so.
    func history() throws(MigratorError) -> RevisionHistory {
        let history = try RevisionHistory(
            compiled.map { .compiled($0) } + settings.revisions.map { .folder($0) },
            remembersFolders: settings.usesCache
        )
        if ownsProcess { Self.kept.withLock { $0.append(history) } }
        return history
    }

    private static let kept = Mutex<[RevisionHistory]>([])

    /// Makes a migrator.
    func migrator(
        for purpose: Purpose,
        settings told: MigratorSettings? = nil,
        caches: MigratorCaches? = nil
    ) throws(MigratorError) -> MigrationEngine {
        let told = told ?? settings.migrator
        let connect = connect(for: purpose, told)
        let caches = if let caches { caches } else { try migratorCaches(for: purpose) }
        var engine = MigrationEngine(revisions: try history(), settings: told, caches: caches, connect: connect)
        engine.connectOther = connectOther(told)
        return engine
    }

    /// Makes a migrator that is to run at once, and looks at the database while it reads the revisions.
    func runner(for purpose: Purpose, settings told: MigratorSettings) async throws(MigratorError) -> MigrationEngine {
        // To look at a file that is not there would make it, even if the revisions are not to be read.
        guard let url = try? databaseURL, !isYetToCome(url) else {
            return try migrator(for: purpose, settings: told)
        }
        let connect = connect(for: purpose, told)
        let caches = try migratorCaches(for: purpose)
        let look = EarlyLook(told, caches, connect: connect)
        do {
            return MigrationEngine(revisions: try history(), settings: told, caches: caches, early: look)
        } catch {
            await look.abandon()
            throw error
        }
    }

    /// How a connection to the database is opened.
    func connect(for purpose: Purpose, _ told: MigratorSettings) -> MigrationEngine.Connect {
        let url = settings.database
        let timeout = told.lockTimeout
        let console = console
        return waiting {
            let url = try Self.parse(named(url))
            if purpose == .looking, self.isYetToCome(url) {
                // To look must not create a file: a database that is not there yet is an empty one.
                console.log("\(TerminalText.line(url.description)) does not exist yet")
                return try await openDatabase(DatabaseURL("sqlite::memory:"), busyTimeout: timeout)
            }
            do {
                return try await openDatabase(url, busyTimeout: timeout)
            } catch {
                guard createsDatabase, purpose == .changing, ServerWait.lacksDatabase(error) else { throw error }
                if let name = try await createDatabase(url) {
                    console.note("made the database \(TerminalText.line(name))")
                }
                return try await openDatabase(url, busyTimeout: timeout)
            }
        }
    }

    /// A way to connect that waits for a server which is not up yet, as long as the user said.
    func waiting(_ connect: @escaping MigrationEngine.Connect) -> MigrationEngine.Connect {
        guard settings.wait > .zero else { return connect }
        let (limit, console) = (settings.wait, console)
        let wait = ServerWait(upTo: limit) { error in
            let reason = ErrorReport(error, showsValues: false).message
            console.note("waiting for the server, up to \(limit.readable): \(TerminalText.line(reason))")
        }
        return wait.connecting(connect)
    }

    /// Whether a database is a file that is not there, in a folder that is.
    func isYetToCome(_ url: DatabaseURL) -> Bool {
        url.kind == .sqlite && url.location != ":memory:" && System.kind(ofPath: url.location) == .missing
            && System.kind(ofPath: url.location.folder) == .folder
    }

    /// Opens an empty database of the same kind for one use; `nil` if there is no such thing.
    func scratch() throws(UsageError) -> MigrationEngine.Connect? {
        guard try databaseURL.kind == .sqlite else { return nil }
        let timeout = settings.migrator.lockTimeout
        return { try await openDatabase(DatabaseURL("sqlite::memory:"), busyTimeout: timeout) }
    }

    /// How a script is written: of the database only the kind is asked for.
    func scriptOptions() throws(UsageError) -> ScriptOptions {
        var options = ScriptOptions(kind: try databaseURL.kind, scratch: try scratch())
        options.reportsSQL = console.isJSON
        return options
    }

    /// The URL of the database, which something has to name.
    private func named(_ url: String?) throws(UsageError) -> String {
        guard let url else {
            throw UsageError("no database is named: say --database URL, or set \(naming.name(of: .database))")
        }
        return url
    }

    /// A URL that cannot be read is a mistake of the command line, not a database out of reach.
    private static func parse(_ url: String) throws(UsageError) -> DatabaseURL {
        do {
            return try DatabaseURL(url)
        } catch {
            throw UsageError(error.message)
        }
    }
}
