import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// The next revisions, generated, over PostgreSQL.
    struct PostgresAutogenerateTests {
        private static func shop(_ moods: [String], default mood: String) -> DeclaredSchema {
            DeclaredSchema {
                EnumType("mood", moods)
                Table("customers") {
                    Column("id", .integer).primaryKey()
                    Column("mood", .enumeration("mood")).notNull().default(.init(stringLiteral: mood))
                }
            }
        }

        @Test func aValueOfAnEnumTypeHasARevisionAheadOfItsUse() async throws {
            try await PostgresServer.withDatabase { database in
                let bench = SchemaBench(model: Self.shop(["low", "high"], default: "high"))
                try bench.revision(
                    "aaaa",
                    """
                    CREATE TYPE mood AS ENUM ('low');
                    CREATE TABLE customers (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'low');
                    """
                )
                let generated = try await bench.generate(try bench.postgres(database), ["bbbb", "cccc"], after: "aaaa")
                #expect(generated.revisions.count == 2)
                guard case .irreversible = generated.revisions[0].downgrade else {
                    Issue.record("an enum value has no way back")
                    return
                }
                #expect(try bench.text("bbbb").contains("-- irreversible: "))
                #expect(try bench.text("cccc").contains("-- parents: bbbb"))
                let engine = try bench.postgres(database)
                try await engine.upgrade()
                #expect(try await engine.diff(from: .database, to: .model).words == [])
                #expect(try await engine.diff(from: .history(nil), to: .model).words == [])
                try await engine.downgrade(to: "bbbb")
                #expect(try await engine.autogenerate(from: .database).revisions.count == 1)
            }
        }

        /// Writes a first revision of all that a database has, and compares what it makes.
        private func aFirstRevisionMakes(_ database: PostgresDatabase) async throws {
            let bench = SchemaBench()
            let engine = try bench.postgres(database)
            let generated = try await engine.autogenerate(from: .empty, to: .database)
            let heading = RevisionHeading(id: "aaaa", message: "all that was there")
            let texts = try await engine.texts(of: generated, under: [heading], as: .sql)
            try bench.folder.write("revisions/aaaa.sql", try #require(texts.first))
            let next = try bench.postgres(database)
            #expect(try await next.diff(from: .history(nil), to: .database).words == [])
        }

        /// Such as were made on another search path, or with unchecked bodies.
        @Test func functionsWhoseBodiesAreRefusedAreMadeUnchecked() async throws {
            try await PostgresServer.withDatabase { database in
                let connection = try await database.connect()
                for sql in [
                    "CREATE SCHEMA app", "CREATE TABLE app.editor (id int, name text)", "SET search_path = app",
                    "CREATE FUNCTION app.clean(e app.editor) RETURNS app.editor LANGUAGE sql AS "
                        + "$$ SELECT ROW(e.id, 'none')::editor $$",
                    "CREATE FUNCTION app.twice(e app.editor) RETURNS app.editor LANGUAGE sql AS "
                        + "$$ SELECT clean(clean(e)) $$",
                    "SET check_function_bodies = off",
                    "CREATE FUNCTION public.broken() RETURNS int LANGUAGE plpgsql AS $$ BEGIN SELECT WHERE; ; END $$",
                ] { try await connection.execute(sql) }
                await connection.close()
                try await aFirstRevisionMakes(database)
                let bench = SchemaBench()
                let engine = try bench.postgres(database)
                let hazards = try await engine.autogenerate(from: .empty, to: .database).differences.differences
                    .flatMap(\.hazards)
                #expect(hazards.contains { $0.contains("unchecked") }, "\(hazards)")
            }
        }

        @Test func aDatabaseWithoutAHistoryGetsItsFirstRevision() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute(
                    "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text CHECK (note <> ''))",
                    "CREATE VIEW v AS SELECT id FROM t WHERE note IS NOT NULL"
                )
                try await aFirstRevisionMakes(database)
            }
        }

        @Test func defaultsThatAreNoValuesAndPartsOfTablesAreInTheFirstRevision() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute(
                    "CREATE TABLE t (id integer PRIMARY KEY, code varchar(3) DEFAULT 'four', mask bytea DEFAULT '\\x')",
                    "CREATE TABLE days (day date NOT NULL, t integer) PARTITION BY RANGE (day)",
                    "CREATE TABLE early PARTITION OF days (CHECK (t > 0), FOREIGN KEY (t) REFERENCES t (id)) "
                        + "FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
                    "CREATE TABLE late (note text, CHECK (id > 0), UNIQUE (id)) INHERITS (t)"
                )
                try await aFirstRevisionMakes(database)
            }
        }

        @Test func aFunctionThatNeedsNothingElseComesBehindTheOneThatItsBodyCalls() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute(
                    "CREATE FUNCTION zz(i integer) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN i > 0; END'",
                    "CREATE FUNCTION aa(i integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT i WHERE zz(i)'"
                )
                // The revision is tried before it is given.
                let generated = try await SchemaBench().postgres(database).autogenerate(from: .empty, to: .database)
                #expect(generated.revisions.count == 1)
            }
        }
    }
}
