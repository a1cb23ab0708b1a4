import CacheBridge
import CacheSamples
import CacheTestKit
import Testing

@Suite struct InvalidationTests {
    private let store = InProcessStore()
    private let clock = ManualClock()

    /// The value of one reader, loaded before an invalidation and stored after it, must not be there for the next.
    @Test func aValueLoadedBeforeAnInvalidationIsNotStoredAfterIt() async throws {
        for remote in [nil, store] {
            let process = Process(remote, clock: clock)
            let source = Source("old")
            let value = try await process.cache.value(for: process.key(), as: Process.format) {
                let old = try source.load()
                source.set("new")
                try await process.cache.deliver(process.event([.namingSpirits]))
                return old
            }
            #expect(value == "old", "this read began before")
            #expect(try await process.read(source) == "new")
        }
    }

    @Test func clearingANamespaceCostsTheSameHoweverMuchItHolds() async throws {
        let process = Process(store, clock: clock)
        func cost(_ entries: Int) async throws -> Int {
            for index in 0..<entries { _ = try await process.read(Source(), "\(index)") }
            let names = store.names.count
            let calls = store.calls
            try await process.cache.deliver(process.event([.namingSpirits]))
            #expect(store.names.count >= names, "nothing is looked for or deleted")
            return store.calls - calls
        }
        _ = try await cost(1)
        let cheap = try await cost(1)
        #expect(try await cost(500) == cheap)
        let source = Source("v2")
        #expect(try await process.read(source, "7") == "v2")
    }

