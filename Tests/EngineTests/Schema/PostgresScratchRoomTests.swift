import MigrationDSL
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// A server says the same of a text wherever it is asked.
    struct PostgresScratchRoomTests {
        /// Texts of a schema with types, functions and tables in two schemas.
        private static let texts: [(name: String, text: ScratchText)] = {
            let plain = Table("t") {
                Column("id", .integer)
                Column("mood", .custom("mood"))
                Column("state", .varchar)
                Column("made", .timestampTZ)
            }
            let sized = Table("s") { Column("size", .custom("app.size")) }
            func text(
                _ kind: ScratchText.Kind,
                _ text: String,
                over table: Table = plain
            ) -> (name: String, text: ScratchText) {
                (text, ScratchText(kind, text, over: table))
            }
            return [
                text(.condition, "state IN ('a', 'b') AND state NOT IN ('c', 'd')"),
                text(.condition, "mood = 'high' OR mood <> 'low'::public.mood -- a comment"),
                text(.condition, "made > '2020-01-01' AND id BETWEEN 1 AND 9"),
                text(.condition, "public.twice(id) > 4"),
                text(.condition, "size > 3 AND app.half(size) > 1", over: sized),
                text(.expression, "lower(state)"),
                text(.expression, "twice(id)"),
                text(.value(.custom("mood")), "'low'"),
                text(.value(.text), "upper('x')"),
                text(.value(.bigInt), "nextval('public.numbers'::regclass)"),
                text(.domainCheck(.integer), "VALUE IN (1, 2, 3)"),
                text(.query([]), "SELECT t.id, u.n FROM t JOIN app.u ON u.n = t.id WHERE t.mood = 'low'"),
                text(.policy, "id IN (SELECT n FROM app.u)"),
                text(
                    .statement(.function(ObjectName("twice"), "integer")),
                    "CREATE FUNCTION twice(integer) RETURNS integer IMMUTABLE LANGUAGE 'sql' AS $$ SELECT $1 + $1 $$"
                ),
                text(.partitionKey, "RANGE (id, lower(state))"),
                text(.bounds(key: "RANGE (id)"), "FOR VALUES FROM (1) TO (5 + 5)"),
                text(.condition, "no_such_function(id) > 1"),
            ]
        }()

        /// What no temporary object can say: there are no tables, one schema, and no function without its schema.
        private static let missingTemporary: Set = [
            "size > 3 AND app.half(size) > 1", "twice(id)", "nextval('public.numbers'::regclass)",
            "SELECT t.id, u.n FROM t JOIN app.u ON u.n = t.id WHERE t.mood = 'low'", "id IN (SELECT n FROM app.u)",
            "CREATE FUNCTION twice(integer) RETURNS integer IMMUTABLE LANGUAGE 'sql' AS $$ SELECT $1 + $1 $$",
            "no_such_function(id) > 1",
        ]

        private static let surroundings = [
            "CREATE TYPE \"mood\" AS ENUM ('low', 'high')",
            "CREATE DOMAIN \"app\".\"size\" AS integer CHECK (VALUE > 0)",
            "CREATE FUNCTION twice(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT $1 * 2 $$",
            "CREATE FUNCTION app.half(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS $$ SELECT $1 / 2 $$",
        ]

        private static let tables = [
            "CREATE SEQUENCE \"numbers\"", "CREATE TABLE \"t\" (\"id\" integer, \"mood\" \"mood\")",
            "CREATE TABLE \"app\".\"u\" (\"n\" integer)",
        ]

        /// The forms in a room of a kind, and what could not be made there.
        private func forms(_ kind: ScratchKind, _ database: PostgresDatabase) async throws -> [ScratchForm?] {
            let connection = try await database.connect()
            do {
                let need = ScratchNeed(schemas: ["public", "app"], objects: 9)
                let room = try await DatabaseKind.postgres.dialect().scratchRoom(kind, for: need, connection)
                for sql in Self.surroundings + (kind.holdsTables ? Self.tables : []) { _ = try await room.make([sql]) }
                // What cannot be made leaves nothing, and the room as it was.
                let half = try await room.make(["CREATE TABLE half_made (a int)", "CREATE TABLE nonsense (a nowhere)"])
                #expect(half.value == nil)
                var forms: [ScratchForm?] = []
                for (_, text) in Self.texts { forms.append(try await room.form(of: text).value) }
                try await connection.rollback()
                await connection.close()
                return forms
            } catch {
                await connection.close()
                throw error
            }
        }

        @Test func theServerSaysTheSameInEveryRoom() async throws {
            var own: [ScratchForm?] = []
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE SCHEMA app")
                own = try await forms(.database, database)
            }
            #expect(own.dropLast().allSatisfy { $0 != nil }, "\(own)")
            try await PostgresServer.withDatabase { database in
                // What is there under the same names means other things, and must not be met.
                try await database.execute(
                    "CREATE TYPE mood AS ENUM ('none')",
                    "CREATE TABLE t (other text)",
                    "CREATE SEQUENCE numbers",
                    "CREATE SCHEMA app",
                    "CREATE TABLE app.u (other text)",
                    "CREATE FUNCTION twice(integer) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$",
                    "CREATE FUNCTION no_such_function(integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$"
                )
                let before = try await database.contents()
                let schemas = try await forms(.schemas, database)
                let temporary = try await forms(.temporary, database)
                for (index, (name, _)) in Self.texts.enumerated() {
                    #expect(schemas[index]?.text == own[index]?.text, "\(name)")
                    let expected = Self.missingTemporary.contains(name) ? nil : own[index]?.text
                    #expect(temporary[index]?.text == expected, "\(name)")
                }
                #expect(try await database.contents() == before)
            }
        }

        @Test func moreThanAServerHasLocksForIsRefused() async throws {
            try await PostgresServer.withDatabase { database in
                let connection = try await database.connect()
                let dialect = try DatabaseKind.postgres.dialect()
                let need = ScratchNeed(schemas: ["public"], objects: 1_000_000)
                await #expect {
                    try await dialect.scratchRoom(.schemas, for: need, connection)
                } throws: { error in
                    (error as? ScratchRefusal)?.reason.contains("max_locks_per_transaction") == true
                }
                try await connection.rollback()
                _ = try await dialect.scratchRoom(.temporary, for: need, connection)
                await connection.close()
            }
        }
    }
}

extension PostgresDatabase {
    /// All that a database has of its own, by name.
    func contents() async throws -> [[String]] {
        try await rows(
            """
            SELECT 'relation', relnamespace::text, relname::text FROM pg_class WHERE oid >= 16384
            UNION ALL SELECT 'type', typnamespace::text, typname::text FROM pg_type WHERE oid >= 16384
            UNION ALL SELECT 'function', pronamespace::text, proname::text FROM pg_proc WHERE oid >= 16384
            UNION ALL SELECT 'schema', oid::text, nspname::text FROM pg_namespace WHERE oid >= 16384 ORDER BY 1, 2, 3
            """
        )
    }
}
