import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects
@testable import MigratorSources

/// A derived downgrade that would not bring back all is none.
struct LossyReversalTests {
    static let ground: NameBench.Body = { op in
        op.createTable("items") {
            Column("id", .integer).primaryKey()
            Column("sku", .text).unique()
            Column("owner", .integer).references("people")
            Column("price", .integer).check("price > 0", name: "ck_price")
            Check("length(sku) > 1 OR price < 5", name: "ck_both")
            Column("plain", .text)
            Column("note", .text)
            Column("code", .text)
        }
        op.createIndex("ix_note", on: "items", columns: ["id", "note"])
        op.createIndex("ix_code", on: "items", columns: [.expression("lower(code)")])
        op.execute("CREATE INDEX ix_raw ON items (plain)")
    }

    static let cases: [(says: String?, body: NameBench.Body)] = [
        ("index ix_note goes with the column", { $0.dropColumn(Column("note", .text), from: "items") }),
        ("index ix_code", { $0.dropColumn(Column("code", .text), from: "items") }),
        ("index ix_raw", { $0.dropColumn(Column("plain", .text), from: "items") }),
        ("check ck_both", { $0.dropColumn(Column("sku", .text).unique(), from: "items") }),
        (
            "unique constraint items_sku_key",
            { op in
                op.dropConstraint(.check(Check("length(sku) > 1 OR price < 5", name: "ck_both")), from: "items")
                op.dropColumn(Column("sku", .text), from: "items")
            }
        ),
        ("foreign key items_owner_fkey", { $0.dropColumn(Column("owner", .integer), from: "items") }),
        (
            "index ix_note",
            { op in
                op.renameColumn("note", of: "items", to: "remark")
                op.alterTable("items") { $0.dropColumn(Column("remark", .text)) }
            }
        ),
        (
            "index ix_note",
            { op in
                op.renameTable("items", to: "goods")
                op.dropColumn(Column("note", .text), from: "goods")
            }
        ),
        (nil, { $0.dropColumn(Column("owner", .integer).references("people"), from: "items") }),
        (
            nil,
            { op in
                op.dropIndex(Index("ix_note", on: "items", columns: ["id", "note"]))
                op.dropColumn(Column("note", .text), from: "items")
            }
        ),
        (
            nil,
            { op in
                op.execute("DROP INDEX ix_raw", reverse: "CREATE INDEX ix_raw ON items (plain)")
                op.dropColumn(Column("plain", .text), from: "items")
            }
        ),
        // Without a definition it is irreversible, which is said elsewhere.
        (nil, { $0.dropColumn("note", from: "items") }),
    ]

    @Test(arguments: cases.indices, DatabaseKind.known)
    func whatGoesWithAColumnIsFound(_ index: Int, _ kind: DatabaseKind) throws {
        let (says, body) = Self.cases[index]
        func record(_ body: NameBench.Body) -> [MigrationDSL.Operation] {
            let op = Operations()
            body(op)
            return op.recorded
        }
        var reversal = LossyReversal(try kind.dialect())
        reversal.follow(record(Self.ground))
        let loss = reversal.loss(of: record(body))
        #expect((loss == nil) == (says == nil), "\(loss ?? "nothing")")
        if let says { #expect(loss?.contains(says) == true, "\(loss ?? "")") }
    }

    struct Makes: Revision {
        static let id: RevisionID = "makes"

        func upgrade(_ op: Operations) {
            op.createTable("items") {
                Column("id", .integer).primaryKey()
                Column("sku", .text)
            }
            op.createIndex("ix_sku", on: "items", columns: ["sku"])
        }
    }

    struct Loses: Revision {
        static let id: RevisionID = "loses"
        static let parents: [RevisionID] = ["makes"]

        func upgrade(_ op: Operations) { op.dropColumn(Column("sku", .text), from: "items") }
    }

    struct Keeps: ReversibleRevision {
        static let id: RevisionID = "keeps"
        static let parents: [RevisionID] = ["makes"]

        func upgrade(_ op: Operations) { op.dropColumn(Column("sku", .text), from: "items") }
        func downgrade(_ op: Operations) { op.addColumn(Column("sku", .text), to: "items") }
    }

    private func migrator(_ types: [any Revision.Type], _ folder: TemporaryFolder) throws -> MigrationEngine {
        let entries = types.map { RevisionRegistry.Entry($0, file: "f.swift", line: 1, message: "tries") }
        let registry = RevisionRegistry(name: "Test", sourceFolder: folder.path, entries: entries, payloads: [])
        let path = "\(folder.path)/lossy.db"
        return MigrationEngine(revisions: try RevisionHistory([.compiled(registry)])) {
            try await SQLiteSession(SQLiteSessionConfiguration(path: path))
        }
    }

    @Test func theCheckFindsItAndTheDowngradeIsRefused() async throws {
        let folder = TemporaryFolder("lossy")
        let migrator = try migrator([Makes.self, Loses.self], folder)
        let says =
            "revision loses cannot be downgraded: drop column items.sku cannot be reversed: index ix_sku goes with "
        let findings = try await migrator.check([.irreversible]).findings
        #expect(findings.map(\.revision) == ["loses"])
        #expect(findings.first?.message.hasPrefix(says) == true, "\(findings)")
        try await migrator.upgrade()
        for dryRun in [true, false] {
            let error = try await migratorError { try await migrator.downgrade(to: "-1", dryRun: dryRun) }
            #expect(error.code == .irreversible)
            #expect(error.message.hasPrefix(says))
        }
        let script = try await migratorError {
            try await migrator.downgradeScript("loses:makes", ScriptOptions(kind: .sqlite, scratch: NameBench.scratch))
            { _ in }
        }
        #expect(script.code == .irreversible)
    }

    @Test func aDowngradeThatIsWrittenIsTheAuthorsOwn() async throws {
        let folder = TemporaryFolder("written")
        let migrator = try migrator([Makes.self, Keeps.self], folder)
        #expect(try await migrator.check([.irreversible]).findings.isEmpty)
        try await migrator.upgrade()
        try await migrator.downgrade(to: "-1")
    }

    struct Backfills: Revision {
        static let id: RevisionID = "backfills"
        static let parents: [RevisionID] = ["makes"]

        func upgrade(_ op: Operations) {
            op.bulkInsert(into: "items", [["id": 1, "sku": "ab"]], key: ["id"])
            op.addColumn(Column("label", .text), to: "items")
            op.update("items", computing: ["label": #"upper(sku) || '-' || "id""#], where: Field("label").isNull)
        }
    }

    @Test func aBackfillOfANewColumnDerivesItsDowngrade() async throws {
        let folder = TemporaryFolder("backfill")
        let migrator = try migrator([Makes.self, Backfills.self], folder)
        #expect(try await migrator.check([.irreversible, .broken], scratch: NameBench.scratch).findings.isEmpty)
        try await migrator.upgrade()
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/lossy.db"))
        #expect(try await connection.query("SELECT label FROM items").map(\.values) == [[.text("AB-1")]])
        await connection.close()
        try await migrator.downgrade(to: "-1")
    }
}
