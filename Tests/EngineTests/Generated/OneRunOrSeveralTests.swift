import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import MigratorSources

/// One run of all revisions, a run for each, and a script make the same database, whatever revisions leave in their session.
struct OneRunOrSeveralTests {
    static let seeds = (0..<UInt64(Rounds.count(reduced: 1, full: 1000))).map { Rounds.seed &+ $0 }

    private static func noisy(_ seed: UInt64, _ kind: DatabaseKind) -> NoisyHistory {
        var random = SeededRandom(seed &+ 7)
        return NoisyHistory(GeneratedHistory(seed: seed, kind: kind, revisions: 4, ofUpTo: 12), &random)
    }

    private static func script(
        _ history: RevisionHistory,
        _ options: ScriptOptions
    ) async throws -> String {
        let script = Script()
        try await MigrationEngine(revisions: history) { throw OfflineBench.Opened() }
            .upgradeScript("head", options, to: script.add)
        return script.text
    }

    @Test(arguments: seeds)
    func onSQLite(_ seed: UInt64) async throws {
        let noisy = Self.noisy(seed, .sqlite)
        let bench = OfflineBench([])
        let history = try noisy.history()
        func migrator(_ name: String) -> MigrationEngine {
            let path = bench.path(name)
            return MigrationEngine(revisions: history) {
                try await SQLiteSession(SQLiteSessionConfiguration(path: path))
            }
        }
        try await migrator("one").upgrade()
        for revision in noisy.revisions { try await migrator("several").upgrade(to: Target(revision.id)) }
        let result = try bench.run(
            try await Self.script(history, ScriptOptions(kind: .sqlite, scratch: OfflineBench.scratch)),
            on: "script"
        )
        #expect(result.status == 0, "seed \(seed): \(result.errors)")
        let one = try await bench.dump("one")
        #expect(differences(try await bench.dump("several"), one).isEmpty, "seed \(seed), several runs")
        // What was renamed twice keeps its quotes, see OfflineBench.
        let plain = { (dump: [String]) in dump.map { $0.replacing("\"", with: "") } }
        #expect(differences(plain(try await bench.dump("script")), plain(one)).isEmpty, "seed \(seed), script")
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"), arguments: seeds)
    func onPostgreSQL(_ seed: UInt64) async throws {
        let noisy = Self.noisy(seed, .postgres)
        let history = try noisy.history()
        let script = try await Self.script(history, ScriptOptions(kind: .postgres))
        var dumps: [[String]] = []
        for way in 0..<3 {
            try await PostgresServer.withDatabase { database in
                try await database.needExtension("btree_gist")
                switch way {
                case 0: try await database.migrator(history).upgrade()
                case 1:
                    for revision in noisy.revisions {
                        try await database.migrator(history).upgrade(to: Target(revision.id))
                    }
                default:
                    let folder = TemporaryFolder("psql")
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                    process.arguments = [
                        "psql", "-X", "-q", "-d", database.url, "-f", try folder.write("s.sql", script),
                    ]
                    let result = try await Tool.finishAside(process)
                    #expect(result.status == 0, "seed \(seed): \(result.errors)")
                }
                dumps.append(try await database.schemaDump() + database.dataDump())
            }
        }
        #expect(differences(dumps[1], dumps[0]).isEmpty, "seed \(seed), several runs")
        #expect(differences(dumps[2], dumps[0]).isEmpty, "seed \(seed), script")
    }
}
