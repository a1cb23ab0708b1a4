import CacheBridge
import CacheSamples
import CachedQueries
import Foundation
import Migrator
import MigratorDatabase
import Testing

/// An application that reads and writes a toy database through a cache.
struct ToyQueriesTests {
    private struct Pot: CachedRecord {
        static let table = RecordTable(
            "pots",
            columns: [.init("id", "uuid"), .init("warm", "bool?"), .init("made_at", "timestampTZ?", moment: .change)]
        )
        static let blank = Pot()

        var id = UUID()
        var isWarm: Bool?
        var madeAt: Timestamp?

        mutating func visit(_ columns: inout RecordColumns) throws(DatabaseFailure) {
            try columns.column("id", &id)
            try columns.column("warm", &isWarm)
            try columns.column("made_at", &madeAt)
        }
    }

    private static let names = CachedQuery(namespace: "tea_names", reads: ["Teas"], timeToLive: .seconds(60)) {
        (connection, name: String) -> String? in
        let sql = #"SELECT name FROM "Teas" WHERE "Name" = :1"#
        return try await connection.query(sql, [.text(name)]).first?.get("name")
    }

    @Test func answersAreRightAfterAWrite() async throws {
        let bench = try ToyBench()
        let engine = try bench.engine()
        try await engine.upgrade()
        let configuration = CacheConfiguration(fingerprint: try await engine.fingerprint(), channel: .sample)
        let pool = QueryPool(limit: 2) { try await bench.connect() }
        let database = CachedDatabase(configuration, connections: pool, queries: [Self.names])
        #expect(try await database.value(of: Self.names, for: "mint") == "m")
        try await database.write { transaction in
            try await transaction.execute(
                #"UPDATE "Teas" SET name = :1 WHERE "Name" = 'mint'"#,
                ["fresh"],
                touching: ["Teas"]
            )
        }
        #expect(try await database.value(of: Self.names, for: "mint") == "fresh")
        let last = try await engine.events(all: true).entries.last?.event
        #expect(last?.direction == .write && last?.tables == ["Teas"])
    }

    @Test func recordsAreStoredFoundAndRemoved() async throws {
        let bench = try ToyBench()
        let engine = try bench.engine()
        try await engine.upgrade()
        let configuration = CacheConfiguration(fingerprint: try await engine.fingerprint(), channel: .sample)
        let database = CachedDatabase(configuration, connections: QueryPool(limit: 1) { try await bench.connect() })
        var pot = Pot()
        pot.isWarm = false
        let stored = try await database.write { [pot] in try await $0.store(pot) }
        #expect(stored.id == pot.id && stored.isWarm == false && stored.madeAt != nil)
        let connection = try await bench.connect()
        let found = try await Pot.rows(on: connection, where: "t.id", "uuid", isAmong: [pot.id.uuidString.lowercased()])
        #expect(found == [stored])
        let dialect = try connection.kind.queryDialect
        let pairs = try dialect.list([("mint", "m"), ("mint", "s")])
        let both = #"SELECT id FROM "Teas" WHERE \#(dialect.among(#""Name""#, "name"))"#
        #expect(try await connection.query(both, pairs).map(\.values) == [[1]])
        await connection.close()
        let isGone = try await database.write { [pot] in
            try await $0.remove(from: "pots", where: ["id": .uuid(pot.id)])
        }
        #expect(isGone)
    }
}
