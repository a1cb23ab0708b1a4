import CacheBridge
import CacheSamples
import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Synchronization
import Testing

/// Fences, and databases that are not what a cache takes them for.
struct FenceTests {
    typealias Kind = EventBench.Kind

    /// Finds out from within a revision whether readers are kept off.
    struct Looks: Revision {
        static let id: RevisionID = "looks"
        static let parents: [RevisionID] = ["make"]
        static let transactional = false
        @TaskLocal static var look: @Sendable () async throws -> Void = {}

        func upgrade(_ op: Operations) {
            let look = Self.look
            op.perform("look", touches: ["things"]) { _ in try await look() }
        }
    }

    @Test(arguments: Kind.there)
    func aRevisionThatIsNoTransactionIsFencedBeforeItsFirstStatement(_ kind: Kind) async throws {
        try await EventBench.with(kind, [EventBench.MakeThings.self, Looks.self]) { bench in
            try await bench.migrator().upgrade(to: "make")
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()))
            #expect(try await !reader.isFenced())
            let wasFenced = Mutex<Bool?>(nil)
            try await Looks.$look.withValue({
                let isFenced = try await reader.isFenced()
                wasFenced.withLock { $0 = isFenced }
            }) {
                _ = try await bench.migrator().upgrade()
            }
            #expect(wasFenced.withLock { $0 } == true)
            #expect(try await !reader.isFenced())
            #expect(try bench.heard().last?.kind == .schemaAndData)
        }
    }

    @Test(arguments: Kind.there)
    func oneThatFailsLiftsItsFence(_ kind: Kind) async throws {
        struct Failed: Error {}
        try await EventBench.with(kind, [EventBench.MakeThings.self, Looks.self]) { bench in
            try await bench.migrator().upgrade(to: "make")
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()))
            await Looks.$look.withValue({ throw Failed() }) {
                await #expect(throws: MigratorError.self) { try await bench.migrator().upgrade() }
            }
            #expect(try await !reader.isFenced())
            #expect(try bench.heard().count == 1)
        }
    }

    /// Another run's fence is not this one's to lift.
    @Test(arguments: Kind.there)
    func fencesOfOthersStay(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "make")
            let cache = bench.cache(try await bench.migrator().fingerprint())
            let fence = try await cache.fence([.namingSpirits], run: "other")
            try await bench.migrator().upgrade()
            #expect(try await Reader(cache: cache).isFenced())
            try await cache.lift(fence)
            #expect(try await !Reader(cache: cache).isFenced())
        }
    }

    @Test(arguments: Kind.there)
    func aDatabaseThatLacksWhatTheCacheKnowsGetsAnotherName(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "fill")
            let old = try await bench.migrator().fingerprint()
            #expect(try await bench.migrator().fingerprint() == old)
            try await bench.migrator().upgrade()
            _ = try await Reader(cache: bench.cache(old)).read("from the future")
            // What putting back a backup from before the last step leaves.
            try await bench.execute(
                "DELETE FROM migrator_outbox WHERE id = 3",
                "DELETE FROM migrator_delivery WHERE event = 3",
                "DELETE FROM migrator_journal WHERE revision = 'name'",
                "UPDATE alembic_version SET version_num = 'fill'"
            )
            #expect(try await bench.migrator().fingerprint() == old)
            try await bench.migrator().upgrade()
            let new = try await bench.migrator().fingerprint()
            #expect(new != old)
            #expect(try await Reader(cache: bench.cache(new)).read("now").value == "now")
            #expect(try bench.heard().last?.database == new.text)
            // And it stays.
            try await bench.migrator().downgrade(to: "-1")
            #expect(try await bench.migrator().fingerprint() == new)
        }
    }

    @Test
    func aCopyOfAFileIsAnotherDatabase() async throws {
        let folder = TemporaryFolder("copy")
        let paths = ["\(folder.path)/a.db", "\(folder.path)/b.db"]
        let benches = paths.map { path in
            EventBench(.sqlite, EventBench.three) { try await openFile(path) }
        }
        try await benches[0].migrator().upgrade()
        try FileManager.default.copyItem(atPath: paths[0], toPath: paths[1])
        let prints = try await (benches[0].migrator().fingerprint(), benches[1].migrator().fingerprint())
        #expect(prints.0 != prints.1)
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func aSchemaBesideHasAnotherName() async throws {
        try await EventBench.with(.postgres) { bench in
            try await bench.migrator().upgrade()
            let old = try await bench.migrator().fingerprint()
            try await bench.execute("CREATE SCHEMA other")
            let elsewhere = try bench.migrator { $0.versionTable = TableName("alembic_version", schema: "other") }
            #expect(try await elsewhere.fingerprint() != old)
            #expect(try await bench.migrator().fingerprint() == old)
        }
    }
}
