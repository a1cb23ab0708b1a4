import CacheBridge
import MigratorOutbox

extension EventsReport.Delivery {
    /// What the outbox says of a delivery.
    init(_ delivery: OutboxListing.Delivery) {
        self.init(
            target: delivery.target,
            attempts: delivery.attempts,
            lastError: delivery.lastError,
            deliveredAt: delivery.deliveredAt
        )
    }
}

extension OutboxListing {
    /// The events that were selected, in the order of their numbers.
    func events(_ selection: EventSelection) async throws -> [InvalidationEvent] {
        switch selection {
        case .ids(let ids): try await events(numbered: ids)
        case .from(let id): try await events(from: id)
        case .since(let moment): try await events(since: moment)
        }
    }
}