    @Test func readersPassAFencedNamespaceByAndStoreNothing() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        _ = try await process.read(source)
        let fence = try await process.cache.fence([.namingSpirits], run: "run-1")
        source.set("v2")
        #expect(try await process.read(source) == "v2")
        #expect(try await process.read(source) == "v2")
        #expect(process.figures().bypassed == 2 && process.figures().stores == 1)
        try await process.cache.deliver(process.event([.namingSpirits]), run: fence.run)
        _ = try await process.read(source)
        let loads = source.loads
        #expect(try await process.read(source) == "v2")
        #expect(source.loads == loads)
    }

    @Test func aReaderThatBeganBeforeTheFenceStoresNothing() async throws {
        let process = Process(store, clock: clock)
        let source = Source("old")
        let value = try await process.cache.value(for: process.key(), as: Process.format) {
            let old = try source.load()
            _ = try await process.cache.fence([.namingSpirits], run: "run-1")
            return old
        }
        #expect(value == "old" && process.figures().refusedStores == 1)
    }

    @Test func rollbackTakesAwayItsOwnFenceAndNoOther() async throws {
        let process = Process(store, clock: clock)
        let one = try await process.cache.fence([.namingSpirits], run: "one")
        let two = try await process.cache.fence([.namingSpirits], run: "two")
        try await process.cache.lift(one)
        let source = Source()
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 1, "the other has not committed")
        try await process.cache.lift(one)
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 2)
        try await process.cache.deliver(process.event([.namingSpirits]), run: two.run)
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 2 && source.loads == 3)
    }

    @Test func aKilledRunnerLeavesMissesUntilItsFenceEnds() async throws {
        let store = InProcessStore(clock: clock)
        let process = Process(store, clock: clock)
        _ = try await process.cache.fence([.namingSpirits], run: "killed", lifetime: .seconds(60))
        let source = Source()
        clock.advance(by: .seconds(59))
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 1)
        _ = try await process.cache.fence([.namingSpirits], run: "killed", lifetime: .seconds(60))
        clock.advance(by: .seconds(59))
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 2, "a fence is renewed")
        clock.advance(by: .seconds(2))
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(process.figures().bypassed == 2 && source.loads == 3)
    }

    @Test func anEntityIsInvalidatedAlone() async throws {
        let process = Process(store, clock: clock)
        let (a, b) = (Source(), Source())
        _ = try await process.read(a, in: .agentData, entity: "a")
        _ = try await process.read(b, in: .agentData, entity: "b")
        let write = await process.cache.beginWrite(in: .agentData, entity: "a")
        await write.fence()
        a.set("v2")
        #expect(try await process.read(a, in: .agentData, entity: "a") == "v2")
        await write.commit()
        #expect(try await process.read(a, in: .agentData, entity: "a") == "v2")
        #expect(try await process.read(b, in: .agentData, entity: "b") == "v1")
        #expect(b.loads == 1)
        try await process.cache.deliver(process.event([], kind: .schema))
        b.set("v3")
        #expect(try await process.read(b, in: .agentData, entity: "b") == "v3", "a change of the schema is for all")
    }

    @Test func aSchemaEventIsForEveryNamespaceOfTheApplication() {
        let process = Process(store, clock: clock)
        func affected(_ kind: InvalidationEvent.Kind, _ direction: InvalidationEvent.Direction) -> [String] {
            var event = process.event([.namingSpirits], kind: kind)
            event.direction = direction
            let configuration = process.cache.configuration
            return event.stale(of: configuration.namespaces, configuration.dependencies)
        }
        let everything = (Namespace.samples + [.alembic]).map(\.name).sorted()
        for direction: InvalidationEvent.Direction in [.upgrade, .downgrade] {
            #expect(affected(.schema, direction) == everything)
            #expect(affected(.schemaAndData, direction) == everything)
            #expect(affected(.data, direction) == ["alembic", "naming_spirits"])
        }
        #expect(affected(.data, .stamp) == everything)
        #expect(affected(.data, .write) == ["naming_spirits"])
    }

    /// A process of a later release knows of a namespace that the runner has never heard of.
    @Test func whatThisProcessKnowsToReadTheTablesIsStaleToo() async throws {
        let process = Process(nil, clock: clock) { configuration in
            configuration.dependencies.declare(.namingConfig, reads: ["naming_config", "naming_spirits"])
            configuration.dependencies.declare(.agentTemplates, reads: ["other"])
        }
        let (config, templates) = (Source("old"), Source("old"))
        _ = try await process.read(config, in: .namingConfig)
        _ = try await process.read(templates, in: .agentTemplates)
        var event = process.event([.namingSpirits])
        event.tables = ["naming_spirits"]
        try await process.cache.deliver(event)
        config.set("new")
        #expect(try await process.read(config, in: .namingConfig) == "new")
        #expect(try await process.read(templates, in: .agentTemplates) == "old")
    }

    /// A process that may not read a namespace, for want of a key, still makes it stale for those that may.
    @Test func whoMayNotReadStillInvalidates() async throws {
        let keys = try SigningKeys("0123456789abcdef")
        let far = try RedisURL("redis://elsewhere")
        let reader = Process(store, clock: clock) { $0.settings.signingKeys = keys }
        let runner = Process(store, clock: clock) { $0.settings.redisURL = far }
        let source = Source("old")
        _ = try await reader.read(source, in: .alembic)
        source.set("new")
        try await runner.cache.deliver(runner.event([]))
        #expect(try await reader.read(source, in: .alembic) == "new")
    }

    @Test func aRestartFromASnapshotBringsNothingBack() async throws {
        let process = Process(store, clock: clock)
        let source = Source("old")
        _ = try await process.read(source)
        let snapshot = store.snapshot
        source.set("new")
        try await process.cache.deliver(process.event([.namingSpirits]))
        store.restart(from: snapshot)
        #expect(try await process.read(source) == "new")
        #expect(try await Process(store, clock: clock).read(source) == "new")
        let other = Process(store, clock: clock)
        #expect(try await other.read(source) == "new")
    }

    @Test func aFlushedStoreIsFilledAnewAndALostTokenCostsAMiss() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        _ = try await process.read(source)
        store.flush()
        _ = try await process.read(source)
        _ = try await process.read(source)
        #expect(source.loads == 2)
        let token = try #require(store.names.first { $0.hasSuffix("}:t") })
        try await store.remove([token])
        _ = try await process.read(source)
        #expect(source.loads == 3)
    }

    @Test func aReplicaIsNotUsed() async throws {
        let process = Process(store, clock: clock)
        let source = Source()
        _ = try await process.read(source)
        store.restart(isPrimary: false)
        _ = try await process.read(source)
        #expect(process.figures().errors["notPrimary"] == 1)
    }

    @Test func aFullStoreLosesTheTokenInsteadOfKeepingIt() async throws {
        let small = InProcessStore(limit: 700)
        let process = Process(small, clock: clock)
        let source = Source("old")
        _ = try await process.read(source)
        let token = try #require(small.names.first { $0.hasSuffix("}:t") })
        small.plant(Array(repeating: 0, count: 2000), under: "filler")
        source.set("new")
        try await process.cache.deliver(process.event([.namingSpirits]))
        #expect(!small.names.contains(token))
        #expect(try await process.read(source) == "new")
    }

    @Test func deliveryToADeadStoreFailsAndStillClearsThisProcess() async throws {
        let process = Process(store, clock: clock)
        store.fail(CacheError(.connectionLost, "gone"))
        await #expect(throws: CacheError.self) { try await process.cache.deliver(process.event([.namingSpirits])) }
        #expect(process.figures().invalidations == 1)
    }

    @Test func theEventIsPublishedOnceAsJSONAndKeptInAStream() async throws {
        let process = Process(store, clock: clock)
        let subscription = try await store.subscribe(to: "ecs:invalidate")
        let event = process.event([.namingSpirits], id: 17, kind: .schemaAndData)
        try await process.cache.deliver(event)
        let arrived = try await subscription.next()
        let json =
            #"{"at":"2026-01-01T00:00:00Z","database":"\#(Process.fingerprint)","direction":"upgrade","#
            + #""drop_prepared":[],"id":17,"kind":"schema+data","namespaces":["naming_spirits"],"#
            + #""revision":"9f94d908afb9","tables":[],"uuid":"event-17"}"#
        #expect(arrived == .message(Array(json.utf8)))
        #expect(store.stream("ecs:invalidations") == [Array(json.utf8)])
        #expect(try InvalidationEvent(json: Array(json.utf8)) == event)
        #expect(throws: CacheError.self) { try InvalidationEvent(json: Array("{}".utf8)) }
    }
}
