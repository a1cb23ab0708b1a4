import ArgumentParser
import CacheBridge
import Migrator
import Testing

@testable import MigratorCLI

/// A program that keeps nothing in caches, and is told of none, has no Redis.
@Suite struct UnaskedRedisTests {
    private let shop = ApplicationCaches(configure: { _ in }, queries: { _, _ in [] })

    private func session(_ application: ApplicationCaches, _ environment: [String: String]) throws -> Session {
        let settings = try Settings(GlobalOptions.parse([]), environment: { environment[$0] }, read: { _ in nil })
        return Session(
            settings: settings,
            console: Console(settings),
            registries: [],
            application: application
        )
    }

    @Test func nothingIsToldWhereNobodySpeaksOfCaches() throws {
        let session = try session(.none, [:])
        #expect(try session.migratorCaches(for: .changing).targets.isEmpty)
        let caches = try session.caches()
        #expect(caches.remote == nil && caches.migrationsRemote == nil && caches.disk == nil)
        #expect(!caches.configuration(for: Fingerprint(identity: "", place: [])).settings.redisEnabled)
    }

    @Test(arguments: [
        ["REDIS_URL": "redis://localhost:1/0"], ["REDIS_ENABLED": "true"], ["CACHE_DEFAULT_TTL": "60"],
        ["ALEMBIC_REDIS_DB": "3"],
    ])
    func aSettingAsksForIt(_ environment: [String: String]) throws {
        #expect(try session(.none, environment).migratorCaches(for: .changing).targets.map(\.name) == ["redis"])
    }

    @Test func anApplicationWithCachesAsksForIt() throws {
        #expect(try session(shop, [:]).migratorCaches(for: .changing).targets.map(\.name) == ["redis"])
        #expect(try session(shop, ["REDIS_ENABLED": "false"]).migratorCaches(for: .changing).targets.isEmpty)
    }
}
