import CacheBridge
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorTestSupport
import Testing

/// Payloads from the cache: the same rows whatever becomes of it.
@Suite(.serialized)
struct PayloadCacheTests {
    typealias Kind = EventBench.Kind

    @Test(arguments: Kind.there)
    func coldWarmAndWithoutACacheTheDatabaseIsTheSame(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        let without = try await bench.run(nil)
        #expect(without.origins == ["made", "made"] && without.rows.count > 5300)
        let before = PayloadBench.computed.value
        let cold = try await bench.run(bench.caches())
        #expect(cold.origins == ["made", "made"] && cold.rows == without.rows)
        #expect(PayloadBench.computed.value == before + 1)
        let warm = try await bench.run(bench.caches())
        #expect(warm.origins == ["redis", "redis"] && warm.rows == without.rows)
        #expect(PayloadBench.computed.value == before + 1, "the computing is saved")
        // A tenant's database has another fingerprint and another URL; payloads belong to none.
        #expect(try await bench.run(bench.caches(target: "tenant")).origins == ["redis", "redis"])
    }

    @Test(arguments: Kind.there)
    func anEditedPayloadIsAnotherOne(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        _ = try await bench.run(bench.caches())
        try bench.write(named: "other")
        let edited = try await bench.run(bench.caches())
        #expect(edited.origins == ["made", "redis"])
        #expect(edited.rows == (try await bench.run(nil)).rows)
    }

