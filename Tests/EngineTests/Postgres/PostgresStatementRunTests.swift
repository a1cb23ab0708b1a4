import Foundation
import MigrationDSL
import Migrator
import MigratorCore
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

extension PostgresTests {
    /// Revisions that are no transaction: killed anywhere, the next run ends what was begun.
    @Suite struct StatementRuns {
        struct MakeWords: Revision {
            static let id: RevisionID = "words"

            func upgrade(_ op: Operations) {
                op.createTable("words") {
                    Column("id", .integer).primaryKey()
                    Column("word", .text)
                }
                op.execute("INSERT INTO words SELECT n, 'word ' || n FROM generate_series(1, 1000) n")
            }
        }

        struct Indexes: Revision {
            static let id: RevisionID = "indexes"
            static let parents: [RevisionID] = ["words"]
            static let transactional = false

            func upgrade(_ op: Operations) {
                op.execute("INSERT INTO words VALUES (-1, 'before')")
                op.createIndex("ix_words", on: "words", columns: ["word"], concurrently: true)
                op.execute("INSERT INTO words VALUES (-2, 'after')")
            }
        }

        private func upgradeIsBuilding(_ connection: PostgresSession) async throws -> Int64 {
            let sql = """
                SELECT pid FROM pg_stat_activity WHERE datname = current_database()
                    AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'
                    AND EXISTS (SELECT 1 FROM pg_index WHERE NOT indisvalid)
                """
            var backend: Int64?
            try await poll {
                backend = try await connection.query(sql).first?.get("pid")
                return backend != nil
            }
            return try #require(backend)
        }

        private func isValid(_ database: PostgresDatabase) async throws -> [[String]] {
            try await database.rows(
                "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE relname = 'ix_words'"
            )
        }

        /// Leaves an index half built: its session ends while it waits for an older transaction.
        private func killWhileBuilding(_ database: PostgresDatabase, _ migrator: MigrationEngine) async throws {
            let old = try await database.connect()
            try await old.begin()
            try await old.execute("SELECT count(*) FROM words")
            try await old.execute("INSERT INTO words VALUES (-9, 'old')")
            let watcher = try await database.connect()
            async let run: RunReport = migrator.upgrade()
            let backend = try await upgradeIsBuilding(watcher)
            try await watcher.execute("SELECT pg_terminate_backend(\(backend))")
            do {
                _ = try await run
                Issue.record("the run ended well without its connection")
            } catch let error as MigratorError {
                #expect(error.code == .databaseUnreachable, "\(error)")
                #expect(error.message.contains("1 of its 3 statements are done"), "\(error)")
            }
            try await old.rollback()
            await old.close()
            await watcher.close()
        }

