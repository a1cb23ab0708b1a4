import CacheBridge
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Testing

/// A process that ends at any point from before BEGIN to behind "marked as delivered".
///
/// Every call to the database and to the store is such a point, twice: before it is carried out, and after, with the
/// answer lost. The process sees nothing more, and neither does the store or the database of it.
struct DeathTests {
    typealias Kind = EventBench.Kind

    /// Runs a body with a process that dies at each point in turn, from `base` on.
    private func atEachPoint(
        _ kind: Kind,
        _ types: [any Revision.Type] = EventBench.three,
        from base: String? = nil,
        _ change: @escaping (inout MigratorSettings) -> Void = { _ in },
        dying: (MigrationEngine) async throws -> Void,
        check: (EventBench, String) async throws -> Void
    ) async throws {
        var point = 1
        var isAlive = false
        var stride = SeededRandom(Rounds.seed)
        while !isAlive {
            for losesAnswer in [false, true] {
                let fuse = Fuse(after: point, losesAnswer: losesAnswer)
                try await EventBench.with(kind, types) { bench in
                    if let base { try await bench.migrator().upgrade(to: Target(base)) }
                    do {
                        try await dying(try bench.migrator(fuse, change))
                    } catch {
                        #expect(fuse.isBurnt, "\(error)")
                    }
                    isAlive = !fuse.isBurnt
                    try await check(bench, "point \(point)\(losesAnswer ? ", answered in vain" : "")")
                }
            }
            // A few at random, unless there is time; a database of a server takes more of it.
            let step = Int.random(in: kind == .sqlite ? 4...8 : 12...24, using: &stride)
            point += Rounds.count(reduced: step, full: 1)
        }
        #expect(point > 20)
    }

    /// The properties that hold whenever a process ends, and those that hold after the next has run.
    private func expectAll(
        _ bench: EventBench,
        _ ids: [String],
        _ when: String,
        restart: (MigrationEngine) async throws -> Void
    ) async throws {
        try await expectWhole(bench, ids, when)
        let before = try await bench.outbox()
        try await restart(try bench.migrator())
        try await expectWhole(bench, ids, "\(when), mended")
        // Never lost, and the same event however often it is told.
        let (outbox, heard) = (try await bench.outbox(), try bench.heard())
        #expect(Array(outbox.prefix(before.count)) == before, "stable: \(when)")
        #expect(Set(heard.map(\.uuid)) == Set(outbox), "never lost: \(when)")
        #expect(try await bench.waiting() == 0, "never lost: \(when)")
        // In the order of their numbers, where the first time each was told counts.
        var seen: Set<Int64> = []
        let order = heard.map(\.id).filter { seen.insert($0).inserted }
        #expect(order == order.sorted(), "in order: \(when)")
    }

    /// Version rows, journal, tables and events are all there or none.
    private func expectWhole(_ bench: EventBench, _ ids: [String], _ when: String) async throws {
        let all = try await bench.outbox()
        var journal: [String] = []
        if try await bench.hasTable("migrator_journal") {
            journal = try await bench.query(
                "SELECT CAST(uuid AS VARCHAR) FROM migrator_journal WHERE state = 'done' ORDER BY id"
            ).map { $0[0] }
        }
        // Of a step outside of a transaction there is one more event for each run that did a part of it.
        let outbox = all.filter(journal.contains)
        #expect(journal == outbox, "atomic: \(when)")
        if !ids.contains("alone") { #expect(all == outbox, "atomic: \(when)") }
        #expect(try await bench.hasTable("things") == (outbox.count > 0), "atomic: \(when)")
        if !outbox.isEmpty {
            let rows = try await bench.query("SELECT version_num FROM alembic_version").map { $0[0] }
            #expect(rows == [ids[outbox.count - 1]], "atomic: \(when)")
        }
        // Never early, and silent when it was rolled back: nobody heard of what is not there.
        #expect(Set(try bench.heard().map(\.uuid)).isSubset(of: all), "never early: \(when)")
    }

    @Test(.timeLimit(.minutes(60)), arguments: Kind.there)
    func anUpgradeIsAtomicNeverEarlyNeverLost(_ kind: Kind) async throws {
        try await atEachPoint(kind) { migrator in
            try await migrator.upgrade()
        } check: { bench, when in
            try await expectAll(bench, ["make", "fill", "name"], when) { try await $0.upgrade() }
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: Kind.there)
    func allInOneTransactionToo(_ kind: Kind) async throws {
        try await atEachPoint(kind, EventBench.three) {
            $0.isSingleTransaction = true
        } dying: { migrator in
            try await migrator.upgrade()
        } check: { bench, when in
            #expect([0, 3].contains(try await bench.outbox().count), "\(when)")
            try await expectAll(bench, ["make", "fill", "name"], when) { try await $0.upgrade() }
        }
    }

    /// What a reader gets from the cache is never older than what the next process has found done.
    @Test(.timeLimit(.minutes(60)), arguments: Kind.there)
    func noReaderIsGivenWhatIsStale(_ kind: Kind) async throws {
        try await atEachPoint(kind, from: "fill") { migrator in
            try await migrator.upgrade()
        } check: { bench, when in
            let fingerprint = try await bench.migrator().fingerprint()
            let isDone = try await bench.outbox().count == 3
            let reader = Reader(cache: bench.cache(fingerprint))
            // Between COMMIT and delivery there is the fence, so whatever is read now is the truth of now.
            #expect(try await reader.read(isDone ? "dog" : "owl").value == (isDone ? "dog" : "owl"), "\(when)")
            try await bench.migrator().upgrade()
            #expect(try await Reader(cache: bench.cache(fingerprint)).read("dog").value == "dog", "\(when), mended")
        }
    }

    struct Alone: Revision {
        static let id: RevisionID = "alone"
        static let parents: [RevisionID] = ["make"]
        static let transactional = false

        func upgrade(_ op: Operations) {
            op.execute("INSERT INTO things (id, name) VALUES (7, 'eel')", touches: ["things"])
            op.createIndex("ix_things_name", on: "things", columns: ["name"], concurrently: true)
        }
    }

    @Test(.timeLimit(.minutes(60)), arguments: Kind.there)
    func aRevisionThatIsNoTransactionToo(_ kind: Kind) async throws {
        try await atEachPoint(kind, [EventBench.MakeThings.self, Alone.self], from: "make") { migrator in
            try await migrator.upgrade()
        } check: { bench, when in
            try await expectAll(bench, ["make", "alone"], when) { migrator in
                var run = migrator
                // Whether a server has ended a lost session's statement takes it a moment to say.
                try await poll(for: "the end of the lost session, \(when),") {
                    do {
                        try await run.upgrade()
                        return true
                    } catch let error as MigratorError where error.code == .interruptedStatement {
                        run = try bench.migrator { $0.interruptedStatement = .runAgain }
                        return false
                    }
                }
            }
            let names = try await bench.query("SELECT CAST(count(*) AS VARCHAR) FROM things WHERE id = 7")
            #expect(names == [["1"]], "\(when)")
        }
    }
}
