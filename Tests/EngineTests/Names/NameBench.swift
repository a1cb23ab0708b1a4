import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorGraph
@testable import MigratorSources

/// A database with a few rows, and a revision that is tried on it in every way there is.
struct NameBench {
    typealias Body = @Sendable (Operations) -> Void

    private let folder = TemporaryFolder("names")
    private let revisions: [GeneratedRevision]

    /// Creates a bench on which a revision makes the ground and another one is tried.
    init(_ ground: Body, _ tried: Body, transactional: Bool = true) {
        revisions = [
            Self.revision("aaaa", [], ground), Self.revision("bbbb", ["aaaa"], tried, transactional: transactional),
        ]
    }

    init(tried: Body, transactional: Bool = true) {
        self.init(Self.ground, tried, transactional: transactional)
    }

    static func revision(
        _ id: RevisionID,
        _ parents: [RevisionID],
        _ body: Body,
        transactional: Bool = true
    ) -> GeneratedRevision {
        let op = Operations()
        body(op)
        return GeneratedRevision(
            node: RevisionNode(id: id, parents: parents, message: "tries"),
            isTransactional: transactional,
            upgrade: op.recorded,
            downgrade: []
        )
    }

    static let ground: Body = { op in
        op.createTable("items") {
            Column("id", .integer).primaryKey()
            Column("name", .text).notNull()
            Column("price", .integer).notNull().default(1)
        }
        op.bulkInsert(into: "items", [["id": 1, "name": "tea"], ["id": 2, "name": "salt"]])
    }

    func history() throws -> RevisionHistory { try RevisionHistory(loaded: revisions) }

    static let scratch: MigrationEngine.Connect = {
        try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
    }

    func migrator() throws -> MigrationEngine {
        let path = "\(folder.path)/names.db"
        return MigrationEngine(revisions: try history()) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    func query(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/names.db"))
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    /// What each way says of the revision; `nil` where it has nothing against it.
    func verdicts(offline: Bool = true) async throws -> [(way: String, message: String?)] {
        let migrator = try migrator()
        try await migrator.upgrade(to: "aaaa")
        var verdicts: [(String, String?)] = []
        let report = try await migrator.check([.broken], scratch: Self.scratch)
        verdicts.append(("check", report.findings.first?.message))
        if offline {
            let options = ScriptOptions(kind: .sqlite, scratch: Self.scratch)
            verdicts.append(("script", await message { _ = try await migrator.upgradeScript(to: options) }))
        }
        verdicts.append(("dry run", await message { try await migrator.upgrade(dryRun: true) }))
        verdicts.append(("upgrade", await message { try await migrator.upgrade() }))
        return verdicts
    }

    private func message(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch let error as MigratorError {
            return error.message
        } catch {
            return "\(error)"
        }
    }
}

extension MigrationEngine {
    fileprivate func upgradeScript(to options: ScriptOptions) async throws {
        try await upgradeScript("aaaa:head", options) { _ in }
    }
}
