import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import MigratorSources

/// Histories that use every operation, there and back again, on SQLite.
struct GeneratedHistoryTests {
    static let seeds = (0..<UInt64(Rounds.count(reduced: 1, full: 100))).map { Rounds.seed &+ $0 }
    static let length = Rounds.count(reduced: 20, full: 60)

    /// Operations that SQLite has none of.
    private static let others = Set(["createSchema", "dropSchema", "createSequence", "dropSequence", "renameEnumValue"])

    @Test(arguments: DatabaseKind.known)
    func aHistoryUsesEveryOperation(_ kind: DatabaseKind) throws {
        let tags = try GeneratedHistory(seed: Rounds.seed, kind: kind, revisions: 20).usedTags()
        let all = Set(Self.tags)
        #expect(all.subtracting(tags) == (kind == .sqlite ? Self.others : []))
    }

    private static let tags = [
        "createTable", "dropTable", "renameTable", "addColumn", "dropColumn", "alterColumn", "renameColumn",
        "createIndex", "dropIndex", "renameIndex", "addConstraint", "dropConstraint", "renameConstraint",
        "validateConstraint", "comment", "alterTable", "createEnum", "dropEnum", "addEnumValue", "renameEnumValue",
        "createView", "dropView", "createSchema", "dropSchema", "createSequence", "dropSequence", "execute", "perform",
        "bulkInsert", "removeRows", "update", "delete",
    ]

    @Test func aSeedGivesTheSameHistory() throws {
        let one = GeneratedHistory(seed: 7, kind: .postgres, revisions: 10).revisions
        let two = GeneratedHistory(seed: 7, kind: .postgres, revisions: 10).revisions
        #expect(try one.map { try $0.checksum(.upgrade) } == two.map { try $0.checksum(.upgrade) })
    }

    @Test(arguments: seeds)
    func eachRevisionGoesBackAndComesAgain(_ seed: UInt64) async throws {
        let folder = TemporaryFolder("generated")
        let path = "\(folder.path)/\(seed).db"
        let history = GeneratedHistory(seed: seed, kind: .sqlite, revisions: Self.length)
        let migrator = MigrationEngine(revisions: try history.history()) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
        let inspector = try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        try await migrator.ensureVersionTable()
        let empty = try await schema(inspector)
        var before = empty
        for revision in history.revisions {
            let comment: Comment = "seed \(seed), \(revision.id): \(revision.node.message)"
            do {
                try await migrator.upgrade(to: Target(revision.id))
                let after = try await schema(inspector)
                try await migrator.downgrade(to: "-1")
                try requireSame(try await schema(inspector), before, comment)
                try await migrator.upgrade(to: Target(revision.id))
                try requireSame(try await schema(inspector), after, comment)
                before = after
            } catch let error as MigratorError {
                Issue.record("\(error.description) \(comment)")
                return
            }
        }
        try await migrator.downgrade(to: "base")
        #expect(try await schema(inspector) == empty, "seed \(seed)")
        try await migrator.upgrade()
        #expect(try await schema(inspector) == before, "seed \(seed)")
        await inspector.close()
    }

    private func requireSame(_ texts: [String], _ expected: [String], _ comment: Comment) throws {
        try #require(texts.filter { !expected.contains($0) } == expected.filter { !texts.contains($0) }, comment)
    }

    /// The schema's texts by name; white space between their words says nothing.
    private func schema(_ connection: SQLiteSession) async throws -> [String] {
        let rows = try await connection.query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY type, name"
        )
        return try rows.map { row in
            let sql = try row.get("sql", as: String?.self)
            let words = sql.map { SQLiteWords($0) }
            let text = words.map { words in words.tokens.indices.map(words.text).joined(separator: " ") } ?? ""
            let name = try row.get("name", as: String.self)
            let table = try row.get("tbl_name", as: String.self)
            return "\(try row.get("type", as: String.self)) \(name) of \(table): \(text)"
        }
    }
}
