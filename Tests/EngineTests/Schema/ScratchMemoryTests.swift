import CacheBridge
import CacheTestKit
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSources
import MigratorTestSupport
import Synchronization
import Testing

/// What an empty database said once: asked again only where something is another, and never another answer.
struct ScratchMemoryTests {
    typealias Kind = EventBench.Kind

    private func withHistory(_ kind: Kind, _ body: (ScratchMemoryBench) async throws -> Void) async throws {
        try await ScratchMemoryBench.with(kind) { bench in
            try bench.revision("aaaa", "CREATE TABLE a (id integer PRIMARY KEY, note varchar(20) DEFAULT 'x');")
            try bench.revision(
                "bbbb",
                after: "aaaa",
                "CREATE TABLE b (id integer PRIMARY KEY REFERENCES a (id), CHECK (id > 0));\n"
                    + "CREATE VIEW v AS SELECT id FROM b;\nCREATE INDEX ix ON a (note);"
            )
            try await body(bench)
        }
    }

    /// All that there is to be seen of a schema.
    private func texts(_ source: SchemaSource, _ engine: MigrationEngine) async throws -> [String] {
        let report = try await engine.inspect(source)
        return [try report.text(.sql), try report.text(.swift(named: "it")), try report.text(.json)]
    }

    @Test(arguments: Kind.there)
    func aHistoryIsReplayedOnce(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            let right = try await texts(.history(nil), bench.engine(nil))
            try await bench.pollUntilNothingIsAsked {
                let found = try await texts(.history(nil), bench.engine(bench.caches()))
                #expect(found == right)
            }
            let other = try await texts(.history("aaaa"), bench.engine(nil))
            #expect(other != right)
            #expect(try await texts(.history("aaaa"), bench.engine(bench.caches())) == other)
            #expect(try await bench.asks { _ = try await texts(.history(nil), bench.engine(nil)) })
        }
    }

    @Test(arguments: Kind.there)
    func whatIsAppliedIsReplayedOnce(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            try await bench.engine(nil).upgrade()
            try await bench.pollUntilNothingIsAsked {
                let report = try await bench.engine(bench.caches()).diff(from: .applied, to: .database)
                #expect(report.words == [])
            }
        }
    }

    @Test(arguments: Kind.there)
    func whatIsRememberedHidesNoDifference(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            try await bench.engine(nil).upgrade()
            try await bench.pollUntilNothingIsAsked {
                let report = try await bench.engine(bench.caches()).diff(from: .applied, to: .database)
                #expect(report.words == [])
            }
            let connection = try await bench.open(nil)
            try await connection.execute("CREATE TABLE c (id integer)")
            await connection.close()
            let right = try await bench.engine(nil).diff(from: .applied, to: .database).words
            #expect(right.count == 1)
            let found = try await bench.engine(bench.caches()).diff(from: .applied, to: .database).words
            #expect(found == right)
            let back = try await bench.engine(bench.caches()).diff(from: .database, to: .history(nil)).words
            #expect(back.count == 1)
            let more = try await bench.engine(bench.caches()).diff(from: .history("aaaa"), to: .history(nil)).words
            #expect(more.count > 1)
        }
    }

    @Test(arguments: Kind.there)
    func anEditedRevisionAndAnotherServerAreReplayedAnew(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            func remember() async throws {
                try await bench.pollUntilNothingIsAsked {
                    _ = try await texts(.history(nil), bench.engine(bench.caches()))
                }
            }
            try await remember()
            bench.server.version = " and a bit"
            #expect(try await bench.asks { try await remember() })
            try bench.revision("bbbb", after: "aaaa", "CREATE TABLE b (id integer PRIMARY KEY, CHECK (id > 0));")
            let right = try await texts(.history(nil), bench.engine(nil))
            #expect(try await texts(.history(nil), bench.engine(bench.caches())) == right)
            // A comment is no part of a checksum; it may be one of what is made.
            try bench.revision("bbbb", after: "aaaa", "CREATE TABLE b (id integer PRIMARY KEY, /**/ CHECK (id > 0));")
            let commented = try await texts(.history(nil), bench.engine(nil))
            #expect(try await texts(.history(nil), bench.engine(bench.caches())) == commented)
        }
    }

    @Test(arguments: Kind.there)
    func whatAFileMakesIsRemembered(_ kind: Kind) async throws {
        try await ScratchMemoryBench.with(kind) { bench in
            func file(_ text: String) throws -> SchemaSource {
                .files(try bench.folder.write("schema.sql", "CREATE TABLE t (a integer, b text DEFAULT '\(text)');"))
            }
            for text in ["one", "two"] {
                let source = try file(text)
                let right = try await texts(source, bench.engine(nil))
                #expect(right[0].contains(text))
                try await bench.pollUntilNothingIsAsked {
                    let found = try await texts(source, bench.engine(bench.caches()))
                    #expect(found == right)
                }
            }
        }
    }

    /// Checks that no reading of their words takes for one.
    private static func checks(_ kind: Kind) -> (String, String) {
        switch kind {
        case .sqlite: ("iif(a > 1, 2, 3) > 2", "CASE WHEN a > 1 THEN 2 ELSE 3 END > 2")
        case .postgres: ("a::text SIMILAR TO '[0-9]'", "(a)::text ~ similar_to_escape('[0-9]')")
        }
    }

    private func model(_ check: String, type: ColumnType = .integer) -> DeclaredSchema {
        DeclaredSchema {
            Table("t") {
                Column("a", type)
                Check(SQLText(check), name: "c")
            }
        }
    }

    @Test(arguments: Kind.there)
    func aTextIsAskedOnce(_ kind: Kind) async throws {
        try await ScratchMemoryBench.with(kind) { bench in
            let (old, new) = Self.checks(kind)
            let connection = try await bench.open(nil)
            try await connection.execute("CREATE TABLE t (a integer, CONSTRAINT c CHECK (\(old)))")
            await connection.close()
            func words(_ model: DeclaredSchema, _ caches: EngineCaches?) async throws -> [String] {
                try await bench.engine(caches, model: model).diff(from: .database, to: .model).words
            }
            for model in [model(new), model("\(new) AND a <> 7")] {
                let right = try await words(model, nil)
                #expect(try await bench.asks { _ = try await words(model, bench.caches()) })
                try await bench.pollUntilNothingIsAsked {
                    let found = try await words(model, bench.caches())
                    #expect(found == right)
                }
            }
            bench.server.version = " and a bit"
            #expect(try await bench.asks { _ = try await words(model(new), bench.caches()) })
            // The same text over a column of another type.
            let other = model(new, type: .bigInt)
            #expect(try await bench.asks { _ = try await words(other, bench.caches()) })
        }
    }

    @Test(arguments: Kind.there)
    func aRefusedTextIsRefusedOnce(_ kind: Kind) async throws {
        try await ScratchMemoryBench.with(kind) { bench in
            let connection = try await bench.open(nil)
            try await connection.execute("CREATE TABLE t (a integer, CONSTRAINT c CHECK (a > 1))")
            await connection.close()
            let model = model("nowhere(a) > 1")
            let right = try await bench.engine(nil, model: model).diff(from: .database, to: .model).words
            try await bench.pollUntilNothingIsAsked {
                let report = try await bench.engine(bench.caches(), model: model).diff(from: .database, to: .model)
                #expect(report.words == right)
            }
        }
    }

    @Test(arguments: Kind.there)
    func theDiskIsForAllProcessesAndMemoryForOne(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            let disk = try DiskStore(path: "\(bench.folder.path)/values")
            func onDisk() -> EngineCaches {
                bench.caches {
                    $0.remote = nil
                    $0.disk = disk
                    $0.settings.fallback = .disk
                }
            }
            let right = try await texts(.history(nil), bench.engine(nil))
            try await bench.pollUntilNothingIsAsked {
                let found = try await texts(.history(nil), bench.engine(onDisk()))
                #expect(found == right)
            }
            let process = bench.caches { $0.remote = nil }
            try await bench.pollUntilNothingIsAsked {
                let found = try await texts(.history(nil), bench.engine(process))
                #expect(found == right)
            }
            let none = bench.caches {
                $0.remote = nil
                $0.settings.fallback = .none
            }
            for _ in 0..<2 {
                #expect(try await bench.asks { _ = try await texts(.history(nil), bench.engine(none)) })
            }
        }
    }

    @Test(arguments: Kind.there)
    func damageIsNoAnswer(_ kind: Kind) async throws {
        try await withHistory(kind) { bench in
            let right = try await texts(.history(nil), bench.engine(nil))
            try await bench.pollUntilNothingIsAsked {
                _ = try await texts(.history(nil), bench.engine(bench.caches()))
            }
            let names = bench.store.names.filter { $0.hasPrefix("alembic:") }
            #expect(!names.isEmpty)
            for name in names {
                let value = try #require(try await bench.store.values(of: [name], on: nil)[0])
                for bytes in [[], Array(value.dropLast()), value.map { $0 ^ 1 }, [UInt8](repeating: 0xff, count: 900)] {
                    try await bench.store.storeContent([(name: name, value: bytes)], lifetime: .seconds(600))
                    #expect(try await texts(.history(nil), bench.engine(bench.caches())) == right)
                }
            }
        }
    }

    struct Closure: Revision {
        static let id: RevisionID = "closure"
        static let ran = PayloadBench.Counter()

        func upgrade(_ op: Operations) {
            op.perform("make something") { connection in
                Closure.ran.raise()
                _ = try await connection.execute("CREATE TABLE made (id integer)", [])
            }
        }
    }

    /// What it makes may depend on anything.
    @Test func aClosureRunsEachTime() async throws {
        try await ScratchMemoryBench.with(.sqlite) { bench in
            let entry = RevisionRegistry.Entry(Closure.self, file: "closure.swift", line: 1, message: "make something")
            let folder = bench.folder.path
            let registry = RevisionRegistry(name: "Test", sourceFolder: folder, entries: [entry], payloads: [])
            for round in 1...2 {
                let engine = try bench.engine(bench.caches(), compiled: registry)
                #expect(try await engine.inspect(.history(nil)).text(.sql).contains("made"))
                #expect(Closure.ran.value == round)
            }
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "needs PostgreSQL"))
    func whatLooksAtAClockIsRunEachTime() async throws {
        try await ScratchMemoryBench.with(.postgres) { bench in
            let file = try bench.folder.write("day.sql", "CREATE TABLE t (d date DEFAULT 'today');")
            for _ in 0..<2 {
                #expect(try await bench.asks { _ = try await texts(.files(file), bench.engine(bench.caches())) })
            }
        }
    }
}
