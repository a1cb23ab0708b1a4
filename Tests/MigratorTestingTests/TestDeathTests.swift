import Foundation
import MigratorTestSupport
import MigratorTesting
import Testing

@testable import MigratorTestKit

/// Processes that end, by themselves or not, while tests hold databases: the next one leaves nothing of theirs.
@Suite(.enabled(if: Child.canBegin, "the tests are no program of their own here"))
struct TestDeathTests {
    @Test func aProcessThatEndsLeavesNoFolder() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try await Child(.hold(3), history).mustSucceed()
        #expect(try history.files("runs", "") == [])
        #expect(try history.files("templates").count == 1)
    }

    @Test func theNextOneClearsWhatAKilledOneLeft() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let killed = try await Child(.die(3), history).run()
        #expect(killed.status == -SIGKILL, "\(killed.output)\(killed.errors)")
        #expect(try history.files("runs").count == 3)
        try await Child(.hold(1), history).mustSucceed()
        #expect(try history.files("runs", "") == [])
    }

    @Test func aProcessThatLivesIsLeftAlone() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let copy = try await history.copies().take()
        try await Child(.hold(1), history).mustSucceed()
        #expect(FileManager.default.fileExists(atPath: try copy.path))
    }

    @Test func tenAtOnceMakeOneTemplate() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try await concurrently(0..<10, width: 10) { _ in try await Child(.hold(1), history).mustSucceed() }
        #expect(try history.files("templates").count == 1)
        #expect(try history.files("runs", "") == [])
    }

    @Test func whatAFailedTestLeavesIsKeptOnRequest() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        let result = try await Child(.fail, history, ["MIGRATOR_TEST_KEEP": "1"]).mustSucceed()
        let kept = try history.files("kept")
        #expect(kept.count == 2)
        #expect(try history.files("runs", "") == [])
        for name in kept { #expect(result.errors.contains("is kept: sqlite:\(history.databases)/\(name)\n")) }
        for name in ["fails", "isNoted"] { #expect(result.errors.contains("the database of \(name) is kept: ")) }
        for name in ["passes", "isCancelled"] { #expect(!result.errors.contains("the database of \(name)")) }
        try await Child(.fail, history).mustSucceed()
        #expect(try history.files("kept") == kept)
    }

    @Test func aTestThatFailsByAnExpectationIsKeptToo() async throws {
        let history = try SQLHistory()
        let environment = ["MIGRATOR_TEST_KEEP": "1", "MIGRATOR_TEST_FOLDER": history.databases]
        let result = try await Child(.expect, history, environment).run()
        #expect(result.status != 0)
        #expect(try history.files("kept").count == 2)
        for name in ["aChildThatExpects()", "SharingChildTests"] {
            #expect(result.errors.contains("the database of \(name) is kept: sqlite:"), "\(result.errors)")
        }
    }

    @Test func aServerMustBeNamed() async throws {
        let history = try SQLHistory()
        try await Child(.name, history, ["MIGRATOR_TEST_DATABASE": ""]).mustSucceed()
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func theNextOneDropsWhatAKilledOneLeft() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try await TestRole.with { role in
            let killed = try await Child(.die(3), history, on: role).run()
            #expect(killed.status == -SIGKILL, "\(killed.output)\(killed.errors)")
            try await poll(for: "the end of its sessions") {
                let sql = "SELECT 1 FROM pg_stat_activity WHERE usename = '\(role.name)'"
                return try await role.database.rows(sql).isEmpty
            }
            #expect(try await role.counts()["template"] == 1)
            try await Child(.hold(0), history, on: role).mustSucceed()
            #expect(try await role.counts() == ["template": 1])
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func onAServerTenAtOnceMakeOneTemplate() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try await TestRole.with { role in
            try await concurrently(0..<10, width: 10) { _ in
                try await Child(.hold(0), history, on: role).mustSucceed()
            }
            #expect(try await role.counts() == ["template": 1])
        }
    }

    @Test(.enabled(if: PostgresServer.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
    func onAServerWhatAFailedTestLeavesIsKeptOnRequest() async throws {
        let history = try SQLHistory(["1.sql": SQLHistory.one])
        try await TestRole.with { role in
            let result = try await Child(.fail, history, ["MIGRATOR_TEST_KEEP": "1"], on: role).mustSucceed()
            #expect(try await role.counts() == ["template": 1, "kept": 2])
            #expect(!result.errors.contains("sesame"))
            let kept = try await role.databases().filter { $0.contains("kept") }
            for name in kept { #expect(result.errors.contains("/\(name)")) }
            // It has what the test wrote.
            let url = try DatabaseURL(role.url).naming(kept[0])
            let connection = try await Sample.open(url)
            _ = try await connection.query("SELECT * FROM a")
            await connection.close()
        }
    }
}
