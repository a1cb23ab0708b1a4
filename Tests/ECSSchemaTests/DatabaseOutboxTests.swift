import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Foundation
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Writes of an application in the engine's own outbox.
struct DatabaseOutboxTests {
    private struct Failed: Error {}

    /// The events of writes, with the targets that were told of them.
    private func written(_ bench: Bench) async throws -> [(event: InvalidationEvent, target: String?)] {
        let connection = try await bench.connect()
        let sql = """
            SELECT o.event, d.target FROM migrator_outbox o
            LEFT JOIN migrator_delivery d ON d.event = o.id AND d.delivered_at IS NOT NULL ORDER BY o.id
            """
        let rows = try await connection.query(sql)
        await connection.close()
        return try rows.map { row in
            let json = try row.get("event", as: String.self)
            return (try InvalidationEvent(json: Array(json.utf8)), try row.get("target", as: String?.self))
        }.filter { $0.event.direction == .write }
    }

    @Test(arguments: Kind.there) func aWriteLeavesAnEventAndWhoWasToldOfIt(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let pool = QueryPool(limit: 1) { try await bench.connect() }
            let told = Process(
                bench,
                store: InProcessStore(),
                outbox: DatabaseOutbox(connections: pool, target: "in-process")
            )
            try await told.database.write { try await $0.save(Samples.spirit("imp")) }
            let untold = Process(bench, outbox: DatabaseOutbox(connections: pool, target: nil))
            try await untold.database.write { try await $0.save(Samples.spirit("elf")) }
            await #expect(throws: Failed.self) {
                try await untold.database.write { transaction in
                    try await transaction.save(Samples.spirit("orc"))
                    throw Failed()
                }
            }
            let events = try await written(bench)
            #expect(events.map(\.event.tables) == [["naming_spirits"], ["naming_spirits"]])
            #expect(events.map(\.target) == ["in-process", nil])
        }
    }

    private func configuration(_ store: InProcessStore? = nil) -> CacheConfiguration {
        var configuration = CacheConfiguration(
            fingerprint: Fingerprint(identity: "test", place: []),
            channel: .runs
        )
        configuration.remote = store
        return configuration
    }

    @Test(arguments: Kind.there) func aWriteLeavesAnEventUnlessToldOtherwise(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let pool = QueryPool(limit: 2) { try await bench.connect() }
            for store in [nil, InProcessStore(name: "redis")] {
                let database = CachedDatabase.ecs(configuration(store), connections: pool)
                try await database.write { try await $0.save(Samples.spirit(UUID().text)) }
            }
            var withoutRedis = configuration(InProcessStore(name: "redis"))
            withoutRedis.settings.redisEnabled = false
            let alone = CachedDatabase.ecs(withoutRedis, connections: pool)
            try await alone.write { try await $0.save(Samples.spirit("imp")) }
            let quiet = CachedDatabase.ecs(configuration(), connections: pool, outbox: NoOutbox())
            try await quiet.write { try await $0.save(Samples.spirit("elf")) }
            #expect(try await written(bench).map(\.target) == [nil, "redis", nil])
            await pool.close()
        }
    }

    /// What is noted of a delivery goes over a connection of the pool's; the write has given its own back by then.
    @Test(.timeLimit(.minutes(5)), arguments: Kind.there)
    func oneConnectionIsEnoughForAWriteAndItsDelivery(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let pool = QueryPool(limit: 1) { try await bench.connect() }
            let database = CachedDatabase.ecs(configuration(InProcessStore()), connections: pool)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        _ = try await database.write { try await $0.save(Samples.spirit("imp \(number)")) }
                    }
                }
                try await group.waitForAll()
            }
            try await pool.withConnection { connection in
                _ = try await database.on(connection).write { try await $0.save(Samples.spirit("elf")) }
            }
            #expect(try await written(bench).map(\.target) == Array(repeating: "in-process", count: 5))
            await pool.close()
        }
    }

    @Test func anOutboxThatTheEngineMakesLaterIsUsedFromThenOn() async throws {
        let folder = TemporaryFolder()
        let path = "\(folder.path)/later.db"
        let bench = Bench { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
        let pool = QueryPool(limit: 1) { try await bench.connect() }
        let database = CachedDatabase.ecs(configuration(), connections: pool)
        try await database.write { $0.touch("naming_spirits") }
        try await MigrationEngine(revisions: Bench.history.get()) { try await bench.connect() }.upgrade(to: "heads")
        #expect(try await written(bench).isEmpty)
        try await database.write { try await $0.save(Samples.spirit("imp")) }
        #expect(try await written(bench).map(\.event.tables) == [["naming_spirits"]])
        await pool.close()
        withExtendedLifetime(folder) {}
    }
}
