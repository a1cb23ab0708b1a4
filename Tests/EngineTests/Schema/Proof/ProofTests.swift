import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorSchema

/// Generated revisions that are run on an empty database, on SQLite.
struct ProofTests {
    private static let shop = DeclaredSchema {
        Table("customers") {
            Column("id", .integer).primaryKey()
            Column("email", .string(200)).notNull().unique()
            Column("note", .text)
        }
        Table("orders") {
            Column("id", .integer).primaryKey()
            Column("customer", .integer).notNull().references("customers", onDelete: .cascade)
            Column("total", .integer).notNull().default(0)
        }
    }

    private static func changed(_ note: Column, _ others: Column...) -> DeclaredSchema {
        DeclaredSchema {
            Table("customers") {
                Column("id", .integer).primaryKey()
                Column("email", .string(200)).notNull().unique()
                note
                for other in others { other }
            }
            Table("orders") {
                Column("id", .integer).primaryKey()
                Column("customer", .integer).notNull().references("customers", onDelete: .cascade)
                Column("total", .integer).notNull().default(0)
            }
            Index("ix_customers_note", on: "customers", columns: [IndexColumn(stringLiteral: note.name)])
        }
    }

    private let bench = SchemaBench()

    private func proof() throws -> ProofBench { ProofBench(engine: try bench.sqlite()) }

    @Test func anUpgradeThatMakesATableAnewKeepsItsRowsAndThoseThatReferToThem() async throws {
        let new = Self.changed(Column("note", .string(100)), Column("points", .integer).notNull().default(0))
        let report = try await proof().prove(Self.shop, new)
        #expect(report.irreversible.isEmpty, "\(report.irreversible)")
        #expect(report.failsOnRows.isEmpty, "\(report.failsOnRows)")
        #expect(report.tablesWithRows == ["customers", "orders"])
        #expect(report.tablesWithoutRows.isEmpty)
    }

