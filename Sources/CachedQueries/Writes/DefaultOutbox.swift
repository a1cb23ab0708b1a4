import CacheBridge
import Logging
import MigratorDatabase
import MigratorOutbox
import Synchronization

/// The outbox that a database has by default: the engine's, where there is one.
///
/// A database that the engine has not migrated lacks the table. It is written all the same, and its events are delivered
/// after COMMIT and no more, as with ``NoOutbox``. Each such write looks again: the engine may come later.
struct DefaultOutbox: OutboxWriter {
    private let engine: DatabaseOutbox
    private let memory: Memory

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - connections: The source of the connection over which the delivery of an event is noted.
    ///   - memory: The knowledge of the table, and the store that is told.
    init(connections: any ConnectionSource, _ memory: Memory) {
        engine = DatabaseOutbox(connections: connections, target: memory.target)
        self.memory = memory
    }

    func write(
        _ event: InvalidationEvent,
        on connection: any DatabaseConnection
    ) async throws -> InvalidationEvent {
        guard try await memory.hasTable(connection) else { return event }
        do {
            return try await engine.write(event, on: connection)
        } catch {
            // If the table was taken away, the next write finds that out.
            memory.forget()
            throw error
        }
    }

    func delivered(_ event: InvalidationEvent) async {
        await engine.delivered(event)
    }
}

extension DefaultOutbox {
    /// The knowledge of a database's outbox that all its writers share.
    final class Memory: Sendable {
        private enum Table {
            case unknown, there, missing
        }

        /// The name of the store that is told of events; `nil` if there is none.
        let target: String?
        private let logger: Logger
        private let table = Mutex(Table.unknown)

        init(_ configuration: CacheConfiguration) {
            target = configuration.settings.redisEnabled ? configuration.remote?.name : nil
            logger = configuration.logger
        }

        /// Whether the table is there; once it is, it is not looked for again.
        func hasTable(_ connection: any DatabaseConnection) async throws -> Bool {
            if table.withLock({ $0 == .there }) { return true }
            let isThere = try await !connection.columns(of: TableName(Outbox.tableName)).isEmpty
            let before = table.withLock { table in
                defer { table = isThere ? .there : .missing }
                return table
            }
            if !isThere, before != .missing {
                logger.notice(
                    "the database has no \(Outbox.tableName), which an upgrade makes: writes leave no event there"
                )
            }
            return isThere
        }

        func forget() {
            table.withLock { $0 = .unknown }
        }
    }
}
