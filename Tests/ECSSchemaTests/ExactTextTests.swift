import CacheBridge
import CacheTestKit
import CachedQueries
import ECSSchema
import MigratorDatabase
import Testing

/// Rows whose keys differ in Unicode normalisation only: one to Swift, two to both databases.
@Suite struct ExactTextTests {
    private let names = ["\u{E9}", "e\u{301}"]

    private func fill(_ bench: Bench) async throws {
        try await Process(bench).database.write { transaction in
            for (index, name) in names.enumerated() {
                try await transaction.save(NamingConfig(key: name, value: JSONText("\(index)")))
                try await transaction.save(
                    TraitCombination(spirit: name, firstTrait: "trait \(index)", secondTrait: "other")
                )
                var template = Samples.template(name, "exo")
                template.suffix = "suffix \(index)"
                try await transaction.save(template)
            }
        }
    }

    @Test(arguments: Kind.there) func aBatchHasBoth(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            try await fill(bench)
            for store in [nil, InProcessStore()] {
                let process = Process(bench, store: store)
                let database = process.database
                try await process.settle()
                for isHit in [false, true] {
                    let statements = try await process.log.during {
                        let config = try await database.values(of: ECSQueries.namingConfig, inOrderOf: names)
                        #expect(config.map { $0?.value.text } == ["0", "1"])
                        let traits = try await database.values(of: ECSQueries.traitCombinations, inOrderOf: names)
                        #expect(traits.map { $0?.map(\.firstTrait) } == [["trait 0"], ["trait 1"]])
                        let keys = names.map { SpiritStyle($0, "exo") }
                        let templates = try await database.agentTemplates(for: keys)
                        #expect(keys.map { templates[$0]?.suffix } == ["suffix 0", "suffix 1"])
                    }
                    #expect(statements.isEmpty == isHit)
                }
                for (index, name) in names.enumerated() {
                    #expect(try await database.namingConfig(name)?.value.text == "\(index)")
                }
            }
        }
    }

    @Test(arguments: Kind.there) func inATransactionABatchHasBothToo(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            try await fill(bench)
            let names = names
            try await Process(bench).database.write { transaction in
                let found = try await transaction.database.values(of: ECSQueries.namingConfig, inOrderOf: names)
                #expect(found.map { $0?.value.text } == ["0", "1"])
            }
        }
    }

    @Test(arguments: Kind.there) func anAgentHasBothTraits(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            let store = InProcessStore()
            let ann = Samples.agent("ann")
            let names = names
            let writer = Process(bench, store: store).database
            try await writer.write { transaction in
                try await transaction.save(ann)
                for (index, name) in names.enumerated() {
                    try await transaction.setTrait(name, .ability, of: ann.id, to: Double(index))
                    // The other way round.
                    try await transaction.setTrait(names[1 - index], .physical, of: ann.id, to: Double(index))
                }
            }
            let loaded = try await writer.traits(of: ann.id)
            #expect(loaded.list(of: .ability).map(\.value) == [1, 0], "by bytes the decomposed one is the first")
            #expect(loaded.list(of: .physical).map(\.value) == [0, 1])
            #expect(loaded.ability.count == 1 && loaded.ability["\u{E9}"] == 1)
            let reader = Process(bench, store: store)
            try await reader.settle()
            let statements = try await reader.log.during {
                let found = try await reader.database.traits(of: ann.id)
                #expect(found == loaded)
            }
            #expect(statements.isEmpty, "it comes from the store")
        }
    }

    @Test(arguments: Kind.there) func bothAreWarmed(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            try await fill(bench)
            let process = Process(bench, store: InProcessStore())
            try await process.settle()
            _ = try await ECSQueries.namingConfig.warm(process.database, limit: 1000)
            let statements = try await process.log.during {
                for name in names {
                    let found = try await process.database.namingConfig(name)
                    #expect(found != nil)
                }
            }
            #expect(statements.isEmpty)
        }
    }

    @Test(arguments: Kind.there) func bothAreVerified(_ kind: Kind) async throws {
        try await Bench.on(kind) { bench in
            try await fill(bench)
            let process = Process(bench, store: InProcessStore())
            let query = ECSQueries.namingConfig
            _ = try await query.warm(process.database, limit: 1000)
            #expect(try await query.verify(process.database, limit: 1000).differing.isEmpty)
            try await process.pool.withConnection { connection in
                _ = try await connection.execute("UPDATE naming_config SET description = 'behind the cache'")
            }
            let changed = try await query.verify(process.database, limit: 1000)
            #expect(changed.differing.count == changed.compared && changed.compared == changed.sampled)
            for name in names { #expect(changed.differing.contains(query.cacheKey(name).text)) }
        }
    }

    /// The row of one is gone: only the cache knows its key, and the row of the other says nothing of it.
    @Test(arguments: Kind.there, [0, 1]) func whatIsGoneIsFoundBesideWhatIsThere(_ kind: Kind, _ gone: Int) async throws
    {
        try await Bench.on(kind) { bench in
            try await fill(bench)
            let process = Process(bench, store: InProcessStore())
            let query = ECSQueries.namingConfig
            _ = try await query.warm(process.database, limit: 1000)
            let name = names[gone]
            try await process.pool.withConnection { connection in
                _ = try await connection.execute("DELETE FROM naming_config WHERE config_key = $1", [.text(name)])
            }
            let report = try await query.verify(process.database, limit: 1000)
            #expect(report.differing == [query.cacheKey(name).text])
        }
    }
}
