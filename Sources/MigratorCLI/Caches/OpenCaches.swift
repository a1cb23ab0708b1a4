import CacheBridge
import Migrator
import MigratorDatabase
import MigratorOutbox

/// The caches of the database that a verb was told of.
struct OpenCaches: Sendable {
    let caches: Caches
    let cache: CoherentCache
    /// The application's queries through the cache.
    let queries: [StandingQuery]

    /// The database's fingerprint: what every name of its entries holds.
    var fingerprint: String { cache.configuration.fingerprint.text }

    /// The names of all namespaces, the engine's first.
    var namespaces: [String] { cache.configuration.namespaces.map(\.name) }
}

/// Whether a verb can do with a database that is not there yet.
enum DatabasePresence {
    case any, existing
}

extension Session {
    /// Reads what is said of caches; connects to nothing.
    ///
    /// - Throws: `invalidSetting`, whose message names the variable.
    func caches() throws(MigratorError) -> Caches {
        let settings = try settings.caches.settings()
        let folder = FolderMemory.standard()?.directory.appending(path: "values")
        let caches = Caches(settings, application, folder: folder)
        if let problem = caches.diskProblem { console.warn("going on without the disk tier: \(problem.message)") }
        return caches
    }

    /// Opens the caches of the database for a body, and closes them; what they counted is shared.
    ///
    /// - Parameters:
    ///   - presence: Whether there must be a database.
    ///   - listening: Whether events are heard from the database itself too, beside Redis.
    ///   - tellsStores: Whether it is said that a store does not answer: not where the body throws for it.
    ///   - body: Uses them.
    /// - Returns: What the body returns.
    /// - Throws: What cannot be read of the settings, what opening the database throws, and what the body throws.
    func withCaches<Result>(
        of presence: DatabasePresence = .any,
        listening: Bool = false,
        tellsStores: Bool = true,
        _ body: (OpenCaches) async throws -> Result
    ) async throws -> Result {
        let caches = try caches()
        defer { caches.close() }
        if presence == .existing, isYetToCome(try databaseURL) {
            let url = TerminalText.line(try databaseURL.description)
            throw MigratorError(.databaseUnreachable, "\(url) does not exist yet; 'upgrade head' makes it")
        }
        let connect = connect(for: .looking, settings.migrator)
        let connection = try await connect()
        let fingerprint: Fingerprint
        do {
            fingerprint = try await MigrationEngine.fingerprint(settings.migrator, over: connection)
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
        let console = console
        var configuration = caches.configuration(for: fingerprint) { change in
            if listening { return console.tell(change) }
            if tellsStores, let reason = change.reason { console.tellAway(change.store, reason) }
        }
        if caches.disk != nil, try databaseURL.kind == .sqlite {
            let (namespaces, dependencies) = (configuration.namespaces, configuration.dependencies)
            configuration.witness = OutboxWitness(
                of: namespaces,
                dependencies,
                schema: settings.migrator.versionTable.schema,
                connect: connect
            )
        }
        if listening { configuration.carriers = Self.carriers(caches.settings, try databaseURL.kind, connect) }
        let cache = CoherentCache(configuration)
        let open = OpenCaches(caches: caches, cache: cache, queries: application.queries(cache, connect))
        do {
            let result = try await body(open)
            await cache.shutdown()
            return result
        } catch {
            await cache.shutdown()
            throw error
        }
    }
}

extension Session {
    /// The carriers of events from the database itself.
    private static func carriers(
        _ settings: CacheSettings,
        _ kind: DatabaseKind,
        _ connect: @escaping MigrationEngine.Connect
    ) -> [any InvalidationCarrier] {
        let polling = PollingCarrier(every: settings.pollInterval, connect: connect)
        guard kind == .postgres else { return [polling] }
        let notify = NotifyCarrier(lease: settings.lease) {
            guard let connection = try await connect() as? any NotifyingConnection else {
                throw MigratorError(.databaseUnreachable, "the connection cannot listen")
            }
            return connection
        }
        return [notify, polling]
    }
}

extension Console {
    /// Says that a store does not answer, or does again.
    func tell(_ change: StoreChange) {
        guard let reason = change.reason else { return note("\(change.store) answers again") }
        warn(Self.away(change.store, reason))
    }

    /// Says that a store does not answer, once: for a command that is soon over.
    func tellAway(_ store: String, _ reason: CacheError) {
        if isNew("away: \(store)") { warn(Self.away(store, reason)) }
    }

    private static func away(_ store: String, _ reason: CacheError) -> String {
        "\(store) does not answer (\(TerminalText.line(reason.message))); going on without it"
    }
}
