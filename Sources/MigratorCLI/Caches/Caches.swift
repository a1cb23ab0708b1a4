import CacheBridge
import Logging
import Migrator
import MigratorCompression
import MigratorOutbox
import MigratorRedis

/// The caches as environment and settings file describe them; nothing is connected before it is needed.
struct Caches: Sendable {
    let settings: CacheSettings
    let application: ApplicationCaches
    /// The store of the application's namespaces; none where Redis is off.
    let remote: RedisStore?
    /// The store of the migrations' namespaces, where it is another database.
    let migrationsRemote: RedisStore?
    /// The disk tier, where it stands in for Redis.
    let disk: DiskStore?
    /// Why there is no disk tier where there should be one.
    let diskProblem: CacheError?

    /// Creates what the settings ask for.
    ///
    /// - Parameters:
    ///   - settings: What is said of caches.
    ///   - application: What the application keeps in them.
    ///   - folder: Where the disk tier lies unless the settings say so.
    init(_ settings: CacheSettings, _ application: ApplicationCaches, folder: String?) {
        var settings = settings
        // The default address of Redis is for applications: a program that sets nothing about caches has no Redis.
        if application.isNone, settings.given.isEmpty { settings.redisEnabled = false }
        self.settings = settings
        self.application = application
        let isEnabled = settings.redisEnabled
        remote = isEnabled ? RedisStore(settings, for: .application) : nil
        let isOneDatabase = settings.database(of: .application) == settings.database(of: .migrations)
        migrationsRemote = isEnabled && !isOneDatabase ? RedisStore(settings, for: .migrations) : nil
        var (disk, problem): (DiskStore?, CacheError?)
        if settings.fallback == .disk {
            do throws(CacheError) {
                disk = try Self.openDisk(settings.diskPath ?? folder)
            } catch {
                problem = error
            }
        }
        (self.disk, diskProblem) = (disk, problem)
    }

    private static func openDisk(_ path: String?) throws(CacheError) -> DiskStore {
        guard let path else {
            throw CacheError(.diskUnavailable, "there is no folder for the disk tier; set CACHE_DISK_PATH")
        }
        do throws(MigratorError) {
            try System.makeFolder(path.folder)
        } catch {
            throw CacheError(.diskUnavailable, error.message)
        }
        return try DiskStore(path: path)
    }

    /// The configuration of a database's cache.
    ///
    /// - Parameters:
    ///   - fingerprint: The database's fingerprint.
    ///   - storeChanged: Hears when a store does not answer any more, and when it does again.
    /// - Returns: The configuration, without carriers.
    func configuration(
        for fingerprint: Fingerprint,
        storeChanged: @escaping @Sendable (StoreChange) -> Void = { _ in }
    ) -> CacheConfiguration {
        var configuration = CacheConfiguration(
            settings: settings,
            fingerprint: fingerprint,
            namespaces: Namespace.migrations,
            channel: .runs
        )
        application.configure(&configuration)
        configuration.remote = remote
        configuration.remotes[.migrations] = migrationsRemote
        configuration.disk = disk
        configuration.compressor = ZstdValueCodec()
        configuration.codecs = [GzipValueCodec()]
        configuration.storeChanged = storeChanged
        // The commands themselves report what a user needs to know.
        configuration.logger = Logger(label: "migrator.cache") { _ in SwiftLogNoOpLogHandler() }
        return configuration
    }

    /// Closes what was connected.
    func close() {
        remote?.close()
        migrationsRemote?.close()
    }
}
