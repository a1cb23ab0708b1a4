import CacheBridge
import CacheSamples
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Where a database stands, from the cache: told with its age, believed by no run.
struct StatusTests {
    typealias Kind = EventBench.Kind

    /// A migrator that counts how often the database is asked for.
    private func migrator(
        _ bench: EventBench,
        _ engine: EngineCaches,
        types: [any Revision.Type] = EventBench.three,
        asked: PayloadBench.Counter = PayloadBench.Counter()
    ) throws -> MigrationEngine {
        let plain = try bench.migrator(types: types)
        return MigrationEngine(
            revisions: plain.revisions,
            caches: MigratorCaches(targets: plain.caches.targets, engine: engine)
        ) {
            asked.raise()
            return try await bench.connect()
        }
    }

    private func engine(
        _ bench: EventBench,
        _ change: @escaping @Sendable (inout CacheConfiguration) -> Void = { _ in }
    ) -> EngineCaches {
        EngineCaches(target: "the database") { fingerprint in
            var configuration = CacheConfiguration(
                fingerprint: fingerprint,
                namespaces: Namespace.samples,
                channel: .sample
            )
            configuration.namespaces = Namespace.migrations
            configuration.remote = bench.store
            change(&configuration)
            return CoherentCache(configuration)
        }
    }

    @Test(arguments: Kind.there)
    func everyStepAndEveryStampIsRemembered(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            let asked = PayloadBench.Counter()
            let looker = try migrator(bench, engine(bench), asked: asked)
            func remembered() async throws -> [String]? {
                let before = asked.value
                let report = try await looker.current(cached: true)
                guard case .cache(let age) = report.source else { return nil }
                #expect(asked.value == before && age < .seconds(60))
                return report.rows.map(\.rawValue)
            }
            #expect(try await remembered() == nil)
            let runner = try migrator(bench, engine(bench))
            try await runner.upgrade(to: "+1")
            #expect(try await remembered() == ["make"])
            try await runner.upgrade()
            #expect(try await remembered() == ["name"])
            try await runner.downgrade(to: "-1")
            #expect(try await remembered() == ["fill"])
            try await runner.stamp(["make"])
            #expect(try await remembered() == ["make"])
            // A stamp that only takes rows away has no row in the journal.
            try await runner.stamp(["base"])
            #expect(try await remembered() == [])
        }
    }

    @Test(arguments: Kind.there)
    func whatIsYoungEnoughIsAnsweredWithoutTheDatabase(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            let asked = PayloadBench.Counter()
            let application = try migrator(bench, engine(bench), asked: asked)
            #expect(try await !application.isUpToDate(maxAge: .seconds(60)))
            try await migrator(bench, engine(bench)).upgrade()
            let before = asked.value
            #expect(try await application.isUpToDate(maxAge: .seconds(60)))
            #expect(asked.value == before)
            #expect(try await application.isUpToDate())
            #expect(asked.value == before + 1, "by default the database decides")
            #expect(try await application.isUpToDate(maxAge: .nanoseconds(1)))
            #expect(asked.value == before + 2, "what is too old does not count")
            // Older code, which knows of fewer revisions, has a status of its own.
            let older = try migrator(bench, engine(bench), types: [EventBench.MakeThings.self], asked: asked)
            #expect(try await older.current(cached: true).source == .database)
        }
    }

    /// What was answered "no" may have been mended by somebody who has no store.
    @Test func aNoFromTheCacheIsNoAnswer() async throws {
        try await EventBench.with(.sqlite) { bench in
            let application = try migrator(bench, engine(bench))
            try await application.upgrade(to: "+1")
            #expect(try await !application.isUpToDate(maxAge: .seconds(60)))
            try await bench.migrator().upgrade()
            #expect(try await application.isUpToDate(maxAge: .seconds(60)))
        }
    }

    /// A database that was made anew under the same URL has numbers that begin again.
    @Test func anotherDatabaseAtTheSameURLIsNotMistakenForIt() async throws {
        try await EventBench.with(.sqlite) { first in
            let shared = engine(first)
            try await migrator(first, shared).upgrade()
            try await EventBench.with(.sqlite) { second in
                let runner = try migrator(second, shared)
                try await runner.upgrade(to: "make")
                #expect(try await runner.current(cached: true).rows.map(\.rawValue) == ["make"])
            }
        }
    }

    /// A status that lies, from whoever can write to the store, is shown and changes nothing.
    @Test func noRunBelievesTheCache() async throws {
        try await EventBench.with(.sqlite) { bench in
            let liar = engine(bench)
            try await migrator(bench, liar).upgrade()
            let rows = try await bench.query("SELECT version_num FROM alembic_version")
            try await bench.migrator().downgrade(to: "base")
            // The store still says that all is applied, since this process told nobody of its own store.
            let report = try await migrator(bench, liar).upgrade()
            #expect(report.steps.count == 3)
            #expect(try await bench.query("SELECT version_num FROM alembic_version") == rows)
        }
    }

    @Test func withoutAStoreTheProcessRemembersItself() async throws {
        try await EventBench.with(.sqlite) { bench in
            let asked = PayloadBench.Counter()
            let memory = engine(bench) { $0.remote = nil }
            let application = try migrator(bench, memory, asked: asked)
            try await application.upgrade()
            let before = asked.value
            #expect(try await application.isUpToDate(maxAge: .seconds(60)))
            #expect(asked.value == before)
            let none = engine(bench) {
                $0.remote = nil
                $0.settings.fallback = .none
            }
            let forgetful = try migrator(bench, none, asked: asked)
            try await forgetful.upgrade()
            #expect(try await forgetful.current(cached: true).source == .database)
        }
    }

    @Test func onDiskTheNewerStatusStays() async throws {
        try await EventBench.with(.sqlite) { bench in
            let folder = TemporaryFolder("status")
            let disk = try DiskStore(path: "\(folder.path)/values")
            func onDisk() -> EngineCaches {
                engine(bench) {
                    $0.remote = nil
                    $0.disk = disk
                    $0.settings.fallback = .disk
                }
            }
            try await migrator(bench, onDisk()).upgrade(to: "+2")
            let report = try await migrator(bench, onDisk()).current(cached: true)
            #expect(report.rows.map(\.rawValue) == ["fill"] && report.source != .database)
        }
    }
}
