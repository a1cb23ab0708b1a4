import Foundation
import MigratorTestSupport
import Testing

/// The verbs as a user types them, and what they print.
struct CommandTests {
    private let folder = TemporaryFolder("command")
    private var tool: Tool { Tool(in: folder.path) }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--revisions", "revisions", "--database", "sqlite:test.db"])
    }

    /// A base, two branches from it, and nothing else.
    private func fork() throws {
        try folder.write(
            "revisions/1.sql",
            "-- revision: aaaa\n-- message: the base\n-- upgrade\nCREATE TABLE a (id INTEGER);\n-- downgrade\nDROP TABLE a;\n"
        )
        try folder.write(
            "revisions/2.sql",
            "-- revision: bbbb\n-- parents: aaaa\n-- branch-labels: left\n-- upgrade\n-- downgrade\n"
        )
        try folder.write(
            "revisions/3.sql",
            "-- revision: cccc\n-- parents: aaaa\n-- branch-labels: right\n-- upgrade\n"
        )
    }

    @Test func relativeTargetsWorkAsTyped() throws {
        #expect(try tool.run("upgrade", "+2").status == 0)
        #expect(try tool.run("current", "--format", "json").json()["heads"] as? [String] == ["b16020be0286"])
        #expect(try tool.run("downgrade", "-1").status == 0)
        #expect(try tool.run("current", "--format", "json").json()["heads"] as? [String] == ["183c8980160f"])
        #expect(try tool.run("upgrade", "--", "+1").status == 0)
        #expect(try tool.run("downgrade", "--", "-2").status == 0)
        #expect(try tool.run("--format", "json", "current").json()["heads"] as? [String] == [])
        #expect(try tool.run("show", "current", "--format", "json").json()["revisions"] as? [String] == [])
    }

    @Test func aDryRunShowsTheSQLAndLeavesNoFile() throws {
        let result = try tool.run("upgrade", "head", "--dry-run", "--format", "json")
        let steps = try #require(try result.json()["steps"] as? [[String: Any]])
        #expect(steps.count == 9)
        #expect((steps[0]["sql"] as? [String])?.first?.hasPrefix("CREATE TABLE \"naming_spirits\"") == true)
        #expect(try result.json()["dry_run"] as? Bool == true)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/ecs.db"))
    }

    @Test func jsonIsOneObjectAndNothingElse() throws {
        try fork()
        for arguments in [
            ["upgrade", "heads"], ["current"], ["history"], ["heads"], ["branches"], ["show", "aaaa"],
            ["stamp", "aaaa"],
            ["ensure-version"], ["check"], ["downgrade", "base"],
        ] {
            let result = try tool.run(
                arguments + ["--format", "json", "--revisions", "revisions", "--database", "sqlite:test.db"]
            )
            #expect(try !result.json().isEmpty, "\(arguments): \(result.output)")
            #expect(result.output.hasSuffix("}\n"), "\(arguments)")
            #expect(result.errors.isEmpty, "\(arguments): \(result.errors)")
        }
    }

    @Test(arguments: [["bogus"], ["upgrade"], ["upgrade", "head", "--nope"], ["downgrade"], ["upgrade", "a", "b"]])
    func usageErrorsAre64(_ arguments: [String]) throws {
        let text = try tool.run(arguments)
        #expect(text.status == 64, "\(text.errors)")
        #expect(!text.errors.isEmpty)
        let json = try tool.run(arguments + ["--format", "json"])
        #expect(json.status == 64)
        #expect(json.output.isEmpty)
        #expect(try json.jsonError()["code"] as? String == "usage", "\(json.errors)")
    }

    @Test func severalHeadsAreNamed() throws {
        try fork()
        let result = try run("upgrade", "head", "--format", "json")
        #expect(result.status == 1)
        #expect(try result.jsonError()["code"] as? String == "multipleHeads")
        #expect(try run("upgrade", "heads").status == 0)
        let check = try run("check", "--format", "json")
        #expect(check.status == 3)
        let kinds = (try check.json()["findings"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
        #expect(kinds == ["heads", "irreversible"])
        #expect(try run("check", "--no-heads", "--no-irreversible").status == 0)
    }

    @Test func mergesAndNewRevisionsAreWrittenAndRun() throws {
        try fork()
        let merge = try run("merge", "heads", "-m", "join", "--rev-id", "dddd", "--format", "json")
        #expect(merge.status == 0, "\(merge.errors)")
        let revision = try run("revision", "-m", "Add it's log!", "--head", "dddd", "--format", "json")
        #expect(revision.status == 0, "\(revision.errors)")
        let id = try #require(try revision.json()["revision"] as? String)
        #expect(id.count == 12)
        let upgrade = try run("upgrade", "head", "--format", "json")
        #expect((try upgrade.json()["steps"] as? [Any])?.count == 5, "\(upgrade.errors)")
        let again = try run("revision", "-m", "twice", "--rev-id", "dddd", "--head", id)
        #expect(again.status != 0)
        let spliced = try run("revision", "-m", "no", "--head", "aaaa")
        #expect(spliced.status == 1)
        #expect(spliced.errors.contains("--splice"))
        #expect(try run("revision", "-m", "yes", "--head", "aaaa", "--splice").status == 0)
    }

    @Test func theEditorIsOpened() throws {
        try fork()
        var tool = tool
        tool.environment["EDITOR"] = "touch edited; true"
        tool.environment["VISUAL"] = ""
        let result = try tool.run("edit", "bbbb", "--revisions", "revisions", "--database", "sqlite:test.db")
        #expect(result.status == 0, "\(result.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(folder.path)/edited"))
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreMade(_ shell: String) throws {
        let result = try tool.run("--generate-completion-script", shell)
        #expect(result.status == 0)
        #expect(result.output.contains("downgrade"))
    }

    @Test func aPipeThatCloses() throws {
        let process = tool.process([])
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; \"$0\" history | head -n 1", tool.executable]
        let result = try Tool.finish(process)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("a90c5d3e7f21"))
    }

    @Test func whatCannotBeReachedIs5() throws {
        let missing = try tool.run("current", "--database", "sqlite:no/such/folder/x.db", "--format", "json")
        #expect(missing.status == 5, "\(missing.errors)")
        try folder.write("text.db", String(repeating: "this is no database ", count: 100))
        let text = try tool.run("upgrade", "head", "--database", "sqlite:text.db", "--format", "json")
        #expect(text.status != 0)
        #expect(try text.jsonError()["message"] is String)
    }

    #if os(Linux)
    /// libpq is loaded when PostgreSQL is to be reached: without it that is an error like any other, and SQLite works.
    @Test func onlyPostgresNeedsLibPQ() throws {
        try folder.write("libraries/libpq.so.5", "this is no library")
        var tool = tool
        tool.environment["LD_LIBRARY_PATH"] = "\(folder.path)/libraries"
        let result = try tool.run("upgrade", "head", "--database", "postgres://me@127.0.0.1:1/db", "--format", "json")
        #expect(result.status == 5, "\(result.errors)")
        let message = try result.jsonError()["message"] as? String
        #expect(message?.contains("libpq.so.5") == true, "\(result.errors)")
        #expect(message?.contains("(hint: install it") == true, "\(result.errors)")
        #expect(try tool.run("upgrade", "head", "--database", "sqlite:plain.db").status == 0)
    }
    #endif

    /// The database is looked at while the revisions are read: if they cannot be, nothing has come of it.
    @Test func revisionsThatCannotBeReadLeaveTheDatabaseAlone() throws {
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- parents: gone\n-- upgrade\n")
        #expect(try run("upgrade", "head").status == 1)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/test.db"))
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\n")
        #expect(try run("upgrade", "head").status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/test.db"))
        try folder.write("revisions/2.sql", "-- revision: bbbb\n-- parents: gone\n-- upgrade\n")
        let result = try run("upgrade", "head")
        #expect(result.status == 1)
        #expect(result.errors.contains("gone"), "\(result.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/test.db")) == before)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.filter { $0.hasPrefix("test.db") } == ["test.db"])
    }

    @Test func passwordsAreNotPrinted() throws {
        let result = try tool.run("current", "--database", "postgres://me:sesame@127.0.0.1:1/db?password=sesame")
        #expect(result.status == 5, "\(result.errors)")
        #expect(!(result.output + result.errors).contains("sesame"))
    }

    /// An interrupt while a statement runs: the step is rolled back, and the status says which signal it was.
    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func signalsRollBack(_ signal: Int32, _ status: Int32) async throws {
        try fork()
        try folder.write(
            "revisions/4.sql",
            """
            -- revision: slow
            -- parents: bbbb
            -- upgrade
            CREATE TABLE half (id INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000)
            INSERT INTO half SELECT count(*) FROM n;
            """
        )
        let process = tool.process(
            ["upgrade", "slow", "--revisions", "revisions", "--database", "sqlite:test.db", "--format", "json"]
        )
        async let finished = Tool.finishAside(process)
        try await poll(for: "the step before") {
            try run("current", "--format", "json").json()["heads"] as? [String] == ["bbbb"]
        }
        // SQLite keeps it for as long as a transaction writes.
        try await poll(for: "the step") { FileManager.default.fileExists(atPath: "\(folder.path)/test.db-journal") }
        kill(process.processIdentifier, signal)
        let result = try await finished
        #expect(result.status == status, "\(result.errors)")
        #expect(try run("current", "--format", "json").json()["heads"] as? [String] == ["bbbb"])
    }

    /// A server that lets somebody wait: who interrupts then is not kept, for nothing was begun.
    @Test func anInterruptWhileConnectingEndsAtOnce() async throws {
        try fork()
        let server = try Socket.listening()
        let url = "postgres://nobody@127.0.0.1:\(server.port)/x"
        let process = tool.process(["upgrade", "heads", "--revisions", "revisions", "--database", url])
        async let finished = Tool.finishAside(process)
        // From its first words on it waits for an answer, and listens to signals.
        let client = try #require(await server.firstClient())
        kill(process.processIdentifier, SIGINT)
        let result = try await finished
        withExtendedLifetime(client) {}
        #expect(result.status == 130, "\(result.errors)")
        #expect(result.errors.contains("interrupted: nothing was done"), "\(result.errors)")
    }
}
