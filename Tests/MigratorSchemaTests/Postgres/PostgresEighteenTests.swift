import MigrationDSL
import MigratorCatalogue
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorTestSupport
import Testing

/// What PostgreSQL has since 18.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresEighteenTests {
    /// The schema, or `nil` on an older server.
    private func schema(_ statements: String...) async throws -> Schema? {
        try await PostgresServer.withDatabase { database in
            let connection = try await database.connect()
            let question = "SELECT current_setting('server_version_num')::int >= 180000 AS is18"
            var schema: Schema?
            if try await connection.query(question).first?["is18"] == .bool(true) {
                for statement in statements { try await connection.execute(statement) }
                schema = try await KeptSchema.read(PostgresReading.dialect, SchemaScope(), connection)
            }
            await connection.close()
            return schema
        }
    }

    @Test func notNullHasANameWhereAPersonGaveOne() async throws {
        let read = try await schema(
            "CREATE TABLE t (a int CONSTRAINT named NOT NULL, b int NOT NULL, c int PRIMARY KEY, d int, e int)",
            "COMMENT ON CONSTRAINT t_b_not_null ON t IS 'why'",
            "ALTER TABLE t ADD CONSTRAINT later NOT NULL d NOT VALID, ADD CONSTRAINT alone NOT NULL e NO INHERIT"
        )
        guard let read else { return }
        #expect(
            read.table("t")?.columns == [
                Column("a", .integer).notNull(name: "named"), Column("b", .integer).notNull(),
                Column("c", .integer).notNull(), Column("d", .integer), Column("e", .integer),
            ]
        )
        #expect(
            read.values.dropFirst() == [
                .opaque(
                    Opaque(
                        "constraint",
                        "alone",
                        "ALTER TABLE \"public\".\"t\" ADD CONSTRAINT \"alone\" NOT NULL e NO INHERIT",
                        on: "t",
                        drop: "ALTER TABLE \"public\".\"t\" DROP CONSTRAINT \"alone\""
                    )
                ),
                .opaque(
                    Opaque(
                        "constraint",
                        "later",
                        "ALTER TABLE \"public\".\"t\" ADD CONSTRAINT \"later\" NOT NULL d NOT VALID",
                        on: "t",
                        drop: "ALTER TABLE \"public\".\"t\" DROP CONSTRAINT \"later\""
                    )
                ),
                .opaque(
                    Opaque(
                        "comment on constraint",
                        "t_b_not_null",
                        "COMMENT ON CONSTRAINT \"t_b_not_null\" ON \"public\".\"t\" IS 'why'",
                        on: "t",
                        drop: "COMMENT ON CONSTRAINT \"t_b_not_null\" ON \"public\".\"t\" IS NULL"
                    )
                ),
            ]
        )
    }

    @Test func constraintsWithoutWordsAreKeptByTheirText() async throws {
        let read = try await schema(
            "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, CONSTRAINT ne CHECK (a > 1) NOT ENFORCED)",
            "CREATE TABLE u (v daterange, w daterange, CONSTRAINT k PRIMARY KEY (v, w WITHOUT OVERLAPS))"
        )
        guard let read else { return }
        #expect(read.table("t")?.columns.last == Column("b", .integer).generated(as: "a + 1", stored: false))
        #expect(read.table("t")?.tableConstraints == [])
        let texts = read.values.compactMap { object in
            if case .opaque(let opaque) = object { return opaque.ddl.postgres }
            return nil
        }
        #expect(
            texts == [
                "ALTER TABLE \"public\".\"u\" ADD CONSTRAINT \"k\" PRIMARY KEY (v, w WITHOUT OVERLAPS)",
                "ALTER TABLE \"public\".\"t\" ADD CONSTRAINT \"ne\" CHECK ((a > 1)) NOT ENFORCED",
            ]
        )
    }
}
