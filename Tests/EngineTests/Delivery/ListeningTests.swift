import CacheBridge
import CacheSamples
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

func openFile(_ path: String) async throws -> any DatabaseConnection {
    try await SQLiteSession(SQLiteSessionConfiguration(path: path))
}

/// Those who hear of steps from the database alone.
struct ListeningTests {
    typealias Kind = EventBench.Kind

    private final class Heard: Sendable {
        private let list = Mutex<[InvalidationEvent]>([])
        var events: [InvalidationEvent] { list.withLock { $0 } }
        func add(_ event: InvalidationEvent) { list.withLock { $0.append(event) } }
    }

    /// Runs an upgrade while a carrier listens, and returns what it told.
    private func heard(
        _ bench: EventBench,
        by carrier: any InvalidationCarrier,
        _ body: () async throws -> Void
    ) async throws -> [InvalidationEvent] {
        var configuration = CacheConfiguration(
            fingerprint: try await bench.migrator(targets: []).fingerprint(),
            namespaces: Namespace.samples,
            channel: .sample
        )
        configuration.carriers = [carrier]
        let cache = CoherentCache(configuration)
        let heard = Heard()
        cache.bus.observe(heard.add)
        let running = Task { await cache.run() }
        defer { running.cancel() }
        let reader = Reader(cache: cache, namespace: .namingConfig)
        try await poll(for: "memory to be believed") { try await !reader.isFenced() }
        try await body()
        let count = try await bench.outbox().count
        try await poll(for: "all to be heard") { heard.events.count >= count - 1 }
        return heard.events
    }

    @Test(arguments: Kind.there)
    func pollingReadsTheOutbox(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade(to: "make")
            let carrier = PollingCarrier(every: .milliseconds(50)) { try await bench.connect() }
            let events = try await heard(bench, by: carrier) { try await bench.migrator(targets: []).upgrade() }
            #expect(events.map(\.revision) == ["fill", "name"])
            #expect(events.map(\.id) == [2, 3])
            #expect(events.map(\.uuid) == Array(try await bench.outbox().dropFirst()))
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func notificationsWakeWhoListens() async throws {
        try await PostgresServer.withDatabase { database in
            let bench = EventBench(.postgres, EventBench.three) { try await database.connect() }
            try await bench.migrator(targets: []).upgrade(to: "make")
            let carrier = NotifyCarrier(lease: .seconds(2)) { try await database.connect() }
            let events = try await heard(bench, by: carrier) { try await bench.migrator(targets: []).upgrade() }
            #expect(events.map(\.revision) == ["fill", "name"])
        }
    }

    /// The message holds the fingerprint and the number, and comes with the commit.
    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func aNotificationSaysWhichEventOfWhichDatabase() async throws {
        try await PostgresServer.withDatabase { database in
            let bench = EventBench(.postgres, EventBench.three) { try await database.connect() }
            let listener = try await database.connect()
            try await listener.listen(NotifyCarrier.channel)
            let list = Mutex<[String]>([])
            let hearing = Task { [notifications = listener.notifications()] in
                for await notification in notifications { list.withLock { $0.append(notification.payload) } }
            }
            try await bench.migrator(targets: []).upgrade()
            let fingerprint = try await bench.migrator(targets: []).fingerprint()
            let expected = (1...3).map { NotifyCarrier.payload(fingerprint, event: $0) }
            try await poll(for: "three notifications") {
                try await listener.receive(waiting: .milliseconds(50))
                return list.withLock { $0.count } >= 3
            }
            #expect(list.withLock { $0 } == expected)
            hearing.cancel()
            await listener.close()
        }
    }
}
