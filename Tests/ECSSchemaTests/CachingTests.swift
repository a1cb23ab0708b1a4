import CacheBridge
import ECSSchema
import Foundation
import MigratorDatabase
import MigratorOutbox
import Synchronization
import Testing

@testable import CacheTestKit
@testable import CachedQueries

/// What is asked of the database, and what is not.
@Suite struct CachingTests {
    /// All queries once, for things that there are and that there are not.
    private func readAll(_ database: CachedDatabase, agent: UUID) async throws {
        _ = try await database.namingSpirits()
        _ = try await database.namingComponents(ofType: "suffix")
        _ = try await database.namingComponents(ofType: "nothing")
        _ = try await database.namingConfig()
        _ = try await database.namingConfig("default_style")
        _ = try await database.namingConfig("nothing")
        _ = try await database.agentTemplate(spirit: "fox", style: "exo")
        _ = try await database.agentTemplate(spirit: "fox", style: "nothing")
        _ = try await database.traitCombinations(ofSpirit: "fox")
        _ = try await database.traitCombinations(ofSpirit: "nothing")
        _ = try await database.agent(agent)
        _ = try await database.traits(of: agent)
        _ = try await database.relationships(of: agent)
        _ = try await database.interactions(of: agent)
        _ = try await database.position(of: agent)
    }

