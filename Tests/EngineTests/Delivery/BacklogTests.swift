import CacheBridge
import CacheSamples
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport
import Testing

/// Events that others have left, told all together.
struct BacklogTests {
    typealias Kind = EventBench.Kind

    /// Writes so many events of either namespace in turn, as an application's own writes would.
    private func leave(_ count: Int, _ bench: EventBench) async throws {
        try await bench.migrator(targets: []).upgrade()
        try await bench.execute("DELETE FROM migrator_outbox")
        let connection = try await bench.connect()
        try await connection.begin()
        for number in 1...count {
            let uuid = Self.uuid(number)
            let event = InvalidationEvent(
                id: 0,
                uuid: uuid,
                database: "",
                revision: nil,
                direction: .write,
                kind: .data,
                tables: [number % 2 == 0 ? "things" : "others"],
                namespaces: [number % 2 == 0 ? "naming_spirits" : "naming_config"],
                at: ""
            )
            try await connection.execute(
                "INSERT INTO migrator_outbox (uuid, event) VALUES ('\(uuid)', '\(String(decoding: event.json(), as: UTF8.self))')"
            )
        }
        try await connection.commit()
        await connection.close()
    }

    private static func uuid(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-4000-a000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    @Test(arguments: Kind.there)
    func theyTakeTheStoreFewCalls(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await leave(1000, bench)
            let counting = WatchedStore(bench.store)
            let target = DeliveryTarget(name: "redis") { bench.cache($0, counting) }
            #expect(try await bench.migrator(targets: [target]).upgrade().eventsPending == 0)
            #expect(counting.replacements < 40, "\(counting.replacements)")
            #expect(counting.messages == 1000)
            // Each event is told of, in order, and is written down.
            #expect(try bench.heard().map(\.uuid) == (1...1000).map(Self.uuid))
            #expect(try await bench.waiting() == 0)
            #expect(
                try await bench.query("SELECT DISTINCT CAST(attempts AS VARCHAR) FROM migrator_delivery") == [["1"]]
            )
            let last = try await bench.query("SELECT CAST(last_event AS VARCHAR) FROM migrator_identity")
            #expect(last == [[Self.uuid(1000)]])
            let cache = bench.cache(try await bench.migrator().fingerprint())
            #expect(try await cache.lastEvent() == Self.uuid(1000))
        }
    }

    @Test(arguments: Kind.there)
    func theyMakeStaleWhatTheyAreAboutAndLiftTheirFences(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await leave(50, bench)
            let cache = bench.cache(try await bench.migrator().fingerprint())
            let readers = [Namespace.namingSpirits, .namingConfig].map { Reader(cache: cache, namespace: $0) }
            for reader in readers {
                #expect(try await reader.read("old").value == "old")
                #expect(try await reader.read("new").value == "old")
            }
            // As runs leave them that were killed behind their COMMIT; one is nobody's in the outbox.
            for number in [3, 4, 50] {
                let event = InvalidationEvent(
                    id: 0,
                    uuid: Self.uuid(number),
                    database: "",
                    revision: nil,
                    direction: .write,
                    kind: .data,
                    tables: [],
                    namespaces: [number % 2 == 0 ? "naming_spirits" : "naming_config"],
                    at: ""
                )
                _ = try await cache.fence(for: event, run: Self.uuid(number))
            }
            _ = try await cache.fence([.namingConfig], run: "another")
            #expect(try await readers[0].isFenced())
            try await bench.migrator().upgrade()
            let after = bench.cache(try await bench.migrator().fingerprint())
            let spirits = Reader(cache: after, namespace: .namingSpirits)
            #expect(try await spirits.read("new").value == "new")
            #expect(try await !spirits.isFenced())
            #expect(try await Reader(cache: after, namespace: .namingConfig).isFenced())
        }
    }

    @Test(arguments: Kind.there)
    func whoIsToldToStopLeavesTheRest(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await leave(1000, bench)
            let stopping = WatchedStore(bench.store)
            let target = DeliveryTarget(name: "redis") { bench.cache($0, stopping) }
            let migrator = try bench.migrator(targets: [target])
            let ready = Gate()
            let run = Task {
                await ready.pass()
                return try await migrator.upgrade()
            }
            stopping.afterMessages { run.cancel() }
            ready.open()
            await #expect(throws: CancellationError.self) { _ = try await run.value }
            let left = try await bench.waiting()
            #expect(left > 0 && left < 1000, "\(left)")
            #expect(try bench.heard().count == 1000 - left)
            // Nothing is lost: the next one goes on.
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(try bench.heard().map(\.uuid) == (1...1000).map(Self.uuid))
        }
    }

    @Test(arguments: Kind.there)
    func oneThatFailsHoldsUpThoseBehindItAlone(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await leave(30, bench)
            let refusing = WatchedStore(bench.store)
            refusing.refused = Self.uuid(11)
            let target = DeliveryTarget(name: "redis") { bench.cache($0, refusing) }
            // Together they fail, and then it is looked which of them does.
            #expect(try await bench.migrator(targets: [target]).upgrade().eventsPending == 30)
            #expect(try await bench.migrator(targets: [target]).upgrade().eventsPending == 20)
            #expect(try bench.heard().map(\.uuid) == (1...10).map(Self.uuid))
            refusing.refused = nil
            #expect(try await bench.migrator(targets: [target]).upgrade().eventsPending == 0)
            #expect(try bench.heard().map(\.uuid) == (1...30).map(Self.uuid))
        }
    }
}
