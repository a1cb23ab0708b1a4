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

/// A database that is put back in place while a cache listens to it alone, with as many events following as were lost.
struct RestoredOutboxTests {
    private static let format = RecordFormat<String>(
        shape: RecordShape("Text"),
        encode: { Array($0.utf8) },
        decode: { String(decoding: $0, as: UTF8.self) }
    )

    /// Reads a value of a namespace that none of the events after the restore names.
    private func follow(_ carrier: any InvalidationCarrier, restore: () async throws -> Void) async throws {
        var configuration = CacheConfiguration(
            fingerprint: CarrierTests.fingerprint,
            namespaces: Namespace.samples,
            channel: .sample
        )
        configuration.carriers = [carrier]
        let cache = CoherentCache(configuration)
        let truth = Mutex("lost")
        let loads = Atomic(0)
        let read: @Sendable () async throws -> String? = {
            try await cache.value(for: Self.format.key("k", in: .agentTemplates), as: Self.format) {
                loads.add(1, ordering: .relaxed)
                return truth.withLock { $0 }
            }
        }
        let running = Task { await cache.run() }
        defer { running.cancel() }
        try await poll(for: "memory to be believed") {
            let before = loads.load(ordering: .relaxed)
            _ = try await read()
            return loads.load(ordering: .relaxed) == before
        }
        cache.bus.observe { _ in }
        try await restore()
        truth.withLock { $0 = "restored" }
        try await poll(for: "the restored value", within: .seconds(20)) { try await read() == "restored" }
    }

    @Test(arguments: [1, 2, 3])
    func pollingNoticesABackupOfSQLite(_ lost: Int) async throws {
        let folder = TemporaryFolder("restored")
        let path = "\(folder.path)/r.db"
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        try await connection.execute(CarrierTests.sqlite)
        for _ in 1...4 { try await CarrierTests.write(connection, CarrierTests.uuid()) }
        let carrier = PollingCarrier(every: .milliseconds(200)) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        try await follow(carrier) {
            try await connection.begin()
            try await connection.execute("DELETE FROM migrator_outbox WHERE id > \(4 - lost)")
            try await connection.execute("UPDATE sqlite_sequence SET seq = \(4 - lost) WHERE name = 'migrator_outbox'")
            for _ in 1...lost { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            try await connection.commit()
        }
        await connection.close()
        withExtendedLifetime(folder) {}
    }

    @Test(
        .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
        arguments: [false, true],
        [0, 1, 2]
    )
    func aDumpLoadedInPlaceIsNoticedOnPostgreSQL(_ notifies: Bool, _ lost: Int) async throws {
        try await PostgresServer.withDatabase { database in
            let connection = try await database.connect()
            for statement in CarrierTests.postgres { try await connection.execute(statement) }
            for _ in 1...4 { try await CarrierTests.write(connection, CarrierTests.uuid()) }
            let carrier: any InvalidationCarrier =
                if notifies {
                    NotifyCarrier(lease: .milliseconds(300)) { try await database.connect() }
                } else {
                    PollingCarrier(every: .milliseconds(200)) { try await database.connect() }
                }
            try await follow(carrier) {
                let kept = 4 - lost
                try await connection.execute("CREATE TABLE dump AS SELECT * FROM migrator_outbox WHERE id <= \(kept)")
                try await connection.begin()
                try await connection.execute("TRUNCATE migrator_outbox RESTART IDENTITY")
                try await connection.execute(
                    """
                    INSERT INTO migrator_outbox (id, uuid, xid, event, at) OVERRIDING SYSTEM VALUE
                    SELECT id, uuid, xid, event, at FROM dump
                    """
                )
                _ = try await connection.query(
                    "SELECT setval(pg_get_serial_sequence('migrator_outbox', 'id'), \(4 - lost))"
                )
                for _ in 0..<lost { try await CarrierTests.write(connection, CarrierTests.uuid(), notifies: notifies) }
                try await connection.commit()
            }
            await connection.close()
        }
    }
}
