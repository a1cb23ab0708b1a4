import CacheBridge
import CacheSamples
import CacheTestKit
import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorRedis
import MigratorService
import MigratorTestSupport
import Testing

/// What a program does for its caches once it is ready.
struct DeliveringTests {
    typealias Kind = ServiceBench.Kind

    @Test(arguments: Kind.there)
    func whatOthersCommitWithoutTheStoreIsDelivered(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .verify, caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                // REDIS_ENABLED=false: it has no target, and marks none.
                try await bench.migrator().upgrade()
                try await poll { try await bench.delivered() == ["delivered", "delivered"] }
                try await poll { service.readiness.state == .ready }
                #expect(service.readiness.eventsWaiting.isEmpty)
            }
        }
    }

    @Test(arguments: Kind.there)
    func aProgramWithoutTheStoreNeverMarksItAsTold(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator(targets: [bench.caches().target("redis")]).upgrade(to: "make")
            let service = bench.service(try bench.migrator())
            try await running([service]) {
                try await service.waitUntilReady()
                #expect(service.readiness.eventsWaiting == ["redis": 1])
                #expect(try await bench.delivered() == ["delivered", "waits"])
                try await bench.migrator().downgrade(to: "make")
                try await poll { service.readiness.eventsWaiting == ["redis": 2] }
            }
            #expect(try await bench.delivered() == ["delivered", "waits", "waits"])
        }
    }

    @Test(arguments: Kind.there)
    func aTargetThatWasAwayIsToldWhenItIsBack(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                bench.store.fail(CacheError(.connectionRefused, "nobody is there"))
                try await bench.migrator().downgrade(to: "make")
                try await poll { service.readiness.eventsWaiting == ["redis": 1] }
                #expect(service.readiness.isReady)
                try await poll { service.readiness.problem?.contains("redis cannot be told") == true }
                // Nothing else is written: that it waits is enough.
                bench.store.fail(nil)
                try await poll { service.readiness.eventsWaiting.isEmpty }
                try await poll { service.readiness.problem == nil }
                #expect(try await bench.delivered() == ["delivered", "delivered", "delivered"])
            }
        }
    }

    @Test(.enabled(if: Script.finds("redis.sh")), arguments: Kind.there)
    func whatWaitedForRedisIsDeliveredWhenItIsBack(_ kind: Kind) async throws {
        let folder = Script.serverFolder()
        let url = try await Script.run("redis.sh", "start", folder)
        do {
            try await ServiceBench.with(kind) { bench in
                let store = RedisStore(try CacheSettings(environment: ["REDIS_URL": url]), for: .sample)
                let caches = bench.caches(store)
                let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
                try await running([service, caches]) {
                    try await service.waitUntilReady()
                    // A Redis of a busy machine may answer too late at first; then it is told in a later round.
                    try await poll { try await bench.delivered() == ["delivered", "delivered"] }
                    try await Script.run("redis.sh", "halt", folder)
                    try await bench.migrator().downgrade(to: "make")
                    try await poll { service.readiness.eventsWaiting == ["redis": 1] }
                    try await Script.run("redis.sh", "start", folder)
                    try await poll { service.readiness.eventsWaiting.isEmpty }
                    #expect(try await bench.delivered() == ["delivered", "delivered", "delivered"])
                }
                store.close()
            }
            try await Script.run("redis.sh", "stop", folder)
        } catch {
            try await Script.run("redis.sh", "stop", folder)
            throw error
        }
    }

    @Test(arguments: Kind.there)
    func eventsComeOnceEachInTheOrderOfTheOutbox(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service, caches]) {
                try await service.waitUntilReady()
                let events = try #require(caches.cache).bus.events()
                let target = caches.target("redis")
                try await bench.migrator(targets: [target]).downgrade(to: "base")
                // What nobody has told is told by the program itself.
                try await bench.migrator().upgrade()
                _ = try await bench.migrator(targets: [target]).replay(.from(1))
                try await bench.migrator().stamp(["make"])
                var heard: [Int64] = []
                for await event in events {
                    heard.append(event.id)
                    if event.direction == .stamp { break }
                }
                #expect(heard.filter { $0 > 2 } == [3, 4, 5, 6, 7])
                #expect(Set(heard).count == heard.count)
            }
        }
    }

    /// An idle round must cost next to nothing.
    @Test(arguments: Kind.there)
    func aRoundInWhichNothingHappenedIsOneSmallQuestion(_ kind: Kind) async throws {
        try await ServiceBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let rounds = Gathered<Int>()
            let statements = Gathered<String>()
            let migrator = try bench.migrator {
                CountingConnection(try await bench.connect()) { statements.add($0) }
            }
            let delivering = Task {
                await migrator.deliverEvents(every: .milliseconds(1)) { _ in rounds.add(1) }
            }
            try await poll { rounds.all.count == 1 }
            let before = statements.all.count
            try await poll { statements.all.count > before + 50 }
            delivering.cancel()
            await delivering.value
            #expect(rounds.all.count == 1)
            let idle = Set(statements.all.dropFirst(before).prefix(50))
            switch kind {
            case .sqlite:
                #expect(idle == ["PRAGMA data_version"])
            default: #expect(idle.count == 1 && idle.first?.contains("pg_current_snapshot") == true)
            }
        }
    }

    @Test(.enabled(if: PostgresServer.isThere))
    func aConnectionThatBrokeIsOpenedAgain() async throws {
        try await ServiceBench.with(.postgres) { bench in
            let caches = bench.caches()
            let service = bench.service(try bench.migrator(with: caches), .migrate(), caches)
            try await running([service]) {
                try await service.waitUntilReady()
                try await bench.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                )
                try await bench.migrator().downgrade(to: "make")
                try await poll { try await bench.delivered() == ["delivered", "delivered", "delivered"] }
                // It finds out at its next look, after what it delivered.
                try await poll { service.readiness.state == .behind(pending: ["fill"], unknown: []) }
                try await poll { service.readiness.problem == nil }
            }
        }
    }

    @Test func aDatabaseThatIsNotThereYetIsWaitedFor() async throws {
        try await ServiceBench.with(.sqlite) { bench in
            let isThere = Gathered<Bool>()
            let connect: MigrationEngine.Connect = {
                guard !isThere.all.isEmpty else { throw DatabaseFailure(.cannotOpen, "nobody is there") }
                return try await bench.connect()
            }
            let service = bench.service(try bench.migrator(connect: connect), .wait(upTo: .seconds(600)))
            try await running([service]) {
                try await poll { service.readiness.problem?.contains("nobody is there") == true }
                isThere.add(true)
                try await bench.migrator().upgrade()
                try await service.waitUntilReady()
                #expect(service.readiness.problem == nil)
            }
        }
    }
}
