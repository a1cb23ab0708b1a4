import CacheBridge
import MigratorCLI
import MigratorOutbox
import MigratorRedis

private func openCache(_ environment: [String: String], _ fingerprint: Fingerprint) throws -> CoherentCache {
    // snippet: cache-over-redis
    let settings = try CacheSettings(environment: environment, owners: [ShopCaches.owner])
    var configuration = CacheConfiguration(
        settings: settings,
        fingerprint: fingerprint,
        namespaces: [ShopCaches.prices],
        channel: .runs
    )
    configuration.dependencies = ShopCaches.dependencies
    configuration.remote = RedisStore(settings, for: ShopCaches.owner)
    let cache = CoherentCache(configuration)
    // end
    return cache
}

private func openStores(_ environment: [String: String]) throws -> [RedisStore] {
    // snippet: redis-store
    let settings = try CacheSettings(environment: environment, owners: [ShopCaches.owner])
    let store = RedisStore(settings, for: ShopCaches.owner)
    let other = RedisStore(try RedisStoreConfiguration(url: "redis://localhost:6379/1"), name: "other")
    // end
    return [store, other]
}

private func readAPrice(
    _ cache: CoherentCache,
    _ sku: String,
    _ loadPrice: (String) async throws -> Double?
) async throws -> Double? {
    // snippet: cached-read
    let format = RecordFormat<Double>.json(RecordShape("price"))
    let key = format.key("by_sku", sku, in: ShopCaches.prices)
    let price = try await cache.value(for: key, as: format) { try await loadPrice(sku) }
    // end
    return price
}

private func writeAPrice(_ cache: CoherentCache) async {
    // snippet: cached-write
    let write = await cache.beginWrite(in: ShopCaches.prices, entity: nil)
    // BEGIN, and the statements of the transaction
    await write.fence()
    // COMMIT; after ROLLBACK instead: await write.rollback()
    await write.commit()
    // end
}

// snippet: application-caches
extension ApplicationCaches {
    static let shop = ApplicationCaches(
        configure: { configuration in
            configuration.namespaces.append(ShopCaches.prices)
            configuration.dependencies = ShopCaches.dependencies
        },
        queries: { _, _ in [] }
    )
}
// end
