import CacheBridge
import CacheSamples
import CacheTestKit
import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Synchronization
import Testing

/// Each applied step yields one event, and the store hears of it.
struct DeliveryTests {
    typealias Kind = EventBench.Kind

    @Test(arguments: Kind.there)
    func eachStepYieldsOneEventThatIsDelivered(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            let report = try await bench.migrator().upgrade()
            #expect(report.eventsPending == 0)
            var events = try await bench.events()
            #expect(events.map(\.revision) == ["make", "fill", "name"])
            #expect(events.map(\.direction) == [.upgrade, .upgrade, .upgrade])
            #expect(events.map(\.kind) == [.schema, .data, .schemaAndData])
            #expect(events.map(\.tables) == [["things"], ["things"], []])
            let all = ["naming_config", "naming_spirits"]
            #expect(events.map(\.namespaces) == [all, ["naming_spirits"], all])
            #expect(events.map(\.dropPrepared) == [["things"], [], []])
            let journal = try await bench.query("SELECT CAST(uuid AS VARCHAR) FROM migrator_journal ORDER BY id")
            #expect(try await bench.outbox() == journal.map { $0[0] })

            try await bench.migrator().downgrade(to: "make")
            try await bench.migrator().stamp(["name"])
            // A stamp that changes nothing is no step.
            try await bench.migrator().stamp(["name"])
            try await bench.migrator().stamp(["base"])
            events = try await bench.events()
            #expect(events.dropFirst(3).map(\.direction) == [.downgrade, .downgrade, .stamp, .stamp])
            #expect(events.dropFirst(3).map(\.revision) == ["name", "fill", "name", nil])
            #expect(events.suffix(2).map(\.kind) == [.schema, .schema])

            let heard = try bench.heard()
            #expect(heard.map(\.uuid) == (try await bench.outbox()))
            #expect(heard.map(\.id) == Array(1...7))
            let fingerprint = try await bench.migrator().fingerprint()
            #expect(heard.allSatisfy { $0.database == fingerprint.text && $0.at.hasSuffix("Z") })
            #expect(try await bench.waiting() == 0)
            let last = try await bench.query("SELECT CAST(last_event AS VARCHAR) FROM migrator_identity")
            #expect(last == [[heard.last?.uuid ?? ""]])
        }
    }

    @Test(arguments: Kind.there)
    func withoutCachesTheOutboxIsWrittenAllTheSame(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            let report = try await bench.migrator(targets: []).upgrade()
            #expect(report.eventsPending == 0)
            #expect(try await bench.outbox().count == 3)
            #expect(try bench.heard().isEmpty)
            // Whoever has a cache delivers it, though there is nothing to do.
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(try bench.heard().map(\.revision) == ["make", "fill", "name"])
        }
    }

    @Test(arguments: Kind.there)
    func oneTransactionForAllYieldsAllEventsInOrder(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator { $0.isSingleTransaction = true }.upgrade()
            #expect(try bench.heard().map(\.revision) == ["make", "fill", "name"])
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()))
            #expect(try await !reader.isFenced())
        }
    }

    struct Fails: Revision {
        static let id: RevisionID = "fails"
        static let parents: [RevisionID] = ["name"]

        func upgrade(_ op: Operations) {
            op.delete(from: "things", where: Field("id") == 1)
            op.execute("INSERT INTO nowhere VALUES (1)")
        }
    }

    @Test(arguments: Kind.there)
    func aRolledBackStepIsSilent(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let (outbox, heard) = (try await bench.outbox(), try bench.heard())
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()))
            _ = try await reader.read("fox")
            await #expect(throws: MigratorError.self) {
                try await bench.migrator(types: EventBench.three + [Fails.self]).upgrade()
            }
            #expect(try await bench.outbox() == outbox)
            #expect(try bench.heard() == heard)
            #expect(try await !reader.read("other").wasLoaded)
        }
    }

    struct FailsAtCommit: Revision {
        static let id: RevisionID = "commit"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.execute(
                SQLText(
                    postgres: """
                        CREATE TABLE parts (thing int REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO parts VALUES (99)
                        """,
                    sqlite: """
                        CREATE TABLE parts (thing int REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO parts VALUES (99)
                        """
                )
            )
        }
    }

    /// The fence stands by then, and goes with the transaction.
    @Test(arguments: Kind.there)
    func aStepThatFailsAtCommitLeavesNoFence(_ kind: Kind) async throws {
        try await EventBench.with(kind, [EventBench.MakeThings.self]) { bench in
            try await bench.migrator().upgrade()
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()))
            let types: [any Revision.Type] = [EventBench.MakeThings.self, FailsAtCommit.self]
            await #expect(throws: MigratorError.self) { try await bench.migrator(types: types).upgrade() }
            #expect(try await bench.outbox().count == 1)
            #expect(try bench.heard().count == 1)
            #expect(try await !reader.isFenced())
        }
    }

    @Test(arguments: Kind.there)
    func whatWasNotDeliveredWaitsForTheNextCommand(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            bench.store.fail(CacheError(.connectionRefused, "nobody is there"))
            let words = Events()
            let report = try await bench.migrator().upgrade(observe: words.add)
            #expect(report.steps.count == 3)
            #expect(report.eventsPending == 3)
            #expect(words.words.contains("3 wait for redis"))
            let failures = try await bench.query("SELECT last_error FROM migrator_delivery WHERE delivered_at IS NULL")
            #expect(failures.count == 3 && failures.allSatisfy { $0[0].contains("nobody is there") }, "\(failures)")
            // Asked once, and not again in this run.
            #expect(bench.store.calls == 1)

            bench.store.fail(nil)
            let next = try await bench.migrator().upgrade()
            #expect(next.steps.isEmpty && next.eventsPending == 0)
            #expect(try bench.heard().map(\.revision) == ["make", "fill", "name"])
        }
    }

    /// Who did them may have been killed before it told of them.
    @Test(arguments: [false, true])
    func whatAnotherRunDidMeanwhileIsDeliveredOrCountedToo(_ isAway: Bool) async throws {
        try await EventBench.with(.sqlite) { bench in
            try await bench.migrator(targets: []).ensureVersionTable()
            let isFirst = Mutex(true)
            let target = DeliveryTarget(name: "redis") { fingerprint in
                // Asked for after it was looked what waits, and before the first step.
                let other = try? bench.migrator(targets: [])
                if isFirst.withLock({ isFirst in
                    defer { isFirst = false }; return isFirst
                }) {
                    _ = try? await other?.upgrade(to: "fill")
                }
                return bench.cache(fingerprint)
            }
            if isAway { bench.store.fail(CacheError(.connectionRefused, "nobody is there")) }
            let report = try await bench.migrator(targets: [target]).upgrade()
            #expect(report.steps.map(\.revision) == ["name"])
            #expect(report.eventsPending == (isAway ? 3 : 0))
            #expect(try bench.heard().map(\.revision) == (isAway ? [] : ["make", "fill", "name"]))
        }
    }

    @Test(arguments: Kind.there)
    func whoHasNoStoreNeverMarksItAsTold(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "make")
            let report = try await bench.migrator(targets: []).upgrade()
            #expect(report.eventsPending == 2)
            #expect(try await bench.waiting() == 2)
            #expect(try await bench.migrator(targets: []).upgrade().eventsPending == 2)
            // Another target's deliveries are its own.
            let other = InProcessStore(name: "other")
            let target = DeliveryTarget(name: "other") { bench.cache($0, other) }
            try await bench.migrator(targets: [target]).upgrade()
            #expect(other.stream(EventBench.stream).count == 3)
            #expect(try await bench.waiting() == 2)
            #expect(try await bench.waiting(for: "other") == 0)
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(try bench.heard().count == 3)
        }
    }

    /// What is asked in vain must cost nothing.
    @Test(arguments: Kind.there)
    func nothingToDoAsksNoStoreAndTheDatabaseNoMore(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let calls = bench.store.calls
            let (with, without) = (Fuse(), Fuse())
            try await bench.migrator(with).upgrade()
            #expect(bench.store.calls == calls)
            try await bench.migrator(without, targets: []).upgrade()
            // Who has no caches asks once more: somebody has told some, and those are not this process's to tell.
            #expect(without.calls == with.calls + 1)
            #expect(with.calls <= 3, "\(with.calls)")
        }
    }

    @Test(arguments: Kind.there)
    func whatWaitsIsToldThoughTheJournalIsGone(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade()
            try await bench.execute("DROP TABLE migrator_journal")
            let report = try await bench.migrator().upgrade()
            #expect(report.steps.isEmpty && report.eventsPending == 0)
            #expect(try bench.heard().map(\.revision) == ["make", "fill", "name"])
        }
    }

    @Test(arguments: Kind.there)
    func whereNobodyWasEverToldNobodyAsksWhoWaits(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade()
            let (with, without) = (Fuse(), Fuse())
            #expect(try await bench.migrator(without, targets: []).upgrade().eventsPending == 0)
            #expect(try await bench.migrator(with).upgrade().eventsPending == 0)
            #expect(without.calls <= 3, "\(without.calls)")
            #expect(try await bench.waiting() == 0)
        }
    }

    @Test(arguments: Kind.there)
    func anOlderDatabaseGetsTheTablesWithItsNextStep(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade(to: "fill")
            try await bench.execute(
                "DROP TABLE migrator_outbox",
                "DROP TABLE migrator_delivery",
                "DROP TABLE migrator_identity"
            )
            #expect(try await bench.migrator().upgrade(to: "fill").eventsPending == 0)
            #expect(try await !bench.hasTable("migrator_outbox"))
            #expect(try await bench.migrator().upgrade().eventsPending == 0)
            #expect(try bench.heard().map(\.revision) == ["name"])
        }
    }

    @Test(arguments: Kind.there)
    func anEventThatFailsFiveTimesHoldsUpTheOthersNoLonger(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator(targets: []).upgrade()
            let refused = Mutex<String?>(try await bench.outbox().first)
            let fuse = Fuse(refusing: { message in
                guard let refused = refused.withLock({ $0 }) else { return false }
                return String(decoding: message, as: UTF8.self).contains(refused)
            })
            for attempt in 1...5 {
                #expect(try await bench.migrator(fuse).upgrade().eventsPending == 3, "\(attempt)")
                #expect(try bench.heard().isEmpty)
            }
            let words = Events()
            #expect(try await bench.migrator(fuse).upgrade(observe: words.add).eventsPending == 1)
            #expect(try bench.heard().map(\.revision) == ["fill", "name"])
            #expect(words.words.contains("1 wait for redis"))
            let row = try await bench.query("SELECT CAST(attempts AS VARCHAR) FROM migrator_delivery WHERE event = 1")
            #expect(row == [["6"]])
            // It is tried again by whoever comes.
            refused.withLock { $0 = nil }
            #expect(try await bench.migrator(fuse).upgrade().eventsPending == 0)
            #expect(try bench.heard().map(\.revision) == ["fill", "name", "make"])
        }
    }

    @Test(arguments: Kind.there)
    func rowsThatNobodyCanReadMakeEverythingStale(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade()
            let reader = Reader(cache: bench.cache(try await bench.migrator().fingerprint()), namespace: .namingConfig)
            _ = try await reader.read("old")
            let uuid = UUID().uuidString.lowercased()
            try await bench.execute("INSERT INTO migrator_outbox (uuid, event) VALUES ('\(uuid)', 'what?')")
            try await bench.migrator().upgrade()
            #expect(try await bench.waiting() == 0)
            #expect(try await reader.read("new").value == "new")
        }
    }

    @Test(arguments: Kind.there)
    func oldRowsGoOnceAllWhoHearHaveHeardOfThem(_ kind: Kind) async throws {
        try await EventBench.with(kind) { bench in
            try await bench.migrator().upgrade(to: "make")
            let old = kind == .postgres ? "now() - interval '8 days'" : "datetime('now', '-8 days')"
            let numbers =
                kind == .postgres
                ? "SELECT n FROM generate_series(2, 1500) AS n"
                : "WITH RECURSIVE c(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM c WHERE n < 1500) SELECT n FROM c"
            let uuid = kind == .postgres ? "gen_random_uuid()" : "hex(randomblob(16))"
            try await bench.execute(
                "INSERT INTO migrator_outbox (uuid, event, at) SELECT \(uuid), '', \(old) FROM (\(numbers)) AS s",
                """
                INSERT INTO migrator_delivery (event, target, attempts, delivered_at)
                SELECT id, 'redis', 1, CURRENT_TIMESTAMP FROM migrator_outbox WHERE id > 1 AND id <> 100
                """
            )
            try await bench.migrator(targets: []).upgrade(to: "fill")
            let kept = try await bench.query(
                "SELECT CAST(id AS VARCHAR) FROM migrator_outbox ORDER BY migrator_outbox.id"
            ).map {
                $0[0]
            }
            // The first is young, the hundredth was not delivered, and a thousand stay in any case.
            #expect(kept.prefix(3) == ["1", "100", "501"], "\(kept.prefix(5))")
            #expect(kept.count == 1003)
        }
    }
}
