public import CacheBridge
public import MigratorDatabase

/// Writes the events of writes, in the write's own transaction.
public protocol OutboxWriter: Sendable {
    /// Writes an event.
    ///
    /// - Parameters:
    ///   - event: The event; its id is 0.
    ///   - connection: The connection with the open transaction.
    /// - Returns: The event with its row's id.
    /// - Throws: What the database gives; then the transaction is rolled back.
    func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent

    /// Notes that an event was delivered, after COMMIT.
    func delivered(_ event: InvalidationEvent) async
}

extension OutboxWriter {
    /// Notes nothing: a drain of the outbox delivers the event again, which costs misses and nothing else.
    public func delivered(_ event: InvalidationEvent) async {}
}

/// No outbox, for an application that wants none: events are delivered after COMMIT, and the staleness of one that cannot
/// be is bounded by the namespaces' times to live.
public struct NoOutbox: OutboxWriter {
    /// Creates it.
    public init() {}

    /// Writes nothing.
    public func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent {
        event
    }
}
