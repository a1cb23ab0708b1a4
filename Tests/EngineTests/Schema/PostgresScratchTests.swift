import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// What a scratch is for each role, and what becomes of it.
    struct PostgresScratchTests {
        // MARK: Roles

        /// A role of a test's own, which sets out without any right on a database of the test's own.
        private func withRole(
            granted rights: String?,
            _ body: (PostgresDatabase, SchemaBench, MigrationEngine) async throws -> Void
        ) async throws {
            try await PostgresServer.withDatabase { database in
                let role = "scratch_\(UInt32.random(in: 0 ... .max))"
                let name = try await database.rows("SELECT current_database()::text")[0][0]
                try await database.execute(
                    "CREATE ROLE \(role)",
                    "REVOKE ALL ON DATABASE \(name) FROM PUBLIC",
                    "CREATE TABLE t (a int, b text, CONSTRAINT c CHECK (b IN ('x', 'y')))",
                    "CREATE VIEW v AS SELECT a FROM t WHERE a > 1"
                )
                if let rights { try await database.execute("GRANT \(rights) ON DATABASE \(name) TO \(role)") }
                let bench = SchemaBench(
                    model: DeclaredSchema {
                        Table("t") {
                            Column("a", .integer)
                            Column("b", .text)
                            Check("b = ANY (ARRAY['x', 'y'])", name: "c")
                        }
                        View("v", as: "SELECT t.a FROM t WHERE (t.a) > 1")
                    }
                )
                try bench.revision("aaaa", "CREATE TABLE t (a int);")
                var engine = try bench.postgres(database)
                let open = try #require(engine.connectOther)
                engine.connectOther = { other in
                    let connection = try await open(other)
                    try await connection.execute("SET ROLE \(role)")
                    return connection
                }
                let before = try await database.contents()
                try await body(database, bench, engine)
                #expect(try await database.contents() == before)
                #expect(try await database.rows("SELECT 1 FROM pg_database WHERE datdba = '\(role)'::regrole") == [])
                try await database.execute("DROP OWNED BY \(role)", "DROP ROLE \(role)")
            }
        }

        @Test func withSchemasOfItsOwnARoleIsToldAll() async throws {
            try await withRole(granted: "CREATE") { _, _, engine in
                let report = try await engine.diff(from: .database, to: .model)
                #expect(report.words == [])
                #expect(report.whyUnverified == nil)
            }
        }

        @Test func withTemporaryObjectsARoleIsToldOfExpressions() async throws {
            try await withRole(granted: "TEMPORARY") { _, _, engine in
                let report = try await engine.diff(from: .database, to: .model)
                #expect(report.words == ["unverified query of view v"], "\(report.words)")
                let why = try #require(report.whyUnverified)
                #expect(why.contains("a database of its own: permission denied to create database"), "\(why)")
                #expect(why.contains("schemas of its own: permission denied for database"), "\(why)")
                #expect(!why.contains("temporary"), "\(why)")
            }
        }

        @Test func withoutAnyRightARoleIsToldWhy() async throws {
            try await withRole(granted: nil) { _, _, engine in
                let report = try await engine.diff(from: .database, to: .model)
                #expect(report.isEqual)
                #expect(!report.unverified.isEmpty, "\(report.words)")
                let why = try #require(report.whyUnverified)
                #expect(why.contains("temporary objects: permission denied to create temporary tables"), "\(why)")
                let error = await #expect(throws: MigratorError.self) { try await engine.inspect(.history(nil)) }
                #expect(error?.message.contains("permission denied to create database") == true)
                #expect(error?.message.contains("CREATEDB") == true, "\(error?.message ?? "")")
            }
        }

        // MARK: The URL of a scratch

        @Test func whatTheDatabaseOfAScratchHoldsStays() async throws {
            try await PostgresServer.withDatabase { other in
                try await other.execute("CREATE TABLE t (kept int)", "INSERT INTO t VALUES (7)")
                let before = try await other.contents()
                let name = try await other.rows("SELECT current_database()::text")[0][0]
                var options = SchemaOptions()
                options.scratch = other.url
                try await withRole(granted: nil) { database, _, engine in
                    try await database.execute("GRANT CREATE ON DATABASE \(name) TO PUBLIC")
                    // As schemas there, which the role may make there and not in its own database.
                    #expect(try await engine.diff(from: .database, to: .model, options).words == [])
                    #expect(try await other.contents() == before)
                    var mighty = engine
                    mighty.connectOther = try SchemaBench().postgres(database).connectOther
                    #expect(try await mighty.inspect(.history(nil), options).text(.sql).contains("CREATE TABLE"))
                }
                #expect(try await other.contents() == before)
                #expect(try await other.rows("SELECT kept FROM t") == [["7"]])
            }
        }

        @Test func aScratchThatCannotBeIsRefused() async throws {
            try await withRole(granted: "CREATE") { database, bench, engine in
                var options = SchemaOptions()
                options.scratch = "sqlite::memory:"
                await #expect {
                    try await engine.diff(from: .database, to: .model, options)
                } throws: { error in
                    (error as? MigratorError)?.code == .invalidSetting
                }
                options.scratch = "postgres://127.0.0.1:1/nowhere?connect_timeout=5"
                await #expect {
                    try await engine.diff(from: .database, to: .model, options)
                } throws: { error in
                    (error as? DatabaseFailure)?.message.hasPrefix("the server of the scratch: ") == true
                }
            }
        }

        // MARK: Locks

        @Test func whatCannotBeReadForALockIsSaidInTime() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.execute("CREATE TABLE t (a int)", "CREATE VIEW v AS SELECT a FROM t")
                let holder = try await database.connect()
                try await holder.begin()
                try await holder.execute("LOCK TABLE t")
                var settings = MigratorSettings()
                settings.lockTimeout = .milliseconds(100)
                let base = try SchemaBench().postgres(database)
                let engine = MigrationEngine(revisions: base.revisions, settings: settings) {
                    try await database.connect()
                }
                await #expect {
                    try await engine.inspect(.database)
                } throws: { error in
                    (error as? DatabaseFailure)?.code == .lockTimeout
                }
                try await holder.rollback()
                await holder.close()
                #expect(try await engine.inspect(.database).text(.sql).contains("CREATE VIEW"))
            }
        }

        // MARK: Leftovers

        /// Makes a database and connects to it; another test's run may take it for a leftover in between.
        private func using(_ name: String, of database: PostgresDatabase) async throws -> PostgresSession {
            var configuration = try PostgresSessionConfiguration(connectionString: database.url)
            configuration.parameters["dbname"] = name
            for _ in 0..<100 {
                try await database.execute("CREATE DATABASE \(name)")
                if let session = try? await PostgresSession(configuration) { return session }
            }
            return try await PostgresSession(configuration)
        }

        /// A run is told by the server's process that its database's name has.
        @Test func whatADeadRunHasLeftGoesAndALivingOnesStays() async throws {
            try await PostgresServer.withDatabase { database in
                let living = try await database.connect()
                let row = try await living.query(
                    "SELECT pg_backend_pid()::bigint AS process, extract(epoch FROM now())::bigint AS now"
                ).first
                let process = try #require(row).get("process", as: Int64.self)
                let now = try #require(row).get("now", as: Int64.self)
                let dead = [
                    "migrator_scratch_\(now - 5)_4194303_abcdef11",
                    // Another process began later under the same number.
                    "migrator_scratch_\(now - 9_000)_\(process)_abcdef12",
                    "migrator_scratch_\(now - 9_000)_0_abcdef13",
                ]
                let alive = [
                    "migrator_scratch_\(now + 1)_\(process)_abcdef14", "migrator_scratch_\(now - 60)_0_abcdef15",
                    "migrator_scratch_\(now - 9_000)_4194303_abcdef16",
                ]
                for name in dead + alive.dropLast() { try await database.execute("CREATE DATABASE \(name)") }
                let user = try await using(alive[2], of: database)
                let bench = SchemaBench()
                try bench.revision("aaaa", "CREATE TABLE t (a int);")
                _ = try await bench.postgres(database).inspect(.history(nil))
                let left = Set(try await database.rows("SELECT datname::text FROM pg_database").map { $0[0] })
                await user.close()
                await living.close()
                for name in alive {
                    #expect(left.contains(name), "\(name)")
                    try await database.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
                }
                for name in dead { #expect(!left.contains(name), "\(name)") }
            }
        }
    }
}
