import CacheBridge
import CacheTestKit
import Foundation
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import CachedQueries
@testable import ECSSchema

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
}
