import CacheBridge
import CacheSamples
import CacheTestKit
import MigratorTestSupport
import Testing

/// One letter in its two spellings: one to Swift, two to a database.
private let composed = "\u{E9}"
private let decomposed = "e\u{301}"

/// Keys and entities that differ in Unicode normalisation only.
@Suite struct ExactTextTests {
    private let store = InProcessStore()
    private let clock = ManualClock()

    @Test func aBatchHasBoth() async throws {
        for remote in [nil, store] {
            let process = Process(remote, clock: clock)
            let keys = [process.key(composed), process.key(decomposed)]
            for _ in 0..<2 {
                let found = try await process.cache.values(for: keys, as: Process.format) { missing in
                    Dictionary(uniqueKeysWithValues: missing.map { ($0, $0 == keys[0] ? "one" : "other") })
                }
                #expect(found == [keys[0]: "one", keys[1]: "other"])
            }
            #expect(process.figures().loads == 2)
        }
    }

    @Test func neitherJoinsTheLoadOfTheOther() async throws {
        let process = Process()
        let gate = Gate()
        let source = Source()
        let read: @Sendable (String, String) async throws -> String? = { name, value in
            try await process.cache.value(for: process.key(name), as: Process.format) {
                _ = try source.load()
                await gate.pass()
                return value
            }
        }
        async let one = read(composed, "one")
        async let other = read(decomposed, "other")
        try await poll { source.loads == 2 }
        gate.open()
        let values = try await [one, other]
        #expect(values == ["one", "other"])
    }

    @Test func aWriteOfOneEntityLeavesTheOther() async throws {
        for remote in [nil, store] {
            let process = Process(remote, clock: clock)
            let (one, other) = (Source("old"), Source("other"))
            _ = try await process.read(one, in: .agentPositions, entity: composed)
            _ = try await process.read(other, in: .agentPositions, entity: decomposed)
            let key = process.key(in: .agentPositions, entity: composed)
            try await process.cache.write("new", for: key, as: Process.format) { one.set("new") }
            #expect(try await process.read(one, in: .agentPositions, entity: composed) == "new")
            #expect(try await process.read(other, in: .agentPositions, entity: decomposed) == "other")
            #expect(other.loads == 1)
        }
    }

    @Test func eventsThatAreToldTogetherReachBoth() async throws {
        let entities = [(composed, Source("old")), (decomposed, Source("old"))]
        let writer = Process(store, clock: clock)
        var events: [InvalidationEvent] = []
        for (entity, source) in entities {
            _ = try await writer.read(source, in: .agentPositions, entity: entity)
            source.set("new")
            var event = writer.event([.agentPositions], id: Int64(events.count + 1))
            event.direction = .write
            event.entities = [entity]
            events.append(event)
        }
        try await writer.cache.deliver(together: events)
        let reader = Process(store, clock: clock)
        for (entity, source) in entities {
            #expect(try await reader.read(source, in: .agentPositions, entity: entity) == "new")
        }
    }

    @Test func aStoreIsOwedBoth() {
        let debts = WriteDebts()
        debts.owe("agent_positions", composed)
        debts.owe("agent_positions", decomposed)
        #expect(debts.all["agent_positions"]?.count == 2)
    }
}
