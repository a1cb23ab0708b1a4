public import CacheBridge
public import MigratorDatabase

/// Hears invalidations by asking the outbox again and again: where there is no Redis and no `NOTIFY`.
///
/// On SQLite `PRAGMA data_version` is asked first, which costs a microsecond and changes only when another connection
/// has committed; so the connection must be the carrier's own and never write. Memory is trusted for one interval from
/// the beginning of each look, and beside a store for a lease: a process that has told the store waits no longer than
/// that.
public struct PollingCarrier: InvalidationCarrier {
    /// Its name in the log.
    public let name = "polling"
    private let interval: Duration
    private let clock: any CacheClock
    private let outbox: TableName
    private let connect: @Sendable () async throws -> any DatabaseConnection

    /// Creates a carrier.
    ///
    /// - Parameters:
    ///   - interval: How often to ask, from the end of one look to the beginning of the next.
    ///   - clock: The cache's clock.
    ///   - outbox: Where events are written; `nil` for the schema that the database looks in first.
    ///   - connect: Opens a connection to the primary that nothing else uses.
    public init(
        every interval: Duration,
        clock: any CacheClock = SystemClock(),
        outbox: TableName? = nil,
        connect: @escaping @Sendable () async throws -> any DatabaseConnection
    ) {
        self.interval = interval
        self.clock = clock
        self.outbox = outbox ?? Outbox().name
        self.connect = connect
    }

    /// Listens until it is cancelled or the connection breaks.
    public func run(_ sink: CarrierSink) async throws {
        let connection = try await connect().bounded(by: .carrierPatience)
        do {
            try await poll(connection, sink)
        } catch {
            sink.lose()
            await connection.close()
            throw error
        }
    }

    private func poll(_ connection: any DatabaseConnection, _ sink: CarrierSink) async throws {
        let dialect = try connection.kind.outboxDialect
        // Before the outbox: what is committed between the two looks moves the number again.
        var commits = try await dialect.commits(connection)
        var reader = try await OutboxReader(connection, outbox, sink.fingerprint)
        sink.begin()
        while true {
            let began = clock.now
            let now = try await dialect.commits(connection)
            if now == nil || now != commits {
                try await reader.look().tell(sink)
                commits = now
            }
            if reader.isReplaced { throw CarrierError.moved }
            sink.confirm(from: began, for: interval)
            // A little less, so that memory is believed without a gap.
            try await clock.sleep(for: interval * 0.9)
        }
    }
}

extension Duration {
    /// How long a carrier waits for an answer of a server before it connects anew.
    static let carrierPatience = Duration.seconds(10)
}

func nanoseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
}
