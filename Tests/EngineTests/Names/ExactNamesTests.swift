import MigrationDSL
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorSources

/// Ids, tables, columns and keys that differ in Unicode normalisation only, on both databases.
struct ExactNamesTests {
    static let kinds: [DatabaseKind] = PostgresServer.isThere ? [.sqlite, .postgres] : [.sqlite]
    static let one = "caf\u{E9}"
    static let other = "cafe\u{301}"

    private func withDatabase(
        _ kind: DatabaseKind,
        _ body: (@escaping MigrationEngine.Connect) async throws -> Void
    ) async throws {
        switch kind {
        case .sqlite:
            let folder = TemporaryFolder("exact")
            let path = "\(folder.path)/exact.db"
            try await body { try await SQLiteSession(SQLiteSessionConfiguration(path: path)) }
            withExtendedLifetime(folder) {}
        default:
            try await PostgresServer.withDatabase { database in
                try await body { try await database.connect() }
            }
        }
    }

    private func rows(_ sql: String, _ connect: MigrationEngine.Connect) async throws -> [[DatabaseCell]] {
        let connection = try await connect()
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    @Test(arguments: kinds) func idsAreTwoRows(_ kind: DatabaseKind) async throws {
        let ids = [RevisionID(Self.one), RevisionID(Self.other)]
        let revisions = ids.map { id in
            NameBench.revision(id, []) { op in op.createTable(ObjectName(id.rawValue)) { Column("id", .integer) } }
        }
        try await withDatabase(kind) { connect in
            let migrator = MigrationEngine(revisions: try RevisionHistory(loaded: revisions), connect: connect)
            let versions = "SELECT version_num FROM alembic_version"
            try await migrator.upgrade(to: Target(Self.other))
            #expect(try await rows(versions, connect) == [[.text(Self.other)]])
            try await migrator.upgrade(to: "heads")
            let heads = try await rows(versions, connect)
            #expect(Set(heads) == [[.text(Self.one)], [.text(Self.other)]] && heads.count == 2)
            #expect(try await migrator.upgrade(to: "heads").steps.isEmpty)
            for id in ids { #expect(try await rows("SELECT * FROM \"\(id)\"", connect).isEmpty) }
        }
    }

    @Test(arguments: kinds) func tablesColumnsAndKeysAreTwo(_ kind: DatabaseKind) async throws {
        let (one, other) = (Self.one, Self.other)
        let revision = NameBench.revision("aaaa", []) { op in
            op.createTable(ObjectName(one)) {
                Column("id", .integer).primaryKey()
                Column(one, .text).default("-")
                Column(other, .text).default("-")
            }
            op.createTable(ObjectName(other)) { Column("id", .integer).primaryKey() }
            // Batches of as many columns, but not of the same.
            op.bulkInsert(into: ObjectName(one), [Row([.init("id", 1), .init(one, "a")])])
            op.bulkInsert(
                into: ObjectName(one),
                [Row([.init("id", 2), .init(one, "b")]), Row([.init("id", 3), .init(other, "c")])]
            )
            op.createTable("keys") {
                Column(one, .text)
                Column(other, .text)
                PrimaryKey([one])
            }
            op.bulkInsert(
                into: "keys",
                [one, other, "plain"].map { Row([.init(one, .text($0)), .init(other, nil)]) }
            )
            op.delete(from: "keys", where: Field(one) == .text(other))
            op.update("keys", set: Row([.init(other, "set")]), where: Field(one) == .text(one))
        }
        try await withDatabase(kind) { connect in
            let migrator = MigrationEngine(revisions: try RevisionHistory(loaded: [revision]), connect: connect)
            try await migrator.upgrade()
            let columns = "SELECT \"\(one)\", \"\(other)\" FROM"
            #expect(
                try await rows("\(columns) \"\(one)\" ORDER BY id", connect) == [["a", "-"], ["b", "-"], ["-", "c"]]
            )
            #expect(try await rows("SELECT * FROM \"\(other)\"", connect).isEmpty)
            let keys = try await rows("\(columns) keys", connect)
            #expect(Set(keys) == [[.text(one), "set"], ["plain", .null]] && keys.count == 2)
        }
    }
}
