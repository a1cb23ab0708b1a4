import Foundation
import MigratorTestSupport
import Testing

/// `check` of what is new since a revision, or since a commit of Git.
struct CheckSinceTests {
    private let folder = TemporaryFolder("check since")

    /// The branch main has aaaa and bbbb; each of them lacks its downgrade.
    init() throws {
        try git("init", "--quiet", "--initial-branch", "main")
        try write("aaaa")
        try write("bbbb", after: "aaaa", "-- bulk-insert into aaaa from rows.csv\n")
        try folder.write("revisions/rows.csv", "id\n1\n")
        try commit()
    }

    private func write(_ id: String, after parent: String? = nil, _ more: String = "") throws {
        let parents = parent.map { "-- parents: \($0)\n" } ?? ""
        try folder.write(
            "revisions/\(id).sql",
            "-- revision: \(id)\n\(parents)-- upgrade\nCREATE TABLE \(id) (id INTEGER PRIMARY KEY);\n\(more)"
        )
    }

    private func commit(_ message: String = "work") throws {
        try git("add", ".")
        try git("commit", "--quiet", "--message", message)
    }

    @discardableResult
    private func git(_ arguments: String..., in path: String? = nil) throws -> ToolResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path ?? folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(["GIT_CONFIG_GLOBAL": "/dev/null"]) { $1 }
        let result = try Tool.finish(process)
        try #require(result.status == 0, "\(arguments): \(result.errors)")
        return result
    }

    private func check(_ flags: String..., in path: String? = nil) throws -> ToolResult {
        let all = ["check", "--revisions", "revisions", "--database", "sqlite:test.db", "--no-pending"]
        return try Tool(in: path ?? folder.path).run(all + flags + ["--format", "json"])
    }

    /// The revisions that lack a downgrade, and that were looked at.
    private func irreversible(_ result: ToolResult) throws -> (found: [String], looked: [String]?) {
        let findings = try FaultyRepository.findings(result)
        #expect(findings.allSatisfy { $0["rule"] as? String == "irreversible" }, "\(findings)")
        return (findings.compactMap { $0["revision"] as? String }, try result.json()["new"] as? [String])
    }

    @Test func sinceARevisionItsDescendantsAndOtherBranchesAreNew() throws {
        try write("cccc", after: "bbbb")
        try write("dddd", after: "aaaa")
        let heads = "--no-heads"
        #expect(try irreversible(check(heads)).found.sorted() == ["aaaa", "bbbb", "cccc", "dddd"])
        #expect(try irreversible(check(heads)).looked == nil)
        #expect(try irreversible(check(heads, "--since", "bbbb")) == (["cccc", "dddd"], ["cccc", "dddd"]))
        #expect(try irreversible(check(heads, "--since", "cccc")).found == ["dddd"])
        #expect(try irreversible(check(heads, "--since", "base")).found.count == 4)
        let none = try check(heads, "--since", "heads")
        #expect(try none.status == 0 && irreversible(none).looked == [])
        // Heads are about the whole.
        let whole = try FaultyRepository.findings(try check("--since", "heads"))
        #expect(whole.map { $0["rule"] as? String } == ["heads"])
    }

    @Test func sinceACommitChangedFilesAndPayloadsAreNew() throws {
        #expect(try irreversible(check("--since-ref", "main")) == ([], []))
        try git("checkout", "--quiet", "-b", "work")
        try write("cccc", after: "bbbb")
        // One that is not added yet counts, and one that is.
        #expect(try irreversible(check("--since-ref", "main")).found == ["cccc"])
        try commit()
        #expect(try irreversible(check("--since-ref", "main")).found == ["cccc"])
        // What main has done since is nothing that this branch brings.
        try git("checkout", "--quiet", "main")
        try write("aaaa", after: nil, "-- changed\n")
        try commit()
        try git("checkout", "--quiet", "work")
        #expect(try irreversible(check("--since-ref", "main")).found == ["cccc"])
        try folder.write("revisions/rows.csv", "id\n2\n")
        #expect(try irreversible(check("--since-ref", "main")).found == ["bbbb", "cccc"])
        // From within the folder it is the same.
        let inner = try Tool(in: "\(folder.path)/revisions").run(
            "check",
            "--revisions",
            ".",
            "--database",
            "sqlite:../test.db",
            "--no-pending",
            "--since-ref",
            "main",
            "--format",
            "json"
        )
        #expect(try irreversible(inner).found == ["bbbb", "cccc"], "\(inner.errors)")
        // In a hook Git has its own folder in the environment.
        var tool = Tool(in: folder.path)
        tool.environment = ["GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"]
        let hook = try tool.run(
            "check",
            "--revisions",
            "revisions",
            "--database",
            "sqlite:test.db",
            "--no-pending",
            "--since-ref",
            "main",
            "--format",
            "json"
        )
        #expect(try irreversible(hook).found == ["bbbb", "cccc"], "\(hook.errors)")
    }

    /// A finding of an older revision stops the new ones from being tried, and is no fault of theirs.
    @Test func anOlderRevisionThatDoesNotRunIsNoFinding() throws {
        try write("cccc", after: "bbbb", "DROP TABLE nothing;\n")
        try write("dddd", after: "cccc")
        let result = try check("--since", "cccc")
        #expect(try irreversible(result).found == ["dddd"])
        let skipped = try result.json()["skipped"] as? [[String: String]] ?? []
        #expect(skipped.contains { $0["kind"] == "broken" && $0["reason"]?.contains("cccc") == true }, "\(skipped)")
        let required = try FaultyRepository.findings(try check("--since", "cccc", "--require", "broken"))
        #expect(required.contains { $0["rule"] as? String == "required" })
        let own = try FaultyRepository.findings(try check("--since", "bbbb"))
        #expect(own.contains { $0["rule"] as? String == "broken" && $0["revision"] as? String == "cccc" })
    }

    @Test func whatGitCannotTellIsAnError() throws {
        func error(_ result: ToolResult, _ words: String) throws {
            #expect(result.status == 1 && result.output.isEmpty, "\(result.output)\(result.errors)")
            let message = try result.jsonError()["message"] as? String
            #expect(message?.contains(words) == true, "\(result.errors)")
        }
        try error(try check("--since-ref", "nope"), "has no commit 'nope'")
        try git("checkout", "--quiet", "--orphan", "alone")
        try error(try check("--since-ref", "main"), "has no commit of its own yet")
        // With the words of the first one it might be that: the same tree in the same second.
        try commit("work without a past")
        try error(try check("--since-ref", "main"), "have no commit in common")
        var tool = Tool(in: folder.path)
        tool.environment = ["PATH": "/nowhere"]
        let missing = try tool.run(
            "check",
            "--revisions",
            "revisions",
            "--database",
            "sqlite:test.db",
            "--since-ref",
            "main",
            "--format",
            "json"
        )
        try error(missing, "there is no program 'git' on the PATH")
    }

    @Test func aCloneThatIsTooShallowIsNamed() throws {
        try git("checkout", "--quiet", "-b", "work")
        try write("cccc", after: "bbbb")
        try commit()
        let clone = TemporaryFolder("check-clone")
        try git(
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--no-single-branch",
            "file://\(folder.path)",
            "shallow",
            in: clone.path
        )
        let shallow = "\(clone.path)/shallow"
        let result = try check("--since-ref", "origin/main", in: shallow)
        #expect(result.status == 1, "\(result.output)")
        #expect(result.errors.contains("the clone is shallow"), "\(result.errors)")
        try git("fetch", "--quiet", "--unshallow", in: shallow)
        #expect(try irreversible(check("--since-ref", "origin/main", in: shallow)).found == ["cccc"])
    }
}
