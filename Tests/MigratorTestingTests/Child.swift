import Foundation
import MigrationDSL
import Migrator
import MigratorDatabase
import MigratorTestSupport
import MigratorTesting
import Testing

@testable import MigratorTestKit

/// Another process of these tests, in which only the tests of ``ChildTests`` run.
struct Child: Sendable {
    /// What it does.
    enum Work: Sendable {
        /// Holds so many copies, and ends by itself.
        case hold(Int)
        /// Holds so many, and is killed.
        case die(Int)
        /// Has tests that fail, and some that do not.
        case fail
        /// Has one that fails by an expectation, with the trait.
        case expect
        /// Asks for a server.
        case name
    }

    /// Whether the tests are a program that can be begun again.
    static var canBegin: Bool {
        #if os(Linux)
        true
        #else
        false
        #endif
    }

    private let environment: [String: String]

    init(_ work: Work, _ history: SQLHistory, _ environment: [String: String] = [:], on role: TestRole? = nil) {
        var all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        all["MIGRATOR_TEST_CHILD"] = "\(work)"
        all["MIGRATOR_TEST_CHILD_HISTORY"] = history.folder.path
        all["MIGRATOR_TEST_CHILD_SERVER"] = role?.url
        self.environment = all
    }

    func run() async throws -> ToolResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--testing-library", "swift-testing", "--filter", "ChildTests/"]
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        return try await Tool.finishAside(process)
    }

    @discardableResult
    func mustSucceed() async throws -> ToolResult {
        let result = try await run()
        guard result.status == 0 else { throw ToolFailure(result) }
        return result
    }
}

/// What a ``Child`` does; in all other processes nothing.
@Suite struct ChildTests {
    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["MIGRATOR_TEST_CHILD\(name)"]
    }

    @Test func aChildDoesWhatItIsFor() async throws {
        guard let task = Self.variable(""), let path = Self.variable("_HISTORY") else { return }
        if task == "\(Child.Work.name)" {
            let error = #expect(throws: MigratorError.self) {
                _ = try TestedHistory(Sample.revisions).databases(on: .postgres)
            }
            #expect(error?.message.contains("MIGRATOR_TEST_DATABASE") == true)
            return
        }
        let room = try Self.room(path)
        switch task {
        case "\(Child.Work.fail)": try await Self.fail(room)
        default:
            guard let count = task.split(separator: "(").last?.dropLast().description, let count = Int(count) else {
                return
            }
            try await room.withCopy(named: "a") { _ in }
            for _ in 0..<count {
                let connection = try await room.take().open()
                try await connection.execute("INSERT INTO a VALUES (1)")
            }
            if task.hasPrefix("die") { kill(getpid(), SIGKILL) }
        }
    }

    @Test(.migrated(Sample.revisions)) func aChildThatExpects() {
        let fails = Self.variable("") == "\(Child.Work.expect)"
        #expect(!fails)
    }

    @Suite(.migrated(Sample.revisions, perTest: false)) struct SharingChildTests {
        @Test func itFails() {
            let fails = ChildTests.variable("") == "\(Child.Work.expect)"
            #expect(!fails)
        }

        @Suite struct InnerTests {
            @Test func itHasTheSameOne() throws {
                _ = try MigratedDatabase.current
            }
        }
    }

    private static func room(_ path: String) throws -> any CopyRoom {
        let revisions = try RevisionHistory([.folder("\(path)/revisions")], remembersFolders: false)
        let history = TestHistory(revisions, "head")
        guard let server = variable("_SERVER") else {
            return try SQLiteCopies(history, in: TestFolder("\(path)/databases"), Sample.open)
        }
        return PostgresCopies(history, on: PostgresTestServer(try DatabaseURL(server), Sample.open))
    }

    private static func fail(_ room: any CopyRoom) async throws {
        try await room.withCopy(named: "passes") { _ in }
        try? await room.withCopy(named: "isCancelled") { _ in throw CancellationError() }
        try? await room.withCopy(named: "fails") { database in
            try await database.withConnection { try await $0.execute("INSERT INTO a VALUES (7)") }
            throw MigratorError(.invalidSetting, "it fails")
        }
        try await room.withCopy(named: "isNoted") { $0.noteFailure() }
    }
}
