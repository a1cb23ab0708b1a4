import MigratorDatabase
import MigratorTesting
import Migrator
import Synchronization
import Testing

/// The trait: whose database a test has.
@Suite(.migrated(Sample.revisions)) struct EachTestHasItsOwnTests {
    private static let paths = Mutex<Set<String>>([])

    @Test(arguments: 0..<20) func nobodyElsesRowsAreThere(_ number: Int) async throws {
        let database = try MigratedDatabase.current
        try await database.withConnection { connection in
            #expect(try await connection.query("SELECT * FROM customers").isEmpty)
            try await connection.execute("INSERT INTO customers (id, email) VALUES (\(number), 'x')")
            #expect(try await connection.query("SELECT * FROM customers").count == 1)
        }
        let (isNew, path) = (try database.path, database.url)
        #expect(Self.paths.withLock { $0.insert(isNew).inserted })
        #expect(path == "sqlite:\(isNew)")
    }

    @Test(.migrated(Sample.revisions, at: "aaaa")) func itsOwnTraitGoesBefore() async throws {
        try await MigratedDatabase.current.withConnection { connection in
            try await connection.execute("INSERT INTO customers (id, name, mail) VALUES (1, 'x', 'y')")
            let rows = try await connection.query("SELECT version_num FROM alembic_version")
            #expect(rows.map { $0["version_num"] } == [.text("aaaa")])
        }
    }

    @Suite struct InnerTests {
        @Test func aSuiteWithinHasThemToo() async throws {
            try await MigratedDatabase.current.withConnection { connection in
                let rows = try await connection.query("SELECT * FROM customers")
                #expect(rows.isEmpty)
            }
        }
    }
}

@Suite(.migrated(Sample.revisions, perTest: false)) struct AllTestsShareOneTests {
    private static let paths = Mutex<Set<String>>([])

    @Test(arguments: 0..<5) func itIsTheSame(_ number: Int) async throws {
        let path = try MigratedDatabase.current.path
        #expect(Self.paths.withLock { $0.insert(path).inserted || $0.count == 1 })
        #expect(Self.paths.withLock { $0.count } == 1)
        try await MigratedDatabase.current.withConnection { connection in
            try await connection.execute("INSERT INTO customers (id, email) VALUES (\(number), 'x')")
        }
    }

    @Suite struct InnerTests {
        @Test func aSuiteWithinSharesItToo() throws {
            let path = try MigratedDatabase.current.path
            #expect(AllTestsShareOneTests.paths.withLock { $0.insert(path).inserted || $0.count == 1 })
            #expect(AllTestsShareOneTests.paths.withLock { $0.count } == 1)
        }
    }

    @Test(.migrated(Sample.revisions)) func aTestMayStillHaveItsOwn() async throws {
        let path = try MigratedDatabase.current.path
        #expect(!Self.paths.withLock { $0.contains(path) })
        try await MigratedDatabase.current.withConnection { connection in
            let rows = try await connection.query("SELECT * FROM customers")
            #expect(rows.isEmpty)
        }
    }
}

@Suite struct WithoutTheTraitTests {
    @Test func thereIsNone() {
        let error = #expect(throws: MigratorError.self) { try MigratedDatabase.current }
        #expect(error?.message.contains(".migrated") == true)
    }

    @Test func aFunctionLendsOne() async throws {
        let path = try await Sample.revisions.withDatabase { database in
            #expect(try MigratedDatabase.current.path == database.path)
            #expect(try await database.withConnection { try await $0.query("SELECT * FROM customers").count } == 0)
            return try database.path
        }
        #expect(throws: MigratorError.self) { try MigratedDatabase.current }
        await #expect(throws: DatabaseFailure.self) {
            let url = try DatabaseURL("sqlite:\(path)")
            _ = try await Sample.open(url).query("SELECT * FROM customers")
        }
    }

    @Test func severalHeadsMustBeNamed() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql": "-- revision: bbbb\n-- upgrade\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n",
        ])
        let error = await #expect(throws: MigratorError.self) { try await history.tested.withDatabase { _ in } }
        #expect(error?.code == .multipleHeads)
        #expect(error?.message.contains("at: \"heads\"") == true)
        try await history.tested.withDatabase(at: "heads") { database in
            try await database.withConnection { connection in
                let rows = try await connection.query("SELECT * FROM a, b")
                #expect(rows.isEmpty)
            }
        }
    }
}
