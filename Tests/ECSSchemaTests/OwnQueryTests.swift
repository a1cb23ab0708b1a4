import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import Foundation
import MigratorDatabase
import Testing

/// An application's own cached query, warming and verifying.
@Suite struct OwnQueryTests {
    private let names = CachedQuery(namespace: "my_names", reads: ["naming_spirits"], timeToLive: .seconds(60)) {
        (connection, category: String) -> [String]? in
        try await connection.query(
            "SELECT name FROM naming_spirits WHERE category = $1 ORDER BY name",
            [.text(category)]
        ).map { try $0.get("name") }
    }
    private let count = CachedQuery(namespace: "my_count", reads: ["agents"], timeToLive: .seconds(60)) {
        (connection, _: WholeTable) -> Int? in
        try await connection.query("SELECT count(*) AS n FROM agents").first?.get("n")
    }

    @Test(arguments: Kind.there) func anOwnQueryIsCachedAndInvalidated(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            for store in [nil, InProcessStore()] {
                let process = Process(bench, store: store, queries: [names, count])
                let database = process.database
                try await process.settle()
                #expect(
                    try await database.value(of: names, for: "canines_and_foxes") == [
                        "coyote", "fox", "jackal", "wolf",
                    ]
                )
                let agents = try #require(try await database.value(of: count, for: WholeTable()))
                let hits = try await process.log.during {
                    _ = try await database.value(of: names, for: "canines_and_foxes")
                    _ = try await database.value(of: count, for: WholeTable())
                }
                #expect(hits.isEmpty)

                try await database.write { try await $0.save(Samples.agent(UUID().text)) }
                #expect(try await database.value(of: count, for: WholeTable()) == agents + 1)
                let untouched = try await process.log.during {
                    _ = try await database.value(of: names, for: "canines_and_foxes")
                }
                #expect(untouched.isEmpty)

                var dog = Samples.spirit("dog")
                dog.category = "canines_and_foxes"
                try await database.write { [dog] in try await $0.save(dog) }
                #expect(try await database.value(of: names, for: "canines_and_foxes")?.count == 5)
                try await database.write { [dog] in try await $0.deleteNamingSpirit(dog.id) }
            }
        }
    }

    @Test func aQueryThatTheCacheWasNotGivenSaysSo() async throws {
        try await Bench.on(.sqlite) { bench in
            await #expect(throws: CacheError.self) {
                _ = try await Process(bench).database.value(of: names, for: "x")
            }
        }
    }

    @Test(arguments: Kind.there) func whatIsWarmIsHit(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let process = Process(bench, store: InProcessStore())
            var keys = 0
            for query in process.database.queries { keys += try await query.warm(process.database, limit: 1000) }
            #expect(keys == 1 + 1 + 2 + 1 + 150 + 50)
            let statements = try await process.log.during {
                _ = try await process.database.namingSpirits()
                _ = try await process.database.agentTemplate(spirit: "owl", style: "hybrid")
                _ = try await process.database.traitCombinations(ofSpirit: "whale")
            }
            #expect(statements.isEmpty)
        }
    }

    @Test(arguments: Kind.there) func verifyingFindsWhatSomebodyWroteBehindTheCache(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let process = Process(bench, store: InProcessStore())
            let database = process.database
            let cold = try await ECSQueries.agentTemplates.verify(database, limit: 1000)
            #expect(cold.sampled == 150 && cold.compared == 0)
            let warm = try await ECSQueries.agentTemplates.verify(database, limit: 1000)
            #expect(warm.compared == 150 && warm.differing.isEmpty)
            try await process.pool.withConnection { connection in
                _ = try await connection.execute("UPDATE agent_templates SET suffix = 'X' WHERE spirit = 'fox'")
            }
            let stale = try await ECSQueries.agentTemplates.verify(database, limit: 1000)
            #expect(stale.query == "agent_templates.by_spirit_and_style" && stale.compared == 150)
            #expect(stale.differing.count == 3 && stale.differing.allSatisfy { $0.contains("fox") })
        }
    }
}
