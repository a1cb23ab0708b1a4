import CacheBridge
import CacheTestKit
import Migrator
import MigratorDatabase
import MigratorTestSupport
import Synchronization
import Testing

/// A process that stands still while it tells a store what waits holds up nobody for more than seconds.
struct StandstillTests {
    typealias Kind = EventBench.Kind

    /// Stops the process that publishes the n-th message until it is let go.
    private final class Stop: Sendable {
        private let left: Mutex<Int>
        private let end = Gate()

        init(at message: Int) {
            left = Mutex(message)
        }

        var isStopped: Bool { end.waiting > 0 }
        func release() { end.open() }

        /// Stands still, as a stopped process does, even if the task is cancelled.
        func pass() async {
            let stands = left.withLock { left in
                left -= 1
                return left == 0
            }
            if stands { await end.pass() }
        }
    }

    private final class StoppingStore: StoreWrapper {
        let base: any RemoteStore
        private let stop: Stop

        init(_ base: any RemoteStore, _ stop: Stop) {
            self.base = base
            self.stop = stop
        }

        func around<Result>(
            _ call: StoreCall,
            _ body: () async throws(CacheError) -> Result
        ) async throws(CacheError) -> Result {
            if case .publish = call { await stop.pass() }
            return try await body()
        }
    }

    @Test(arguments: Kind.there, [1, 2, 3])
    func othersTellAndWriteMeanwhile(_ kind: Kind, _ message: Int) async throws {
        try await EventBench.with(kind) { bench in
            // Three events wait, and one who tells them stops at one of them.
            try await bench.migrator(targets: []).upgrade()
            let stop = Stop(at: message)
            let target = DeliveryTarget(name: "redis") { bench.cache($0, StoppingStore(bench.store, stop)) }
            let stopped = Task { try await bench.migrator(targets: [target]).upgrade() }
            try await poll(for: "one to stand still") { stop.isStopped }
            let began = ContinuousClock.now
            try await bench.execute("CREATE TABLE meanwhile (id int)")
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(Set(try bench.heard().map(\.revision)) == ["make", "fill", "name"])
            #expect(try await bench.waiting() == 0)
            stop.release()
            #expect(try await stopped.value.eventsPending == 0)
            #expect(try await bench.waiting() == 0)
        }
    }

    /// Somebody has the turn and is never heard of again.
    @Test(arguments: Kind.there)
    func aTurnEndsByItself(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade()
            let cache = bench.cache(try await bench.migrator(targets: []).fingerprint())
            #expect(try await cache.takeTurn() != nil)
            let began = ContinuousClock.now
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(try bench.heard().map(\.revision) == ["make", "fill", "name"])
        }
    }

    /// What holds rows of the deliveries is not waited for; what was told is not told of, and is told again later.
    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func rowsThatSomebodyHoldsAreNotWaitedFor() async throws {
        try await EventBench.with(.postgres) { bench in
            try await bench.migrator(targets: []).upgrade()
            let holder = try await bench.connect()
            try await holder.begin()
            try await holder.execute("INSERT INTO migrator_delivery (event, target, attempts) VALUES (2, 'redis', 1)")
            let began = ContinuousClock.now
            #expect(try await bench.migrator().upgrade().steps.isEmpty)
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(Set(try bench.heard().map(\.revision)) == ["make", "fill", "name"], "all are told")
            try await holder.rollback()
            await holder.close()
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(try await bench.waiting() == 0)
        }
    }
}
