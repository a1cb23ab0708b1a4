import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import MigratorTesting
import Testing

@testable import MigratorTestKit

/// A server on which a role of a test's own makes databases: what others do there is told from its.
struct TestRole: Sendable {
    let database: PostgresDatabase
    let name: String

    /// Lends one to a body, and drops it with all that it has.
    static func with(_ rights: String = "CREATEDB", _ body: (TestRole) async throws -> Void) async throws {
        try await PostgresServer.withDatabase { database in
            let role = TestRole(database: database, name: "tester_\(UInt32.random(in: 0 ... .max))")
            try await database.execute("CREATE ROLE \(role.name) LOGIN \(rights) PASSWORD 'sesame'")
            do {
                try await body(role)
                try await role.drop()
            } catch {
                try await role.drop()
                throw error
            }
        }
    }

    private func drop() async throws {
        // Sessions that make and drop databases stay open.
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(name)'"
        _ = try await database.rows(end)
        try await poll(for: "the end of its sessions") {
            try await database.rows("SELECT 1 FROM pg_stat_activity WHERE usename = '\(name)'").isEmpty
        }
        for left in try await databases() { try await database.execute("DROP DATABASE \(left)") }
        try await database.execute("DROP ROLE \(name)")
    }

    /// The URL, by which the role makes databases.
    var url: String {
        let at = database.url.firstIndex(of: "@") ?? database.url.startIndex
        return "postgres://\(name):sesame\(database.url[at...])"
    }

    func server() throws -> PostgresTestServer { PostgresTestServer(try DatabaseURL(url), Sample.open) }

    func copies(_ history: SQLHistory, on server: PostgresTestServer? = nil) throws -> PostgresCopies {
        PostgresCopies(try history.testHistory(), on: try server ?? self.server())
    }

    /// The databases that it has made, without the numbers in their names.
    func databases() async throws -> [String] {
        let sql = "SELECT datname::text FROM pg_database WHERE datdba = '\(name)'::regrole ORDER BY 1"
        return try await database.rows(sql).map { $0[0] }
    }

    /// How many there are of each kind.
    func counts() async throws -> [String: Int] {
        try await databases().reduce(into: [:]) { counts, name in
            counts[name.split(separator: "_")[2].description, default: 0] += 1
        }
    }
}

