import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

@testable import Migrator

/// Rows that are made for the tables of a schema, on SQLite.
struct SampleRowTests {
    private func filled(_ schema: DeclaredSchema) async throws -> (SampleFill.Result, SQLiteSession) {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        return (try await ProofBench.fill(schema, connection), connection)
    }

    private func count(_ table: String, _ connection: SQLiteSession) async throws -> DatabaseCell? {
        try await connection.query("SELECT count(*) FROM \(table)").first?[0]
    }

    @Test func everyTypeHasValues() async throws {
        let types: [ColumnType] = [
            .smallInt, .integer, .bigInt, .real, .double, .decimal, .decimal(5, 2), .boolean, .text, .string(3),
            .char(1), .bytes, .uuid, .json, .jsonb, .date, .time, .timestamp, .timestampTZ, .interval,
            .array(of: .text), .custom(""), .custom("ANY"),
        ]
        let schema = DeclaredSchema {
            for (isStrict, name) in [(false, "plain"), (true, "firm")] {
                Table(ObjectName(name), sqliteOptions: isStrict ? .strict : []) {
                    Column("id", .integer).primaryKey()
                    for (index, type) in types.enumerated() where !isStrict || index < 21 {
                        Column("c\(index)", type).notNull()
                    }
                }
            }
        }
        let (result, connection) = try await filled(schema)
        #expect(result.missing.isEmpty, "\(result.missing)")
        #expect(try await count("plain", connection) == 3)
        #expect(try await count("firm", connection) == 3)
        await connection.close()
    }

    @Test func rowsKeepChecksAndReferToOthers() async throws {
        let schema = DeclaredSchema {
            Table("orders") {
                Column("id", .integer).primaryKey()
                Column("customer", .integer).notNull().references("people")
                Column("parent", .integer).references("orders")
                Column("state", .string(10)).notNull()
                Column("code", .text).notNull().unique()
                Column("low", .integer).notNull()
                Column("high", .integer).notNull()
                Check("state IN ('new', 'old')", name: "state_known")
                Check("length(code) = 4", name: "code_size")
                Check("low < high AND low >= 100", name: "in_order")
            }
            Table("people") { Column("id", .integer).primaryKey() }
        }
        let (result, connection) = try await filled(schema)
        #expect(result.missing.isEmpty, "\(result.missing)")
        #expect(result.names == ["orders", "people"])
        #expect(try await connection.query("PRAGMA foreign_key_check").isEmpty)
        await connection.close()
    }

    @Test func tablesThatReferToOneAnotherAreFilledTogether() async throws {
        let schema = DeclaredSchema {
            Table("a") {
                Column("id", .integer).primaryKey()
                Column("b", .integer).notNull().references("b")
            }
            Table("b") {
                Column("id", .integer).primaryKey()
                Column("a", .integer).notNull().references("a", deferrable: .initiallyDeferred)
            }
            Table("c") {
                Column("id", .integer).primaryKey()
                Column("d", .integer).references("d")
            }
            Table("d") {
                Column("id", .integer).primaryKey()
                Column("c", .integer).notNull().references("c")
            }
        }
        let (result, connection) = try await filled(schema)
        #expect(result.missing.isEmpty, "\(result.missing)")
        #expect(result.names == ["a", "b", "c", "d"])
        #expect(try await connection.query("PRAGMA foreign_key_check").isEmpty)
        await connection.close()
    }

    @Test func aTriggerThatEndsTheTransactionLeavesAllTablesEmpty() async throws {
        let schema = DeclaredSchema {
            Table("t") { Column("id", .integer).primaryKey() }
            Trigger("r", on: "t", "CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'never'); END")
        }
        let (result, connection) = try await filled(schema)
        #expect(result.missing.map(\.table) == ["t"])
        #expect(await !connection.isInTransaction)
        await connection.close()
    }
}