    @Test(arguments: Kind.there) func hitsDoNotTouchTheDatabase(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            for store in [nil, InProcessStore()] {
                let process = Process(bench, store: store)
                try await process.settle()
                let first = try await process.log.during { try await readAll(process.database, agent: UUID(1)) }
                #expect(first.count == 15, "absent rows and empty lists are asked for once")
                let second = try await process.log.during { try await readAll(process.database, agent: UUID(1)) }
                #expect(second.isEmpty)
            }
        }
    }

    @Test(arguments: Kind.there) func aBatchCostsOneRoundTrip(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let agents = (0..<400).map { UUID($0) }
            let writer = Process(bench).database
            try await writer.write { transaction in
                for id in agents.prefix(300) {
                    var agent = Samples.agent(id.text)
                    agent.id = id
                    try await transaction.save(agent)
                }
            }
            let process = Process(bench, store: store)
            try await process.settle()
            let templates = ["fox", "wolf", "owl"].map { SpiritStyle($0, "exo") } + [SpiritStyle("fox", "nothing")]
            func batches() async throws -> [Int] {
                let database = process.database
                return [
                    try await database.agentTemplates(for: templates).count,
                    try await database.traitCombinations(ofSpirits: ["fox", "wolf", "nothing"]).count,
                    try await database.agents(agents).count,
                    try await database.traits(of: agents).count,
                    try await database.interactions(of: agents).count,
                    try await database.positions(of: agents).count,
                ]
            }
            var counts: [Int] = []
            let loads = try await process.log.during { counts = try await batches() }
            #expect(counts == [3, 3, 300, 400, 400, 0] && loads.count == 6)
            let before = store.state.withLock { $0.calls }
            let hits = try await process.log.during { counts = try await batches() }
            #expect(counts == [3, 3, 300, 400, 400, 0] && hits.isEmpty)
            #expect(store.state.withLock { $0.calls } - before <= 6, "an MGET each")
        }
    }

    @Test(arguments: Kind.there) func sqlNamesOnlyDeclaredTables(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            for query in ECSQueries.all {
                let process = Process(bench)
                try await process.settle()
                try await process.database.write { try await $0.save(Samples.agent(UUID().text)) }
                let statements = try await process.log.during {
                    let warmed = try await query.warm(process.database, limit: 3)
                    #expect(warmed > 0 || query.name == "position")
                }
                // Taking the sample is no part of the answer.
                let load = statements.filter { !$0.contains("random()") }.joined(separator: "\n")
                guard query.name != "position" else { continue }
                let tables = load.matches(of: /(?i)\b(?:from|join)\s+([a-z_]+)/).map { String($0.output.1) }
                let own = Set(tables).subtracting(["json_each", "unnest"])
                #expect(own == Set(query.reads), "\(query.name)")
            }
        }
    }

    @Test func thereIsAQueryInEachNamespace() {
        #expect(Set(ECSQueries.all.map(\.namespace)) == Set(Namespace.ecs))
        let names = ECSQueries.all.map { "\($0.namespace.name)/\($0.name)" }
        #expect(Set(names).count == names.count)
        var configuration = CacheConfiguration(
            fingerprint: Fingerprint(identity: "", place: []),
            namespaces: Namespace.ecs,
            channel: .runs
        )
        configuration.add(ecs: ECSQueries.all)
        let spirits = configuration.dependencies.namespaces(.data, .upgrade, touching: .tables(["naming_spirits"]))
        #expect(spirits == ["agent_templates", "naming_spirits", "trait_combinations"])
        let agents = configuration.dependencies.namespaces(.data, .upgrade, touching: .tables(["agents"]))
        #expect(
            agents
                == Namespace.ecs.map(\.name).filter { $0.hasPrefix("agent_") && $0 != "agent_templates" }
                .sorted()
        )
    }

    @Test(arguments: Kind.there) func insideATransactionTheCacheIsPassedBy(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let process = Process(bench)
            let database = process.database
            let spirits = try await database.namingSpirits()
            let connection = try await bench.connect()
            try await connection.begin()
            try await connection.execute("UPDATE naming_spirits SET weight = 2")
            #expect(try await database.on(connection).namingSpirits().allSatisfy { $0.weight == 2 })
            #expect(try await database.on(connection).agentTemplates(for: [SpiritStyle("fox", "exo")]).count == 1)
            #expect(try await database.namingSpirits() == spirits, "nothing of it was stored")
            #expect(process.statistics("agent_templates").loads == 0)
            try await connection.rollback()
            #expect(try await database.on(connection).namingSpirits() == spirits)
            await connection.close()
        }
    }

    @Test(.enabled(if: Kind.there.contains(.postgres))) func onAStandbyTheCacheIsPassedBy() async throws {
        try await Bench.on(.postgres) { bench in
            let process = Process(bench)
            process.log.isStandby.withLock { $0 = true }
            for _ in 0..<2 {
                let statements = try await process.log.during {
                    let spirits = try await process.database.namingSpirits()
                    let templates = try await process.database.agentTemplates(for: [SpiritStyle("fox", "exo")])
                    #expect(spirits.count == 50 && templates.count == 1)
                }
                #expect(statements.filter { !$0.contains("pg_is_in_recovery") }.count == 2)
            }
            #expect(process.database.cache.statistics.memoryEntries == 0)
        }
    }

    /// The first connection leads to the primary, a later one to a standby: what it gave is not stored.
    @Test(.enabled(if: Kind.there.contains(.postgres))) func aStandbyThatShowsLaterIsNotBelieved() async throws {
        try await Bench.on(.postgres) { bench in
            let process = Process(bench)
            _ = try await process.database.access()
            process.log.isStandby.withLock { $0 = true }
            try await process.pool.withConnection { _ in
                // The known connection is lent, so that the read opens a new one.
                let spirits = try await process.database.namingSpirits()
                let templates = try await process.database.agentTemplates(for: [SpiritStyle("fox", "exo")])
                #expect(spirits.count == 50 && templates.count == 1)
            }
            #expect(process.database.cache.statistics.memoryEntries == 0)
        }
    }
}

extension Process {
    func statistics(_ namespace: String) -> NamespaceStatistics {
        database.cache.statistics.namespaces[namespace] ?? NamespaceStatistics()
    }
}

extension UUID {
    /// A UUID that a test can name.
    init(_ number: Int) {
        let digits = String(number, radix: 16)
        self =
            UUID(uuidString: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
            ?? UUID()
    }
}
