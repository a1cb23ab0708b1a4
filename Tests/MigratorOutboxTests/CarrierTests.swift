import CacheBridge
import CacheSamples
import Foundation
import MigratorDatabase
import MigratorOutbox
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

/// Caches without a store that hear of what others commit from the database alone.
struct CarrierTests {
    static let fingerprint = Fingerprint(identity: "carriers", place: [])
    private static let format = RecordFormat<Int>(
        shape: RecordShape("Number"),
        encode: { Array(String($0).utf8) },
        decode: { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
    )

    static let sqlite = """
        CREATE TABLE migrator_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
            event TEXT NOT NULL, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)
        """
    static let postgres = [
        """
        CREATE TABLE migrator_outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, uuid uuid NOT NULL UNIQUE,
            xid xid8 NOT NULL DEFAULT pg_current_xact_id(), event text NOT NULL, at timestamptz NOT NULL DEFAULT now())
        """, "CREATE INDEX ON migrator_outbox (xid)",
    ]

    static func event(_ uuid: String) throws -> String {
        let event = InvalidationEvent(
            id: 1,
            uuid: uuid,
            database: fingerprint.text,
            revision: nil,
            direction: .write,
            kind: .data,
            tables: [],
            namespaces: [Namespace.namingSpirits.name],
            at: "2026-01-01T00:00:00Z"
        )
        return String(decoding: try event.json(), as: UTF8.self)
    }

    /// Writes an event to the outbox; `notifies` announces it in the same transaction.
    static func write(_ connection: any DatabaseConnection, _ uuid: String, notifies: Bool = false) async throws {
        let parameters = [DatabaseCell.text(uuid), .text(try event(uuid))]
        switch connection.kind {
        case .sqlite:
            try await connection.execute("INSERT INTO migrator_outbox (uuid, event) VALUES (?1, ?2)", parameters)
        default:
            try await connection.execute(
                "INSERT INTO migrator_outbox (uuid, event) VALUES ($1::text::uuid, $2::text)",
                parameters
            )
            guard notifies else { return }
            _ = try await connection.query(
                "SELECT pg_notify($1, $2)",
                [.text(NotifyCarrier.channel), .text(NotifyCarrier.payload(fingerprint, event: 1))]
            )
        }
    }

    static func uuid() -> String { UUID().uuidString.lowercased() }

    /// A cache with a carrier that runs while a body does.
    private func listening(
        _ carrier: any InvalidationCarrier,
        _ body: (CoherentCache, Heard) async throws -> Void
    ) async throws {
        var configuration = CacheConfiguration(
            fingerprint: Self.fingerprint,
            namespaces: Namespace.samples,
            channel: .sample
        )
        configuration.carriers = [carrier]
        let cache = CoherentCache(configuration)
        let heard = Heard()
        cache.bus.observe { event in heard.add(event.uuid) }
        let running = Task { await cache.run() }
        defer { running.cancel() }
        try await poll(for: "memory to be believed") { try await hits(cache) }
        try await body(cache, heard)
    }

    /// Whether a value that was just read is there the second time.
    private func hits(_ cache: CoherentCache) async throws -> Bool {
        let key = Self.format.key("probe", in: .namingConfig)
        var loads = 0
        for _ in 0..<2 {
            _ = try await cache.value(for: key, as: Self.format) {
                loads += 1; return loads
            }
        }
        return loads < 2
    }

    /// Values of the past are not read once an interval has passed.
    private func follows(_ cache: CoherentCache, _ bump: (Int) async throws -> Void) async throws {
        let truth = Mutex(0)
        let key = Self.format.key("number", in: .namingSpirits)
        func read() async throws -> Int? {
            try await cache.value(for: key, as: Self.format) { truth.withLock { $0 } }
        }
        for round in 1...10 {
            _ = try await read()
            truth.withLock { $0 = round }
            try await bump(round)
            try await poll(for: "round \(round)", within: .seconds(20)) { try await read() == round }
        }
    }

    @Test func pollingFollowsSQLite() async throws {
        let folder = TemporaryFolder("carrier")
        let path = "\(folder.path)/c.db"
        let writer = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        let carrier = PollingCarrier(every: .milliseconds(50)) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        try await listening(carrier) { cache, heard in
            // The table comes after the carrier has begun.
            try await writer.execute(Self.sqlite)
            try await follows(cache) { _ in try await Self.write(writer, Self.uuid()) }
            try await poll(for: "all of them") { Set(heard.all).count == 10 }
            try await writer.begin()
            try await Self.write(writer, Self.uuid())
            try await writer.rollback()
            let last = Self.uuid()
            try await Self.write(writer, last)
            try await poll(for: "the last") { heard.all.last == last }
            #expect(heard.all.count == 11, "what was rolled back is silent")
            try await poll(for: "a hit") { try await hits(cache) }
        }
        await writer.close()
    }

    @Test(.enabled(if: PostgresServer.isThere), arguments: [false, true])
    func postgresIsFollowedWhateverTheOrderOfCommits(_ notifies: Bool) async throws {
        try await PostgresServer.withDatabase { database in
            try await database.execute(Self.postgres[0])
            try await database.execute(Self.postgres[1])
            let carrier: any InvalidationCarrier =
                if notifies {
                    NotifyCarrier(lease: .milliseconds(300)) { try await database.connect() }
                } else {
                    PollingCarrier(every: .milliseconds(50)) { try await database.connect() }
                }
            let writer = try await database.connect()
            let slow = try await database.connect()
            try await listening(carrier) { cache, heard in
                try await follows(cache) { _ in
                    try await writer.begin()
                    try await Self.write(writer, Self.uuid(), notifies: notifies)
                    try await writer.commit()
                }
                let (first, second, never) = (Self.uuid(), Self.uuid(), Self.uuid())
                try await slow.begin()
                try await Self.write(slow, first, notifies: notifies)
                try await Self.write(writer, second, notifies: notifies)
                try await poll(for: "the second") { heard.all.contains(second) }
                #expect(!heard.all.contains(first), "it is not committed")
                try await writer.begin()
                try await Self.write(writer, never, notifies: notifies)
                try await writer.rollback()
                try await slow.commit()
                try await poll(for: "the first") { heard.all.contains(first) }
                let last = Self.uuid()
                try await writer.begin()
                try await Self.write(writer, last, notifies: notifies)
                try await writer.commit()
                try await poll(for: "the last") { heard.all.contains(last) }
                #expect(heard.all.count == 13 && Set(heard.all).count == 13, "each once")
                #expect(!heard.all.contains(never))
                try await poll(for: "a hit") { try await hits(cache) }
            }
            await writer.close()
            await slow.close()
        }
    }
}

/// A list that several tasks append to.
final class Heard: Sendable {
    private let list = Mutex<[String]>([])

    var all: [String] { list.withLock { $0 } }
    func add(_ text: String) { list.withLock { $0.append(text) } }
}
