import MigrationDSL
import Migrator
import MigratorDatabase
import Testing

/// Revisions written in Swift, whose operations are judged as the statements that they make.
struct SwiftLintTests {
    struct Make: Revision {
        static let id: RevisionID = "aaaa"

        func upgrade(_ op: Operations) {
            op.createTable("t") {
                Column("id", .integer).primaryKey()
                Column("a", .integer)
                Column("b", .string(20))
            }
        }
    }

    struct Change: Revision {
        static let id: RevisionID = "bbbb"
        static let parents: [RevisionID] = ["aaaa"]

        func upgrade(_ op: Operations) {
            op.alterColumn("a", of: "t", to: ColumnChange(type: .bigInt), was: ColumnChange(type: .integer))
            op.addColumn(Column("c", .integer), to: "t").allow(.downLossy, because: "it is computed")
            op.dropColumn(Column("b", .string(20)), from: "t").allow(.dropColumn, because: "nobody reads it")
        }
    }

    struct Enum: IrreversibleRevision {
        static let id: RevisionID = "cccc"
        static let parents: [RevisionID] = ["bbbb"]
        static let irreversible = "it stays"

        func upgrade(_ op: Operations) {
            op.perform("count") { _ in }.allow(.dropTable, because: "it drops none")
        }
    }

    private func rules(_ kind: DatabaseKind) async throws -> [String] {
        let types: [any Revision.Type] = [Make.self, Change.self, Enum.self]
        let entries = types.map { RevisionRegistry.Entry($0, file: "f.swift", line: 3, message: "m") }
        let registry = RevisionRegistry(name: "Lint", sourceFolder: "/", entries: entries, payloads: [])
        let engine = MigrationEngine(revisions: try RevisionHistory([.compiled(registry)])) {
            throw DatabaseFailure(.cannotOpen, "not asked")
        }
        let report = try await engine.lint(LintOptions(kind: kind, asksDatabase: false))
        return report.findings.filter { $0.level != .note }.map {
            "\($0.revision?.rawValue ?? "") \($0.direction) \($0.rule.rawValue)"
        }
    }

    @Test func theirStatementsAreJudgedOnPostgres() async throws {
        let found = try await rules(.postgres)
        #expect(
            found == [
                "aaaa downgrade down-lossy", "bbbb upgrade type-rewrite", "bbbb downgrade type-rewrite",
                "bbbb downgrade down-fails", "cccc upgrade sql-uninspected", "cccc upgrade unused-allow",
            ]
        )
    }

    @Test func theEnginesRebuildIsNoDangerOnSQLite() async throws {
        let rules = try await rules(.sqlite)
        #expect(!rules.contains { $0.contains("sqlite-") })
        #expect(rules.contains("cccc upgrade sql-uninspected"))
    }
}
