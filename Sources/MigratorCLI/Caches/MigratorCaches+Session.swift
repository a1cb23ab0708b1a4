import CacheBridge
import Migrator
import MigratorDatabase
import MigratorRedis

extension Session {
    /// The caches of a migrator: Redis as the settings describe it, where the database is changed, and the engine's
    /// own.
    ///
    /// - Throws: `invalidSetting`, whose message names the variable.
    func migratorCaches(for purpose: Purpose) throws(MigratorError) -> MigratorCaches {
        // Scripts, too, name the namespaces of their events.
        let application = application
        var caches = MigratorCaches { application.dependencies }
        guard purpose == .changing else { return caches }
        let described = try self.caches()
        let engine = try engineCaches(described)
        if settings.usesCache { caches.engine = engine }
        guard let store = described.remote else { return caches }
        caches.targets = [DeliveryTarget(name: store.name) { engine.cache(of: $0) }]
        return caches
    }

    /// The engine's own caches, over what the settings describe.
    func engineCaches(_ caches: Caches) throws(MigratorError) -> EngineCaches {
        let place = try? databaseURL.place
        return EngineCaches(target: place ?? "") { CoherentCache(caches.configuration(for: $0)) }
    }

    /// Whether nothing says that there is a Redis: then it is no news that there is none.
    var assumesRedis: Bool {
        let given = try? settings.caches.settings().given
        return given?.isDisjoint(with: ["REDIS_URL", "REDIS_ENABLED"]) ?? false
    }
}

extension MigrationEngine {
    /// Adds what the engine's caches counted to what all processes did; not where the store is known not to answer.
    func shareFigures(eventsPending: Int) async {
        if eventsPending == 0 { await caches.engine?.shutdown() }
    }
}

extension Console {
    /// Says that events wait for a cache that could not be told.
    func tellWaiting(_ count: Int, for target: String, _ reason: String?, isAssumed: Bool) {
        let why = reason.map { " (\(TerminalText.line($0)))" } ?? ""
        let text =
            "\(counted(count, "event")) \(count == 1 ? "waits" : "wait") for \(TerminalText.line(target))\(why); "
            + "the next command that reaches it delivers \(count == 1 ? "it" : "them")"
        if isAssumed { log(text) } else { note(text) }
    }
}