    @Test func whatIsLeftOutOfAnUpgradeIsNamed() async throws {
        let error = await #expect(throws: MigratorError.self) {
            try await proof().prove(Self.shop, Self.changed(Column("note", .text))) { plan in
                plan.append("DROP INDEX ix_customers_note")
            }
        }
        #expect(error?.code == .statementFailed)
        #expect(error?.message.contains("ix_customers_note") == true, "\(error?.message ?? "")")
    }

    @Test func anOperationThatFailsOnAnEmptyDatabaseIsNamed() async throws {
        let error = await #expect(throws: MigratorError.self) {
            try await proof().prove(Self.shop, Self.changed(Column("note", .text))) { $0.append("DROP TABLE nowhere") }
        }
        #expect(error?.message.contains("no such table: nowhere") == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("part0") == false)
    }

    @Test func anUpgradeThatLosesRowsIsRefused() async throws {
        let error = await #expect(throws: MigratorError.self) {
            try await proof().prove(Self.shop, Self.changed(Column("note", .text))) { $0.append("DELETE FROM orders") }
        }
        #expect(error?.message.hasSuffix("does not keep the rows of table orders") == true, "\(error?.message ?? "")")
    }

    @Test func aRenamedColumnKeepsItsValues() async throws {
        let new = Self.changed(Column("remark", .text).renamed(from: "note"))
        let report = try await proof().prove(Self.shop, new)
        #expect(report.irreversible.isEmpty && report.failsOnRows.isEmpty, "\(report)")
        let error = await #expect(throws: MigratorError.self) {
            try await proof().prove(Self.shop, new) { $0.append("UPDATE customers SET remark = 'x'") }
        }
        #expect(error?.message.contains("rows of table customers") == true, "\(error?.message ?? "")")
    }

    @Test func aColumnThatRowsHaveNoValueForIsReportedAndTheRestProved() async throws {
        let new = Self.changed(Column("note", .text), Column("points", .integer).notNull())
        let report = try await proof().prove(Self.shop, new)
        #expect(report.irreversible.isEmpty)
        let failure = try #require(report.failsOnRows.first)
        #expect(report.failsOnRows.count == 1)
        #expect(!failure.isOfDowngrade && !failure.isOfOwnRows)
        #expect(failure.operation.contains("points"), "\(failure)")
        #expect(report.tablesWithoutRows.map(\.table) == ["customers", "orders"])
    }

    @Test func aDowngradeThatFailsOnRowsAloneIsStillOne() async throws {
        let old = Self.changed(Column("note", .text), Column("points", .integer).notNull())
        let report = try await proof().prove(old, Self.changed(Column("note", .text)))
        #expect(report.irreversible.isEmpty, "\(report.irreversible)")
        #expect(report.failsOnRows.map(\.isOfDowngrade) == [true])
    }

    @Test func aDowngradeThatLeavesADifferenceIsNone() async throws {
        let report = try await proof().prove(Self.shop, Self.changed(Column("note", .text))) { plan in
            guard let part = plan.parts.popLast() else { return }
            plan.parts.append(.init(upgrade: part.upgrade, downgrade: .operations([]), notes: []))
        }
        #expect(report.irreversible[0]?.contains("ix_customers_note") == true, "\(report.irreversible)")
    }

    // MARK: The database's own rows

    /// No row that is made keeps the check.
    private static func odd(_ others: Column...) -> DeclaredSchema {
        DeclaredSchema {
            Table("odd") {
                Column("id", .integer).primaryKey()
                Column("code", .text).notNull()
                for other in others { other }
                Check("code = 'zq' || (id * 37 + 5)", name: "odd_code")
            }
        }
    }

    private func connect() async throws -> SQLiteSession {
        try await SQLiteSession(SQLiteSessionConfiguration(path: "\(bench.folder.path)/own.db"))
    }

    @Test func aTableThatNothingFitsIsNamedWithTheReason() async throws {
        let report = try await proof().prove(Self.odd(), Self.odd(Column("more", .text)))
        #expect(report.tablesWithRows.isEmpty)
        #expect(report.tablesWithoutRows.map(\.table) == ["odd"])
        #expect(report.tablesWithoutRows.first?.why.contains("odd_code") == true, "\(report.tablesWithoutRows)")
    }

    @Test func rowsOfTheDatabaseAreTaken() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TABLE odd (id INTEGER PRIMARY KEY, code TEXT NOT NULL)")
        try await connection.execute("INSERT INTO odd VALUES (3, 'zq116'), (4, 'zq153'), (5, 'broken')")
        await connection.close()
        let report = try await proof().prove(Self.odd(), Self.odd(Column("more", .text)))
        #expect(report.tablesWithRows == ["odd"])
        #expect(report.failsOnRows.isEmpty)
    }

    @Test func whatFailsOnRowsOfTheDatabaseIsSaidOfThem() async throws {
        let connection = try await connect()
        try await connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)")
        try await connection.execute("INSERT INTO t VALUES (1, 'same'), (2, 'same')")
        await connection.close()
        let old = DeclaredSchema {
            Table("t") {
                Column("id", .integer).primaryKey()
                Column("a", .text)
            }
        }
        let new = DeclaredSchema {
            Table("t") {
                Column("id", .integer).primaryKey()
                Column("a", .text)
            }
            Index("ux_t_a", on: "t", columns: ["a"], unique: true)
        }
        let report = try await proof().prove(old, new)
        #expect(report.failsOnRows.map(\.isOfOwnRows) == [true])
        #expect(report.failsOnRows.first?.description.contains("rows that the database has") == true)
        #expect(report.failsOnRows.first?.description.contains("same") == false)
        #expect(report.irreversible.isEmpty)
    }

    @Test func withoutAnEmptyDatabaseThereIsNoProof() async throws {
        var bench = SchemaBench()
        bench.opensOthers = false
        let engine = try bench.sqlite()
        let error = await #expect(throws: MigratorError.self) {
            try await ProofBench(engine: engine).prove(Self.shop, Self.changed(Column("note", .text)))
        }
        #expect(error?.message.contains("--no-proof") == true, "\(error?.message ?? "")")
    }
}
