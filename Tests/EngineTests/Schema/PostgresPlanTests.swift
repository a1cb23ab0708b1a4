import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorSchema
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Generated revisions, run with rows both ways on a server.
    struct PostgresPlanTests {
        private let dialect = PostgresDialect(isTransactional: true)

        /// Turns one schema into another and back, and compares what comes out with what was to be.
        ///
        /// - Parameters:
        ///   - old: What makes the old schema.
        ///   - new: What makes the new one, on a database of its own.
        ///   - rows: What is done to the old one then.
        ///   - check: Looks at the database after each way.
        /// - Throws: What does not run.
        private func prove(
            _ old: String,
            _ new: String,
            rows: [String] = [],
            check: (PostgresDatabase) async throws -> Void = { _ in }
        ) async throws {
            try await PostgresServer.withDatabase { database in
                let wanted = try await PostgresServer.withDatabase { other in
                    try await make(new, other)
                    return try await schema(of: other)
                }
                try await make(old, database)
                for sql in rows { try await database.execute(sql) }
                let before = try await schema(of: database)
                let comparison = try await SchemaComparer(dialect).differences(from: before, to: wanted)
                let plan = PlanGenerator(dialect).plan(from: before, to: wanted, comparison)
                #expect(plan.unsupported == [])
                #expect(!plan.parts.isEmpty)
                for part in plan.parts { try await run(part.upgrade, on: database) }
                try await expectEqual(database, wanted)
                try await check(database)
                for part in plan.parts.reversed() {
                    switch part.downgrade {
                    case .derived: try await run(try part.upgrade.reversedOperations(), on: database)
                    case .operations(let operations): try await run(operations, on: database)
                    case .none(let why): Issue.record("there is no way back: \(why)")
                    }
                }
                try await expectEqual(database, before)
                try await check(database)
            }
        }

        private func make(_ script: String, _ database: PostgresDatabase) async throws {
            for sql in try StatementText.split(script, for: .postgres, transactional: false) {
                try await database.execute(sql)
            }
        }

        private func schema(of database: PostgresDatabase) async throws -> Schema {
            let connection = try await database.connect()
            let schema = try await dialect.schema(SchemaScope(), connection)
            await connection.close()
            return schema
        }

        private func expectEqual(_ database: PostgresDatabase, _ wanted: Schema) async throws {
            let there = try await schema(of: database)
            let comparison = try await SchemaComparer(dialect).differences(from: there, to: wanted)
            #expect(comparison.differences.map(\.summary) == [])
            #expect(comparison.unverified.map(\.summary) == [])
        }

        /// Runs the statements in one transaction.
        private func run(_ operations: [MigrationDSL.Operation], on database: PostgresDatabase) async throws {
            let connection = try await database.connect()
            try await connection.begin()
            for sql in try operations.flatMap({ try dialect.render($0) }).map(\.script) {
                do {
                    try await connection.execute(sql)
                } catch {
                    Issue.record("\(sql): \(error.message)")
                    throw error
                }
            }
            try await connection.commit()
            await connection.close()
        }

        private static func moods(_ values: String) -> String {
            """
            CREATE TYPE mood AS ENUM (\(values));
            CREATE DOMAIN feel AS mood DEFAULT 'low' CONSTRAINT no_mid CHECK (VALUE <> 'high'::mood);
            CREATE DOMAIN feels AS mood[];
            CREATE TYPE pair AS (m mood, n int, f feel);
            CREATE FUNCTION level(m mood) RETURNS int LANGUAGE sql IMMUTABLE
                AS 'SELECT CASE m WHEN ''low'' THEN 1 ELSE 2 END';
            CREATE TABLE t (
                id int PRIMARY KEY, m mood NOT NULL DEFAULT 'low', ms mood[] DEFAULT ARRAY['low'::mood], f feel,
                fs feels, p pair, ps pair[], note text DEFAULT ('low'::mood)::text,
                is_low boolean GENERATED ALWAYS AS (m = 'low'::mood) STORED, copy mood GENERATED ALWAYS AS (m) STORED,
                CONSTRAINT not_high CHECK (m <> 'high'::mood), CONSTRAINT has_level CHECK (level(m) > 0)
            );
            CREATE INDEX low_ones ON t (id) WHERE m = 'low'::mood;
            CREATE INDEX levels ON t (level(m));
            CREATE VIEW low AS SELECT id, m FROM t WHERE m = 'low';
            CREATE VIEW plain AS SELECT m, p FROM t;
            COMMENT ON VIEW plain IS 'what is felt';
            """
        }

        @Test(arguments: ["'low', 'high'", "'high', 'mid', 'low'", "'high', 'low', 'odd'"])
        func anEnumIsReplacedUnderAllThatIsMadeOfIt(_ values: String) async throws {
            try await prove(
                Self.moods("'low', 'mid', 'high'"),
                Self.moods(values),
                rows: [
                    "INSERT INTO t (id, m, ms, f, fs, p, ps) VALUES "
                        + "(1, 'low', '{low,high}', 'low', '{high}', '(low,1,low)', '{\"(high,1,low)\"}')"
                ]
            ) { database in
                let columns = "m::text, ms::text, f::text, fs::text, p::text, ps::text"
                let rows = try await database.rows("SELECT \(columns) FROM t")
                #expect(rows == [["low", "{low,high}", "low", "{high}", "(low,1,low)", "{\"(high,1,low)\"}"]])
                let computed = try await database.rows("SELECT is_low::text, copy::text FROM t")
                #expect(computed == [["true", "low"]])
            }
        }

        @Test func aSequenceThatIsTunedStaysTheColumnsOwn() async throws {
            let plain = "CREATE TABLE t (id serial PRIMARY KEY);"
            let tuned = plain + "ALTER SEQUENCE t_id_seq AS bigint MAXVALUE 9223372036854775807 CACHE 10;"
            for (old, new) in [(plain, tuned), (tuned, plain)] {
                try await prove(old, new, rows: ["INSERT INTO t SELECT FROM generate_series(1, 3)"]) { database in
                    try await database.execute("INSERT INTO t DEFAULT VALUES")
                    let rows = try await database.rows("SELECT count(*) > 3, min(id) FROM t")
                    #expect(rows == [["true", "1"]])
                }
            }
        }

        @Test func aViewThatIsMadeAgainKeepsWhatRolesMayDo() async throws {
            let role = "reader_\(UInt32.random(in: 0 ... .max))"
            func schema(_ type: String) -> String {
                """
                CREATE TABLE t (a \(type), b int);
                CREATE VIEW v WITH (security_invoker = true) AS SELECT a, b FROM t;
                CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
                CREATE UNIQUE INDEX m_a ON m (a);
                COMMENT ON COLUMN v.a IS 'a';
                """
            }
            let rights = "SELECT coalesce(relacl::text, '') FROM pg_class WHERE relname IN ('v', 'm') ORDER BY relname"
            let columns = "SELECT attacl::text FROM pg_attribute WHERE attrelid = 'v'::regclass AND attacl IS NOT NULL"
            try await PostgresServer.withDatabase { server in
                try await server.execute("CREATE ROLE \(role)")
                var before: [[String]] = []
                try await prove(
                    schema("int"),
                    schema("text"),
                    rows: [
                        "GRANT SELECT ON v TO PUBLIC", "GRANT UPDATE (b) ON v TO \(role)",
                        "GRANT SELECT ON m TO \(role) WITH GRANT OPTION",
                    ]
                ) { database in
                    let found = try await database.rows(rights) + (try await database.rows(columns))
                    #expect(found.count == 3)
                    let lists = found.joined()
                    #expect(lists.count { $0.contains(role) } == 2, "\(found)")
                    #expect(lists.contains { $0.contains("{=r/") || $0.contains(",=r/") }, "\(found)")
                    if before.isEmpty { before = found }
                    #expect(found == before)
                }
                try await server.execute("DROP ROLE \(role)")
            }
        }
    }
}
