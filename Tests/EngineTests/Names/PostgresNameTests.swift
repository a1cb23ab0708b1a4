import MigrationDSL
import MigratorDatabase
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorSources

extension PostgresTests {
    /// Names are held against the catalogue before anything is run, though the server would refuse them too.
    @Suite struct Names {
        private func history(_ tried: NameBench.Body) throws -> RevisionHistory {
            try NameBench(tried: tried).history()
        }

        static let refused: [(says: String, body: NameBench.Body)] = [
            (NameTests.columns, { $0.delete(from: "items", where: Field("nmae") != "tea") }),
            (NameTests.columns, { $0.delete(from: "items", where: Field("Name") == "tea") }),
            (NameTests.columns, { $0.update("items", set: ["prise": 0], where: .everyRow) }),
            (NameTests.columns, { $0.createIndex("ix", on: "items", columns: ["nmae"]) }),
            (NameTests.columns, { op in op.createTable("t") { Column("item", .integer).references("items", "di") } }),
            (
                #"its columns are "id", "title", "price""#,
                { op in
                    op.execute("ALTER TABLE items RENAME name TO title")
                    op.update("items", set: ["name": "x"], where: .everyRow)
                }
            ),
        ]

        @Test(arguments: refused.indices)
        func aMisspeltNameIsRefused(_ index: Int) async throws {
            let (says, body) = Self.refused[index]
            try await PostgresServer.withDatabase { database in
                let migrator = database.migrator(try history(body))
                try await migrator.upgrade(to: "aaaa")
                for dryRun in [true, false] {
                    let error = try await migratorError { try await migrator.upgrade(dryRun: dryRun) }
                    #expect(error.message.contains(says), "\(error.message)")
                }
                let script = try await migratorError {
                    try await migrator.upgradeScript("aaaa:head", ScriptOptions(kind: .postgres)) { _ in }
                }
                #expect(script.message.contains(says), "\(script.message)")
                #expect(try await database.rows("SELECT count(*) FROM items") == [["2"]])
            }
            try await PostgresServer.withDatabase { database in
                let migrator = database.migrator(try history(body))
                let report = try await migrator.check([.broken]) { try await database.connect() }
                #expect(report.findings.map(\.revision) == ["bbbb"])
                #expect(report.findings.first?.message.contains("its columns are") == true)
            }
        }

        static let allowed: [NameBench.Body] = [
            { $0.delete(from: "items", where: Field("ctid").isNull) },
            { $0.delete(from: ObjectName("items", schema: "public"), where: Field("name") == "tea") },
            { op in
                op.execute(
                    "CREATE TABLE whole (id int, a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF whole FOR VALUES IN (1)"
                )
                op.addColumn(Column("more", .text), to: "whole")
                op.update("part", set: ["more": "x"], where: .everyRow)
            },
            { op in
                op.createView("summary", as: "SELECT name FROM items", materialized: true)
                op.createIndex("ix_summary", on: "summary", columns: ["name"])
            },
            { op in
                op.execute("CREATE SCHEMA app; SET LOCAL search_path = app; CREATE TABLE things (a int)")
                op.addColumn(Column("b", .integer), to: "things")
                op.update(ObjectName("things", schema: "app"), set: ["b": 1], where: .everyRow)
            },
            { op in
                op.execute("DO $$ BEGIN ALTER TABLE items ADD extra int; END $$")
                op.update("items", set: ["extra": 1], where: .everyRow)
            },
            { op in
                op.createTable("items", ifNotExists: true) { Column("other", .integer) }
                op.update("items", set: ["price": 2], where: Field("name") == "tea")
            },
        ]

        @Test(arguments: allowed.indices)
        func whatTheServerFindsIsNotRefused(_ index: Int) async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = database.migrator(try history(Self.allowed[index]))
                try await migrator.upgrade(to: "aaaa")
                try await migrator.upgrade(dryRun: true)
                try await migrator.upgradeScript("aaaa:head", ScriptOptions(kind: .postgres)) { _ in }
                try await migrator.upgrade()
            }
        }

        @Test func aChildOfBeforeHasItsParentsNewColumn() async throws {
            let ground: NameBench.Body = { op in
                op.execute("CREATE TABLE whole (id int); CREATE TABLE part () INHERITS (whole)")
            }
            let bench = NameBench(ground) { op in
                op.addColumn(Column("more", .text), to: "whole")
                op.update("part", set: ["more": "x"], where: .everyRow)
            }
            try await PostgresServer.withDatabase { database in
                let migrator = database.migrator(try bench.history())
                try await migrator.upgrade(to: "aaaa")
                try await migrator.upgrade()
            }
        }

        @Test func parametersAreBoundByNumber() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator(try history(ParameterTests.swaps)).upgrade()
                #expect(try await database.rows("SELECT name FROM items ORDER BY id") == [["tea"], ["pepper"]])
            }
        }
    }
}
