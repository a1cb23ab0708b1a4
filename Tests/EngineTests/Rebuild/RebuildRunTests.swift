import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorSources
import MigratorTestSupport
import Testing

/// Revisions that rebuild tables, through the façade, on a real SQLite file.
struct RebuildRunTests {
    private let folder = TemporaryFolder("rebuild")

    struct Make: Revision {
        static let id: RevisionID = "make"

        func upgrade(_ op: Operations) {
            op.execute("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b, CHECK (a > 0))")
            op.execute("CREATE TABLE c (t REFERENCES t ON DELETE CASCADE)")
            op.execute("INSERT INTO t VALUES (1, 1, 1), (5, 2, 2)")
            op.execute("INSERT INTO c VALUES (1), (5)")
        }
    }

    struct Change: Revision {
        static let id: RevisionID = "change"
        static let parents: [RevisionID] = ["make"]

        func upgrade(_ op: Operations) {
            op.alterColumn("a", of: "t", to: ColumnChange(nullable: false), was: ColumnChange(nullable: true))
            op.addColumn(Column("d", .text).notNull().default("x").unique(name: "q"), to: "t")
            op.dropConstraint(.unique(Unique(["d"], name: "q")), from: "t")
            op.addConstraint(.check(Check("b > 0", name: "ck")), to: "t")
            op.createIndex("i", on: "t", columns: ["a"])
            op.renameIndex("i", on: "t", to: "j")
        }
    }

    struct Fail: Revision {
        static let id: RevisionID = "fail"
        static let parents: [RevisionID] = ["change"]

        func upgrade(_ op: Operations) {
            op.addConstraint(.check(Check("b > 1", name: "no")), to: "t")
        }
    }

    private func migrator(_ types: [any Revision.Type]) throws -> MigrationEngine {
        let entries = types.map { RevisionRegistry.Entry($0, file: "f.swift", line: 1, message: "m") }
        let registry = RevisionRegistry(name: "Test", sourceFolder: folder.path, entries: entries, payloads: [])
        let path = "\(folder.path)/run.db"
        return MigrationEngine(revisions: try RevisionHistory([.compiled(registry)]), settings: MigratorSettings()) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    private func query(_ sql: String) async throws -> [[DatabaseCell]] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/run.db"))
        let rows = try await connection.query(sql).map(\.values)
        await connection.close()
        return rows
    }

    @Test func stepsRebuildTablesAndTakeItBack() async throws {
        let history = try migrator([Make.self, Change.self])
        _ = try await history.upgrade()
        #expect(try await query("SELECT id, a, b, d FROM t") == [[1, 1, 1, "x"], [5, 2, 2, "x"]])
        #expect(try await query("SELECT t FROM c") == [[1], [5]])
        #expect(try await query("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL") == [["j"]])
        await #expect(throws: MigratorError.self) {
            _ = try await migrator([Make.self, Change.self, Fail.self]).upgrade()
        }
        #expect(try await query("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'migrator_old%'") == [[0]])
        _ = try await history.downgrade(to: "make")
        #expect(
            try await query("SELECT sql FROM sqlite_schema WHERE name = 't'")
                == [
                    [
                        "CREATE TABLE t (\n    id INTEGER PRIMARY KEY AUTOINCREMENT,\n    a,\n    b,\n    CHECK (a > 0)\n)"
                    ]
                ]
        )
        #expect(try await query("SELECT t FROM c") == [[1], [5]])
    }
}
