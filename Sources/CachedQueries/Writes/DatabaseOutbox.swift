public import CacheBridge
public import MigratorDatabase
import MigratorOutbox

/// The engine's outbox, which it makes beside its version table: an event that could not be delivered waits there.
///
/// It must be there before the first write; `Migrator` makes it.
public struct DatabaseOutbox: OutboxWriter {
    private let outbox: Outbox
    private let target: String?
    private let connections: any ConnectionSource

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - connections: The source of the connection over which the delivery of an event is noted.
    ///   - target: The configured name of the cache's store; `nil` if the cache has none, and then no delivery is
    ///     noted.
    ///   - schema: The schema of the version table; `nil` for the one that the database looks in first.
    public init(connections: any ConnectionSource, target: String?, schema: String? = nil) {
        self.connections = connections
        self.target = target
        outbox = Outbox(schema: schema)
    }

    /// Writes an event, and on PostgreSQL wakes the sessions that listen when the transaction is committed.
    public func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent {
        try await outbox.write(event, on: connection)
    }

    /// Notes that the store was told; if that cannot be, it is told once more.
    public func delivered(_ event: InvalidationEvent) async {
        guard let target, event.id > 0 else { return }
        try? await connections.withConnection { connection in
            try await outbox.noteDelivery(of: event.id, to: target, connection)
        }
    }
}
