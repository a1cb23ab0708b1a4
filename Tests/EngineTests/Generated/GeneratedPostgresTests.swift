import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorGraph
import MigratorTestSupport
import Testing

@testable import MigratorSources

/// Histories that use every operation, there and back again, on a PostgreSQL server.
@Suite(.serialized, .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct GeneratedPostgresTests {
    static let seeds = (0..<UInt64(Rounds.count(reduced: 1, full: 40))).map { Rounds.seed &+ $0 }
    static let length = Rounds.count(reduced: 3, full: 60)
    /// A dump takes longer than what it looks at: few large revisions, unless there is time.
    static let most = Rounds.count(reduced: 20, full: 4)

    @Test(arguments: seeds)
    func eachRevisionGoesBackAndComesAgain(_ seed: UInt64) async throws {
        let history = GeneratedHistory(seed: seed, kind: .postgres, revisions: Self.length, ofUpTo: Self.most)
        try await PostgresServer.withDatabase { database in
            try await database.needExtension("btree_gist")
            let migrator = database.migrator(try history.history())
            let empty = try await database.schemaDump()
            var before = empty
            var last = "base"
            for revision in history.revisions {
                let comment: Comment = "seed \(seed), \(revision.id): \(revision.node.message)"
                try await migrator.upgrade(to: Target(revision.id))
                let after = try await database.schemaDump()
                try await migrator.downgrade(to: Target(last))
                // A value that was added to an enum stays.
                let back = try await database.schemaDump()
                if !revision.addsEnumValue { try #require(differences(back, before).isEmpty, comment) }
                try await migrator.upgrade(to: Target(revision.id))
                try #require(differences(try await database.schemaDump(), after).isEmpty, comment)
                before = after
                last = revision.id.rawValue
            }
            try await migrator.downgrade(to: "base")
            #expect(differences(try await database.schemaDump(), empty).isEmpty, "seed \(seed)")
            try await migrator.upgrade()
            #expect(differences(try await database.schemaDump(), before).isEmpty, "seed \(seed)")
        }
    }
}

/// The lines of two dumps that differ, those of the second with a minus.
func differences(_ dump: [String], _ wanted: [String]) -> [String] {
    dump.difference(from: wanted).map { change in
        switch change {
        case .insert(_, let line, _): "+ \(line)"
        case .remove(_, let line, _): "- \(line)"
        }
    }
}

extension GeneratedRevision {
    fileprivate var addsEnumValue: Bool {
        upgrade.contains { $0.details is AddEnumValue }
    }
}
