import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorSchema

extension PostgresTests {
    /// Generated revisions that are run on an empty database, and the rows that are made there, on PostgreSQL.
    struct PostgresProofTests {
        private let bench = SchemaBench()

        private func prove(
            _ old: DeclaredSchema,
            _ new: DeclaredSchema,
            on database: PostgresDatabase,
            _ options: SchemaOptions = SchemaOptions(),
            _ change: (inout GeneratedPlan) -> Void = { _ in }
        ) async throws -> ProofReport {
            try await ProofBench(engine: try bench.postgres(database)).prove(old, new, options, change)
        }

        private static func made(_ values: [String], mood: String, _ others: Column...) -> DeclaredSchema {
            DeclaredSchema {
                EnumType("mood", values)
                Table("customers") {
                    Column("id", .bigInt).identity(.always).primaryKey()
                    Column("email", .string(200)).notNull().unique()
                    Column("mood", .enumeration("mood")).notNull().default(.value(.text(mood)))
                    for other in others { other }
                }
                Table("orders") {
                    Column("id", .serial).primaryKey()
                    Column("customer", .bigInt).notNull().references("customers", onDelete: .cascade)
                    Column("total", .decimal(12, 2)).notNull().check("total > 0", name: "orders_total")
                }
            }
        }

        private static let shop = made(["low", "high"], mood: "low")

        @Test func anUpgradeAndItsWayBackAreProvedWithRows() async throws {
            try await PostgresServer.withDatabase { database in
                let new = Self.made(["low", "high"], mood: "high", Column("note", .text))
                let report = try await prove(Self.shop, new, on: database)
                #expect(report.irreversible.isEmpty, "\(report.irreversible)")
                #expect(report.failsOnRows.isEmpty, "\(report.failsOnRows)")
                #expect(report.tablesWithRows == ["customers", "orders"])
                #expect(report.tablesWithoutRows.isEmpty)
            }
        }

        @Test func aValueOfAnEnumHasNoWayBackAndWhatUsesItHas() async throws {
            try await PostgresServer.withDatabase { database in
                let report = try await prove(
                    Self.shop,
                    Self.made(["low", "high", "odd"], mood: "odd"),
                    on: database
                )
                #expect(Set(report.irreversible.keys) == [0], "\(report.irreversible)")
                #expect(report.failsOnRows.isEmpty)
            }
        }

        @Test func whatIsLeftOutOfAnUpgradeIsNamed() async throws {
            try await PostgresServer.withDatabase { database in
                let new = Self.made(["low", "high"], mood: "low", Column("note", .text))
                let error = await #expect(throws: MigratorError.self) {
                    try await prove(Self.shop, new, on: database) { plan in
                        plan.append("ALTER TABLE customers ALTER note SET NOT NULL, ALTER note SET DEFAULT ''")
                    }
                }
                #expect(error?.message.contains("customers.note") == true, "\(error?.message ?? "")")
            }
        }

        @Test func anUpgradeThatChangesValuesIsRefused() async throws {
            try await PostgresServer.withDatabase { database in
                let new = Self.made(["low", "high"], mood: "low", Column("note", .text))
                let error = await #expect(throws: MigratorError.self) {
                    try await prove(Self.shop, new, on: database) { $0.append("UPDATE orders SET total = total + 1") }
                }
                #expect(error?.message.hasSuffix("rows of table orders") == true, "\(error?.message ?? "")")
            }
        }

        @Test func aColumnThatRowsHaveNoValueForIsReportedAndTheRestProved() async throws {
            try await PostgresServer.withDatabase { database in
                let new = Self.made(["low", "high"], mood: "low", Column("points", .integer).notNull())
                let report = try await prove(Self.shop, new, on: database)
                #expect(report.irreversible.isEmpty)
                #expect(report.failsOnRows.map(\.operation).count == 1)
                #expect(report.failsOnRows.first?.operation.contains("points") == true, "\(report.failsOnRows)")
                #expect(report.failsOnRows.first?.isOfOwnRows == false)
                #expect(report.tablesWithoutRows.map(\.table) == ["customers", "orders"])
            }
        }

        @Test func rowsOfTheDatabaseAreTakenWithThoseThatTheyReferTo() async throws {
            try await PostgresServer.withDatabase { database in
                func schema(_ others: Column...) -> DeclaredSchema {
                    DeclaredSchema {
                        Table("parents") { Column("id", .bigInt).identity(.always).primaryKey() }
                        Table("children") {
                            Column("id", .bigInt).primaryKey()
                            Column("parent", .bigInt).notNull().references("parents")
                            Column("name", .text).notNull().check("md5(name) LIKE '5d4%'", name: "odd")
                            for other in others { other }
                        }
                    }
                }
                let none = try await prove(schema(), schema(Column("note", .text)), on: database)
                #expect(none.tablesWithoutRows.map(\.table) == ["children"])
                try await database.execute(
                    "CREATE TABLE parents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
                    "INSERT INTO parents SELECT FROM generate_series(1, 100)",
                    "CREATE TABLE children (id bigint PRIMARY KEY, parent bigint NOT NULL REFERENCES parents, name text)",
                    // Those whose parents are not read come first.
                    "INSERT INTO children SELECT i, 101 - i, 'hello' FROM generate_series(1, 100) i"
                )
                let report = try await prove(schema(), schema(Column("note", .text)), on: database)
                #expect(report.tablesWithRows == ["children", "parents"])
                let strict = schema(Column("note", .text).notNull())
                let failing = try await prove(schema(), strict, on: database)
                #expect(failing.failsOnRows.map(\.isOfOwnRows) == [true])
                // Rows stay on the server that they are of.
                let away = SchemaOptions(scratch: database.url)
                let other = try await prove(schema(), schema(Column("note", .text)), on: database, away)
                #expect(other.tablesWithoutRows.map(\.table) == ["children"])
            }
        }

        @Test func whatIsNotLookedAtIsNotMissed() async throws {
            try await PostgresServer.withDatabase { database in
                func schema(_ others: Column...) -> DeclaredSchema {
                    DeclaredSchema {
                        Table(ObjectName("t", schema: "app")) {
                            Column("id", .integer).primaryKey()
                            for other in others { other }
                        }
                    }
                }
                let options = SchemaOptions(include: ["table:app.*"])
                let report = try await prove(schema(), schema(Column("note", .text)), on: database, options)
                #expect(report.irreversible.isEmpty, "\(report.irreversible)")
                #expect(report.tablesWithRows == ["app.t"])
            }
        }

        @Test func aRoleThatMayMakeNoDatabaseHasNoProof() async throws {
            try await PostgresServer.withDatabase { database in
                let role = "poor_\(UInt32.random(in: 0 ... .max))"
                try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'x'")
                var engine = try bench.postgres(database)
                let open = try #require(engine.connectOther)
                engine.connectOther = { other in
                    let connection = try await open(other)
                    try await connection.execute("SET ROLE \(role)")
                    return connection
                }
                let new = Self.made(["low", "high"], mood: "low", Column("note", .text))
                let error = await #expect(throws: MigratorError.self) {
                    try await ProofBench(engine: engine).prove(Self.shop, new)
                }
                #expect(error?.message.contains("--no-proof") == true, "\(error?.message ?? "")")
                try await database.execute("DROP ROLE \(role)")
            }
        }
    }
}