    /// Each part in turn is cut short, changed, or gone: it costs time, and nothing else.
    @Test(arguments: Kind.there)
    func whatIsDamagedInTheCacheIsMadeAnew(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        let right = try await bench.run(bench.caches()).rows
        let names = try await bench.names()
        #expect(names.count > 4)
        var random = SeededRandom(Rounds.seed)
        let chosen = names.shuffled(using: &random).prefix(kind == .sqlite ? Rounds.count(reduced: 2, full: .max) : 1)
        for name in chosen {
            let found = try await bench.store.values(of: [name], on: nil)[0]
            let value = try #require(found)
            for damage in ["gone", "short", "flipped", "empty", "swapped"] {
                switch damage {
                case "gone": try await bench.store.remove([name])
                case "short": try await put(Array(value.prefix(value.count / 2)), name, bench)
                case "empty": try await put([], name, bench)
                case "swapped":
                    let other = names[(names.firstIndex(of: name) ?? 0) == 0 ? 1 : 0]
                    let foreign = try await bench.store.values(of: [other], on: nil)[0]
                    try await put(try #require(foreign), name, bench)
                default:
                    var changed = value
                    changed[Int.random(in: changed.indices, using: &random)] ^= 1
                    try await put(changed, name, bench)
                }
                #expect(try await bench.run(bench.caches()).rows == right, "\(name) is \(damage)")
                try await put(value, name, bench)
            }
        }
        #expect(try await bench.run(bench.caches()).origins == ["redis", "redis"])
    }

    private func put(_ bytes: [UInt8], _ name: String, _ bench: PayloadBench) async throws {
        try await bench.store.storeContent([(name: name, value: bytes)], lifetime: .seconds(3600))
    }

    @Test(arguments: Kind.there)
    func aStoreThatGoesInTheMiddleChangesNothing(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        let right = try await bench.run(bench.caches()).rows
        var random = SeededRandom(Rounds.seed)
        for calls in (1..<8).shuffled(using: &random).prefix(Rounds.count(reduced: 2, full: 7)) {
            let dying = bench.caches { $0.remote = MortalStore(bench.store, Fuse(after: calls)) }
            #expect(try await bench.run(dying).rows == right, "reading, at call \(calls)")
            let empty = InProcessStore(name: "redis")
            let keeping = bench.caches { $0.remote = MortalStore(empty, Fuse(after: calls, losesAnswer: true)) }
            #expect(try await bench.run(keeping).rows == right, "keeping, at call \(calls)")
            let heir = bench.caches { $0.remote = empty }
            #expect(try await bench.run(heir).rows == right, "what it has left, at call \(calls)")
        }
    }

    /// Whoever can write to a store elsewhere cannot write rows into a migration.
    @Test func aForeignStoreIsBelievedOnlyIfItsEntriesAreSigned() async throws {
        let bench = try PayloadBench(.sqlite)
        _ = try await bench.run(bench.caches())
        let elsewhere = try RedisURL("redis://cache.example:6379/0")
        let distrusting = try await bench.run(bench.caches { $0.settings.redisURL = elsewhere })
        #expect(distrusting.origins == ["made", "made"])
        let trusting = bench.caches {
            $0.settings.redisURL = elsewhere
            $0.settings.trustRedis = true
        }
        #expect(try await bench.run(trusting).origins == ["redis", "redis"])
        let keys = try SigningKeys("0123456789abcdef0123456789abcdef")
        func signing() -> EngineCaches {
            bench.caches {
                $0.settings.redisURL = elsewhere
                $0.settings.signingKeys = keys
            }
        }
        #expect(try await bench.run(signing()).origins == ["made", "made"], "what is unsigned does not count")
        #expect(try await bench.run(signing()).origins == ["redis", "redis"])
    }

    /// The row that a constraint refuses is named by its file and line, though the file was not parsed.
    @Test(arguments: Kind.there)
    func aRowFromTheCacheIsNamedAsOneFromItsFile(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        _ = try await bench.run(bench.caches())
        try bench.folder.write(
            "make.sql",
            """
            -- revision: make
            -- upgrade
            CREATE TABLE things (id integer NOT NULL, name varchar(40) NOT NULL, weight double precision, at timestamp,
                flag boolean NOT NULL, CONSTRAINT pk_things PRIMARY KEY (id), CONSTRAINT ck CHECK (id <> 4321));
            -- bulk-insert into things from things.csv
            """
        )
        var messages: [String] = []
        for caches in [nil, bench.caches()] {
            try await bench.withDatabase { connect in
                let migrator = MigrationEngine(
                    revisions: try bench.revisions,
                    caches: MigratorCaches(engine: caches),
                    connect: connect
                )
                let error = try await migratorError { try await migrator.upgrade(to: "make") }
                messages.append(error.message)
            }
        }
        #expect(messages[0] == messages[1])
        #expect(messages[1].contains("things.csv") && messages[1].contains("4321"), "\(messages[1])")
    }

    @Test func smallFilesAndPlainJSONAreLeftToTheParser() async throws {
        let bench = try PayloadBench(.sqlite)
        try bench.folder.write("few.csv", "id,name\n1,a\n")
        let row = #"{"id": 0, "name": "\#(String(repeating: "x", count: 100_000))"}"#
        try bench.folder.write("rows.json", "[\(row)]")
        try bench.folder.write(
            "more.sql",
            """
            -- revision: more
            -- parents: make
            -- upgrade
            CREATE TABLE few (id INTEGER PRIMARY KEY, name TEXT);
            -- bulk-insert into few from few.csv
            -- bulk-insert into few from rows.json
            """
        )
        try await bench.withDatabase { connect in
            let migrator = MigrationEngine(
                revisions: try bench.revisions,
                caches: MigratorCaches(engine: bench.caches()),
                connect: connect
            )
            let reports = try await migrator.upgrade(to: "more").payloads
            #expect(reports.map(\.payload) == ["things.csv", "few.csv", "rows.json"])
            #expect(reports.map(\.isKept) == [true, false, false])
            #expect(reports[1].reason == "it is small")
            #expect(reports[2].reason?.contains("plain json") == true)
        }
    }

    @Test(arguments: Kind.there)
    func aBuildFillsTheCacheAhead(_ kind: Kind) async throws {
        let bench = try PayloadBench(kind)
        let warmed = try await bench.withDatabase { scratch in
            let migrator = MigrationEngine(
                revisions: try bench.revisions,
                caches: MigratorCaches(engine: bench.caches())
            ) { throw DatabaseFailure(.cannotOpen, "the database itself is not asked") }
            return try await migrator.warmPayloads(scratch: scratch)
        }
        #expect(warmed.map(\.payload) == ["things.csv", "computed squares"] && warmed.allSatisfy(\.isKept))
        #expect(try await bench.run(bench.caches()).origins == ["redis", "redis"])
    }
}
