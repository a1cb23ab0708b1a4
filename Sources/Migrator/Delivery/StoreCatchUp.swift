import CacheBridge
import MigratorDatabase
import MigratorOutbox

/// Tells a store what it alone has not heard of: a delivery is recorded under the name of a target, which two stores may
/// share, and a store that was away for a while has missed what was delivered to another.
///
/// Each store remembers how far in the outbox it was told of everything, and each single event since. No lock is held: a
/// second telling costs misses.
struct StoreCatchUp {
    /// With more than so many everything counts as stale.
    private static let limit = 200

    private let rows: OutboxRows
    private let connection: any DatabaseConnection

    init(_ outbox: Outbox, _ connection: any DatabaseConnection) {
        rows = OutboxRows(outbox)
        self.connection = connection
    }

    /// Tells the store, which is believed then, if it did not fail meanwhile.
    func run(_ channel: DeliveryChannel) async {
        guard let cache = channel.cache, let fingerprint = channel.fingerprint else { return }
        do {
            let position = try await cache.toldPosition()
            // In this order: after the store has answered, and before the outbox is looked at.
            guard let drain = cache.beginDrain() else { return }
            let found = try await rows.since(position, fingerprint, connection)
            let untold = found.isWhole ? try await cache.untold(found.events) : []
            if found.isWhole, untold.count <= Self.limit {
                try await cache.deliver(together: untold)
            } else {
                try await cache.forgetStored()
            }
            try await cache.endDrain(drain, at: found.position)
        } catch let error as CacheError {
            channel.note(error)
        } catch {
            // The next round asks the database again, and says so if it does not answer.
        }
    }
}
