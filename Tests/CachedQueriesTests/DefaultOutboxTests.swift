import CacheBridge
import CachedQueries
import MigratorDatabase
import Synchronization
import Testing

struct DefaultOutboxTests {
    /// Without the engine there is no outbox: the caches of this process are told, and no row is left.
    @Test(arguments: Kind.there) func aDatabaseWithoutAnOutboxIsWrittenAllTheSame(_ kind: Kind) async throws {
        try await Shop.on(kind) { shop in
            let database = shop.open()
            let heard = Mutex<[InvalidationEvent]>([])
            database.cache.bus.observe { event in heard.withLock { $0.append(event) } }
            #expect(try await database.productCount == 0)
            for name in ["tea", "milk"] {
                try await database.write { try await $0.store(Product(name: name)) }
            }
            #expect(try await database.productCount == 2)
            let events = heard.withLock { $0 }
            #expect(events.map(\.tables) == [["products"], ["products"]] && events.allSatisfy { $0.id == 0 })
        }
    }
}
