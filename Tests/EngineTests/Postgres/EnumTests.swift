import MigrationDSL
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

@testable import Migrator
@testable import MigratorDialects

/// Enum types that columns bring, on a server.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct EnumTests {
    private static let mood = ColumnType.enumeration("Mood \"x\"", values: ["calm", "it's", "$migrator$", "größer"])
    private static let named = ColumnType.enumeration("Mood \"x\"")

    /// Runs what `body` records, or what undoes it, in a transaction.
    private func run(
        _ connection: PostgresSession,
        back: Bool = false,
        _ body: (Operations) -> Void
    ) async throws {
        let op = Operations()
        body(op)
        let operations = back ? try op.recorded.reversedOperations() : op.recorded
        let dialect = PostgresDialect(isTransactional: true)
        let preludes = dialect.preludes(of: operations)
        func render(_ chosen: [Operation]) throws -> [String] { try chosen.flatMap(dialect.render).map(\.script) }
        for prelude in preludes.sorted() {
            for sql in try render([operations[prelude]]) { try await connection.execute(sql) }
        }
        try await connection.begin()
        do {
            let others = operations.indices.filter { !preludes.contains($0) }.map { operations[$0] }
            for sql in try render(others) { try await connection.execute(sql) }
            try await connection.commit()
        } catch {
            try await connection.rollback()
            throw error
        }
    }

    private func enums(_ connection: PostgresSession) async throws -> [DatabaseCell] {
        try await connection.query(
            """
            SELECT nspname || '.' || typname AS name FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace
            WHERE typtype = 'e' ORDER BY 1
            """
        )
        .map { $0["name"] ?? .null }
    }

    @Test func aTypeIsMadeOnceAndDroppedWithItsLastUser() async throws {
        try await PostgresServer.withConnection { connection in
            let first: (Operations) -> Void = { op in
                op.createTable("a") {
                    Column("m", Self.mood).notNull().default("it's")
                    Column("n", .array(of: Self.mood))
                }
            }
            let second: (Operations) -> Void = { op in
                op.createTable("b") { Column("id", .integer) }
                op.addColumn(Column("m", .array(of: Self.mood)), to: "b")
            }
            try await run(connection, first)
            try await run(connection, second)
            #expect(try await enums(connection) == [.text("public.Mood \"x\"")])
            try await run(connection, back: true, first)
            #expect(try await enums(connection).count == 1)
            try await run(connection, back: true, second)
            #expect(try await enums(connection).isEmpty)
        }
    }

    @Test func othersThatUseATypeKeepIt() async throws {
        let name = #""Mood ""x""""#
        let users = [
            ("CREATE DOMAIN d AS \(name)", "DROP DOMAIN d"),
            ("CREATE DOMAIN d AS \(name)[]", "DROP DOMAIN d"),
            ("CREATE FUNCTION f(\(name)) RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f"),
            ("CREATE TYPE pair AS (m \(name))", "DROP TYPE pair"),
            ("CREATE TABLE other (m \(name))", "DROP TABLE other"),
            ("CREATE VIEW v AS SELECT 'calm'::\(name) AS m", "DROP VIEW v"),
        ]
        try await PostgresServer.withConnection { connection in
            let make: (Operations) -> Void = { $0.createTable("t") { Column("m", Self.mood) } }
            for (use, leave) in users {
                try await run(connection, make)
                try await connection.execute(use)
                try await run(connection, back: true, make)
                #expect(try await enums(connection).count == 1, "\(use)")
                try await run(connection, make)
                try await connection.execute(leave)
                try await run(connection, back: true, make)
                #expect(try await enums(connection).isEmpty, "\(leave)")
            }
        }
    }

    @Test func otherValuesAreAnErrorThatShowsBoth() async throws {
        try await PostgresServer.withConnection { connection in
            try await run(connection) { $0.createEnum("mood", values: ["calm", "fierce"]) }
            let error = await #expect(throws: DatabaseFailure.self) {
                try await run(connection) { op in
                    op.createTable("t") { Column("m", .enumeration("mood", values: ["fierce", "calm"])) }
                }
            }
            #expect(error?.message.contains("{calm,fierce}") == true, "\(error?.message ?? "")")
            #expect(error?.message.contains("{fierce,calm}") == true, "\(error?.message ?? "")")
            try await connection.execute("CREATE TABLE pair (a int)")
            let other = await #expect(throws: DatabaseFailure.self) {
                try await run(connection) { $0.addColumn(Column("m", .enumeration("pair", values: [])), to: "pair") }
            }
            #expect(other?.message.contains("no enum") == true, "\(other?.message ?? "")")
        }
    }

    @Test func aTypeIsFoundWhereItsNameMeansIt() async throws {
        try await PostgresServer.withConnection { connection in
            try await connection.execute("CREATE SCHEMA one")
            try await connection.execute("CREATE SCHEMA two")
            try await connection.execute("SET search_path = two, one")
            try await connection.execute("CREATE TYPE one.mood AS ENUM ('calm')")
            let unqualified: (Operations) -> Void = { op in
                op.createTable(ObjectName("t", schema: "one")) { Column("m", .enumeration("mood", values: ["calm"])) }
            }
            try await run(connection, unqualified)
            #expect(try await enums(connection) == [.text("one.mood")])
            let qualified: (Operations) -> Void = { op in
                let type = ColumnType.enumeration(ObjectName("mood", schema: "two"), values: ["fierce"])
                op.addColumn(Column("n", .array(of: type)), to: ObjectName("t", schema: "one"))
            }
            try await run(connection, qualified)
            #expect(try await enums(connection) == [.text("one.mood"), .text("two.mood")])
            try await run(connection, back: true, qualified)
            try await run(connection, back: true, unqualified)
            #expect(try await enums(connection).isEmpty)
        }
    }

    @Test func aTypeThatIsOnlyNamedStaysUntilItIsDropped() async throws {
        try await PostgresServer.withConnection { connection in
            let make: (Operations) -> Void = { $0.createEnum("Mood \"x\"", values: ["calm"]) }
            let use: (Operations) -> Void = { $0.createTable("t") { Column("m", Self.named) } }
            try await run(connection, make)
            try await run(connection, use)
            try await run(connection, back: true, use)
            #expect(try await enums(connection).count == 1)
            try await run(connection, back: true, make)
            #expect(try await enums(connection).isEmpty)
        }
    }

    @Test func columnsChangeToAnEnumAndBack() async throws {
        try await PostgresServer.withConnection { connection in
            try await run(connection) { op in
                op.createTable("t") {
                    Column("a", .text).default("calm")
                    Column("b", .array(of: .text))
                }
                op.execute("INSERT INTO t VALUES ('calm', '{calm}')")
            }
            let change: (Operations) -> Void = { op in
                op.alterColumn(
                    "a",
                    of: "t",
                    to: ColumnChange(type: Self.mood, default: .set("it's")),
                    was: ColumnChange(type: .text, default: .set("calm"))
                )
                op.alterColumn(
                    "b",
                    of: "t",
                    to: ColumnChange(type: .array(of: Self.mood)),
                    was: ColumnChange(type: .array(of: .text))
                )
            }
            try await run(connection, change)
            #expect(try await enums(connection).count == 1)
            try await run(connection, back: true, change)
            #expect(try await enums(connection).isEmpty)
            #expect(try await connection.query("SELECT a FROM t").map(\.values) == [[.text("calm")]])
        }
    }

    @Test func aNewValueCanBeUsedInTheRevisionThatAddsIt() async throws {
        try await PostgresServer.withConnection { connection in
            try await run(connection) { op in
                op.createEnum("mood", values: ["calm"])
                op.createTable("t") { Column("m", .enumeration("mood")) }
            }
            let add: (Operations) -> Void = { op in
                op.addEnumValue("curious", to: "mood", .before("calm"))
                op.execute("INSERT INTO t VALUES ('curious')")
                op.alterColumn("m", of: "t", to: ColumnChange(default: .set("curious")))
            }
            try await run(connection, add)
            // The value stays when its revision is taken back, and is there when that comes again.
            try await run(connection, add)
            #expect(try await connection.query("SELECT * FROM t").count == 2)
        }
    }
}