        @Test func aHalfBuiltIndexIsRemovedAndBuiltAgain() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeWords.self]).upgrade()
                let migrator = try database.migrator([MakeWords.self, Indexes.self])
                try await killWhileBuilding(database, migrator)
                #expect(try await isValid(database) == [["false"]])
                #expect(try await database.rows("SELECT id FROM words WHERE id < 0") == [["-1"]])
                #expect(try await database.versionRows() == ["words"])

                try await migrator.upgrade()
                #expect(try await isValid(database) == [["true"]])
                #expect(try await database.rows("SELECT id FROM words WHERE id < 0 ORDER BY 1") == [["-2"], ["-1"]])
                #expect(try await database.versionRows() == ["indexes"])
                let journal = "SELECT revision, state, statements FROM migrator_journal ORDER BY id"
                #expect(try await database.rows(journal) == [["words", "done", "2"], ["indexes", "done", "3"]])
            }
        }

        @Test func anIndexThatWasBuiltBeforeTheKillIsNotBuiltAgain() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeWords.self]).upgrade()
                let migrator = try database.migrator([MakeWords.self, Indexes.self])
                try await killWhileBuilding(database, migrator)
                try await database.execute("DROP INDEX ix_words", "CREATE INDEX ix_words ON words (word)")
                let before = try await database.rows("SELECT 'ix_words'::regclass::oid::bigint")
                try await migrator.upgrade()
                #expect(try await database.rows("SELECT 'ix_words'::regclass::oid::bigint") == before)
                #expect(try await database.versionRows() == ["indexes"])
            }
        }

        @Test(arguments: [
            "CREATE UNIQUE INDEX ix_words ON words (word)", "CREATE INDEX ix_words ON words (lower(word))",
        ])
        func anotherIndexOfThatNameIsNotTakenForIt(_ other: String) async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeWords.self]).upgrade()
                let migrator = try database.migrator([MakeWords.self, Indexes.self])
                try await killWhileBuilding(database, migrator)
                try await database.execute("DROP INDEX ix_words", other)
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.code == .interruptedStatement)
                #expect(error.message.contains("another definition"), "\(error)")
                #expect(error.message.contains("--mark-done"), "\(error)")

                let vouching = try database.migrator([MakeWords.self, Indexes.self]) {
                    $0.interruptedStatement = .markDone
                }
                try await vouching.upgrade()
                #expect(try await database.versionRows() == ["indexes"])
                #expect(try await database.rows("SELECT id FROM words WHERE id < 0 ORDER BY 1") == [["-2"], ["-1"]])
            }
        }

        @Test func somebodyElsesInvalidIndexIsLeftAlone() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeWords.self]).upgrade()
                try await database.execute("INSERT INTO words VALUES (5000, 'word 1')")
                let colleague = try await database.connect()
                await #expect(throws: DatabaseFailure.self) {
                    try await colleague.execute("CREATE UNIQUE INDEX CONCURRENTLY ix_words ON words (word)")
                }
                await colleague.close()
                #expect(try await isValid(database) == [["false"]])
                let migrator = try database.migrator([MakeWords.self, Indexes.self])
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.message.contains("already exists"), "\(error)")
                #expect(try await isValid(database) == [["false"]])
                try await database.execute("DROP INDEX ix_words")
                try await migrator.upgrade()
                #expect(try await isValid(database) == [["true"]])
            }
        }

        struct UniqueIndex: Revision {
            static let id: RevisionID = "unique"
            static let parents: [RevisionID] = ["words"]
            static let transactional = false

            func upgrade(_ op: Operations) {
                op.createIndex("ux_words", on: "words", columns: ["word"], unique: true, concurrently: true)
            }
        }

        @Test func whatAFailedBuildLeavesIsRemovedAtOnce() async throws {
            try await PostgresServer.withDatabase { database in
                let migrator = try database.migrator([MakeWords.self, UniqueIndex.self])
                try await migrator.upgrade(to: "words")
                try await database.execute("INSERT INTO words VALUES (5000, 'word 1')")
                let error = try await migratorError { try await migrator.upgrade() }
                #expect(error.message.contains("could not create unique index"), "\(error)")
                #expect(try await database.rows("SELECT to_regclass('ux_words') IS NULL") == [["true"]])
                try await database.execute("DELETE FROM words WHERE id = 5000")
                try await migrator.upgrade()
                #expect(try await database.versionRows() == ["unique"])
                try await migrator.downgrade(to: "words")
                #expect(try await database.rows("SELECT to_regclass('ux_words') IS NULL") == [["true"]])
            }
        }

        @Test func runnersThatWaitAreNotInTheWayOfAConcurrentBuild() async throws {
            try await PostgresServer.withDatabase { database in
                try await database.migrator([MakeWords.self]).upgrade()
                try await database.execute(
                    "INSERT INTO words SELECT n, 'word ' || n FROM generate_series(1001, 60000) n"
                )
                let migrator = try database.migrator([MakeWords.self, Indexes.self])
                let reports = try await withThrowingTaskGroup(of: RunReport.self) { runs in
                    for _ in 0..<3 { runs.addTask { try await migrator.upgrade() } }
                    return try await runs.reduce(into: []) { $0.append($1) }
                }
                #expect(reports.map(\.steps.count).sorted() == [0, 0, 1])
                #expect(try await isValid(database) == [["true"]])
                #expect(try await database.rows("SELECT id FROM words WHERE id < 0 ORDER BY 1") == [["-2"], ["-1"]])
            }
        }

        struct Closure: Revision {
            static let id: RevisionID = "closure"
            static let parents: [RevisionID] = ["words"]
            static let transactional = false

            struct Stop: Error {}
            @TaskLocal static var isBroken = true

            func upgrade(_ op: Operations) {
                op.execute("SET my.value = 'kept'")
                let isBroken = Self.isBroken
                op.perform("half of it") { connection in
                    _ = try await connection.execute("INSERT INTO words VALUES (-3, 'closure')", [])
                    if isBroken { throw Stop() }
                }
                op.execute("INSERT INTO words VALUES (-4, current_setting('my.value'))")
            }
        }

        @Test func nobodyGuessesWhatAClosureHasDone() async throws {
            try await PostgresServer.withDatabase { database in
                let types: [any Revision.Type] = [MakeWords.self, Closure.self]
                let migrator = try database.migrator(types)
                let first = try await migratorError { try await migrator.upgrade() }
                #expect(first.message.contains("Stop"), "\(first)")
                let second = try await migratorError { try await migrator.upgrade() }
                #expect(second.code == .interruptedStatement)
                #expect(second.message.contains("perform half of it"), "\(second)")
                let marking = try database.migrator(types) { $0.interruptedStatement = .markDone }
                try await marking.upgrade()
                // A setting of the session is made again for what comes after it.
                #expect(
                    try await database.rows("SELECT id, word FROM words WHERE id < 0 ORDER BY id")
                        == [["-4", "kept"], ["-3", "closure"]]
                )
            }
        }
    }
}