/// Templates and copies on a server.
@Suite(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct PostgresCopiesTests {
    private let history = Result { try SQLHistory(["1.sql": SQLHistory.one]) }

    @Test func theHistoryIsRunOnceForManyProcesses() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            // Each of them looks as a process of its own does.
            let rooms = try (0..<5).map { _ in try role.copies(history) }
            try await withThrowingTaskGroup { group in
                for room in rooms {
                    group.addTask {
                        try await room.withCopy(named: "a") { database in
                            try await database.withConnection { connection in
                                let rows = try await connection.query("SELECT * FROM a")
                                #expect(rows.isEmpty)
                                try await connection.execute("INSERT INTO a VALUES (1)")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await role.counts() == ["template": 1])
            let made = "SELECT oid::text FROM pg_database WHERE datdba = '\(role.name)'::regrole"
            let template = try await role.database.rows(made)
            try await role.copies(history).withCopy(named: "a") { _ in }
            #expect(try await role.database.rows(made) == template)
        }
    }

    @Test func namesAreShortEnough() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            try await role.copies(history).withCopy(named: "a") { database in
                for name in try await role.databases() { #expect(name.utf8.count <= 63) }
                #expect(database.description.contains("sesame") == false)
                #expect(database.url.contains("sesame"))
                #expect(String(reflecting: database).contains("sesame") == false)
                #expect(throws: MigratorError.self) { try database.path }
            }
        }
    }

    @Test func thoseWhoWaitFindTheirsMade() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            let server = try role.server()
            let room = try role.copies(history, on: server)
            let limit = TestSettings.limit(8)
            let gate = Gate()
            try await withThrowingTaskGroup { group in
                for _ in 0..<limit + 3 {
                    group.addTask { try await room.withCopy(named: "a") { _ in await gate.pass() } }
                }
                try await poll(for: "those who wait") { server.gate.waiting == 3 }
                // Those who came before the others waited made none ahead.
                let late = Task { try await room.withCopy(named: "b") { _ in } }
                try await poll(for: "the last one") { server.gate.waiting == 4 }
                late.cancel()
                await #expect(throws: CancellationError.self) { try await late.value }
                gate.open()
                try await group.waitForAll()
            }
            #expect(try await role.counts() == ["template": 1])
        }
    }

    @Test func aCancelledTestLeavesNothing() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            let room = try role.copies(history)
            let isWithin = Gate()
            let test = Task {
                try await room.withCopy(named: "a") { _ in
                    isWithin.open()
                    try await Task.sleep(for: .seconds(3600))
                }
            }
            await isWithin.pass()
            test.cancel()
            await #expect(throws: CancellationError.self) { try await test.value }
            #expect(try await role.counts() == ["template": 1])
            // One that is cancelled while its copy is made.
            for pause in 0..<10 {
                let test = Task { try await room.withCopy(named: "a") { _ in } }
                try await Task.sleep(for: .milliseconds(pause * 3))
                test.cancel()
                _ = await test.result
                #expect(try await role.counts() == ["template": 1])
            }
        }
    }

    @Test func aRoleThatMayMakeNoneIsTold() async throws {
        let history = try history.get()
        try await TestRole.with("NOCREATEDB") { role in
            let error = await #expect(throws: MigratorError.self) {
                try await role.copies(history).withCopy(named: "a") { _ in }
            }
            #expect(error?.code == .permissionDenied)
            #expect(error?.message.contains("CREATEDB") == true)
            #expect(error?.message.contains("sesame") == false)
        }
    }

    @Test func aHistoryThatFailsHalfWayLeavesNoTemplate() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql": "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nINSERT INTO nothing VALUES (1);\n",
        ])
        try await TestRole.with { role in
            let room = try role.copies(history)
            for _ in 0..<2 {
                let error = await #expect(throws: MigratorError.self) { try await room.withCopy(named: "a") { _ in } }
                #expect(error?.revision == "bbbb")
            }
            #expect(try await role.counts() == [:])
        }
    }

    @Test func whatRunsOutsideOfATransactionIsThereToo() async throws {
        let history = try SQLHistory([
            "1.sql": SQLHistory.one,
            "2.sql":
                "-- revision: bbbb\n-- parents: aaaa\n-- transaction: off\n-- upgrade\nCREATE INDEX CONCURRENTLY i ON a (id);\n",
        ])
        try await TestRole.with { role in
            try await role.copies(history).withCopy(named: "a") { database in
                try await database.withConnection { connection in
                    let rows = try await connection.query("SELECT 1 FROM pg_indexes WHERE indexname = 'i'")
                    #expect(rows.count == 1)
                }
            }
        }
    }

    @Test func aTemplateThatIsDroppedIsMadeAgain() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            let room = try role.copies(history)
            try await room.withCopy(named: "a") { _ in }
            let templates = try await role.databases()
            try await role.database.execute("DROP DATABASE \(templates[0])")
            try await room.withCopy(named: "a") { _ in }
            #expect(try await role.databases() == templates)
        }
    }

    @Test func nobodyConnectsToATemplate() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            try await role.copies(history).withCopy(named: "a") { _ in }
            let template = try await role.databases()[0]
            let url = try DatabaseURL(role.url).naming(template)
            await #expect(throws: DatabaseFailure.self) { _ = try await Sample.open(url) }
        }
    }

    @Test func whatDeadProcessesLeftAndWhatIsOldIsDropped() async throws {
        let history = try history.get()
        try await TestRole.with { role in
            let server = try role.server()
            try await role.copies(history, on: server).withCopy(named: "a") { _ in }
            let template = try await role.databases()
            let now = Int(Date().timeIntervalSince1970)
            let old = "migrator_test_template_" + String(repeating: "0", count: 32)
            let dead = "migrator_test_run_\(now)_2147483000_abcdef"
            let (kept, long) = ("migrator_test_kept_\(now - 60)_ab", "migrator_test_kept_\(now - 8 * 86_400)_ab")
            let connection = try await Sample.open(DatabaseURL(role.url))
            for name in [old, dead, kept, long] { try await connection.execute("CREATE DATABASE \(name)") }
            try await connection.execute("COMMENT ON DATABASE \(old) IS 'used at \(now - 8 * 86_400) by tests'")
            await connection.close()
            _ = try await role.server().begun()
            #expect(try await role.databases() == ([kept] + template).sorted())
            // The process of this one lives.
            let own = try await role.copies(history, on: server).take()
            _ = try await role.server().begun()
            #expect(try await role.databases().contains(own.name ?? ""))
            await server.drop(own.name ?? "")
        }
    }
}

/// The trait on a server.
@Suite(
    .enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"),
    .migrated(Sample.revisions, on: .postgres)
)
struct PostgresTraitTests {
    @Test(arguments: 0..<5) func nobodyElsesRowsAreThere(_ number: Int) async throws {
        try await MigratedDatabase.current.withConnection { connection in
            let rows = try await connection.query("SELECT * FROM customers")
            #expect(rows.isEmpty)
            try await connection.execute("INSERT INTO customers (id, email) VALUES (\(number), 'x')")
        }
    }

    @Test(arguments: Sample.revisions.steps) func theHistoryGoesThereAndBack(_ step: HistoryStep) async throws {
        try await step.roundTrip(on: .postgres)
    }

    @Test func theHistoryIsRight() async throws {
        try await Sample.revisions.verify(model: Sample.model, on: .postgres)
    }
}
