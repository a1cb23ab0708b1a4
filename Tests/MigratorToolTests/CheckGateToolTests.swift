import Foundation
import MigratorTestSupport
import Testing

/// The gates of `check` as a user sets them.
struct CheckGateToolTests {
    private let folder = TemporaryFolder("gates")
    private var tool: Tool { Tool(in: folder.path) }

    /// A database at its head that was changed by hand, and a model with a column more.
    init() throws {
        try folder.write(
            "revisions/1.sql",
            "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n-- downgrade\nDROP TABLE a;\n"
        )
        try folder.write("model.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);\n")
        #expect(try run("upgrade", "head").status == 0)
        try folder.write(
            "revisions/1.sql",
            "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER PRIMARY KEY, more TEXT);\n-- downgrade\nDROP TABLE a;\n"
        )
    }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--revisions", "revisions", "--database", "sqlite:test.db"])
    }

    private func findings(_ result: ToolResult) throws -> [[String: Any]] {
        try result.json()["findings"] as? [[String: Any]] ?? []
    }

    @Test func driftIsShownAndDoesNotCount() throws {
        let result = try run("check", "--no-edited")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("drift  warning  -"), "\(result.output)")
        #expect(result.output.contains("changed by hand: column a.more: dropped"), "\(result.output)")
        #expect(result.errors.contains("drift: 'migrator diff database applied --format sql'"), "\(result.errors)")
        #expect(result.errors.contains("model is skipped: no schema is declared"), "\(result.errors)")
        #expect(result.errors.contains("1 finding, 1 warning among them, in 1 revision"), "\(result.errors)")
        #expect(try run("check", "--no-edited", "--no-drift").output.hasPrefix("nothing found in 1 revision"))
    }

    @Test func settingsSayWhatGatesDoAndFlagsBeatThem() throws {
        try folder.write("migrator.conf", "check.drift = error\ncheck.edited = warn\n")
        #expect(try run("check").status == 3)
        #expect(try run("check", "--warn", "drift").status == 0)
        #expect(try run("check", "--no-drift").status == 0)
        try folder.write("migrator.conf", "check.drift = off\ncheck.edited = warn\n")
        let off = try run("check", "--format", "json")
        #expect(off.status == 0, "\(off.errors)")
        #expect((try off.json()["checked"] as? [String])?.contains("drift") == false)
        let required = try run("check", "--require", "drift", "--format", "json")
        #expect((try required.json()["checked"] as? [String])?.contains("drift") == true)

        try folder.write("migrator.conf", "check.drift = perhaps\n")
        let wrong = try run("check")
        #expect(wrong.status == 64)
        let problem = "migrator.conf:1:1: 'check.drift' is 'off', 'warn' or 'error'"
        #expect(wrong.errors.contains(problem), "\(wrong.errors)")
    }

    @Test func findingsForProgramsHaveTheirShape() throws {
        let result = try run("check", "--warn", "model", "--model", "model.sql", "--format", "json")
        #expect(result.status == 3 && result.errors.isEmpty, "\(result.errors)")
        let object = try result.json()
        #expect(Set(object.keys) == ["command", "revisions", "checked", "findings", "skipped"], "\(object.keys)")
        let findings = try findings(result)
        #expect(findings.map { $0["kind"] as? String } == ["edited", "drift", "model", "model"])
        #expect(findings.map { $0["level"] as? String } == ["error", "warning", "warning", "warning"])
        for finding in findings {
            let keys: Set = ["kind", "rule", "level", "revision", "message"]
            #expect(keys.isSubset(of: finding.keys), "\(finding)")
        }
        #expect((findings[0]["file"] as? String)?.hasSuffix("1.sql") == true)
        #expect(findings[1]["object"] as? String == "main.a.more" && findings[1]["revision"] is NSNull)
        #expect(findings[2]["command"] as? String == "migrator revision --autogenerate -m TEXT")
    }

    /// What the program declares is of its own revisions.
    @Test func theCompiledModelIsNotThatOfOtherRevisions() throws {
        let result = try run("check", "--no-edited", "--require", "model")
        #expect(result.status == 3)
        #expect(result.output.contains("it is required: no schema is declared"), "\(result.output)")
        let own = try tool.run("check", "--no-pending", "--require", "model", "--database", "sqlite:own.db")
        #expect(own.status == 0, "\(own.output)\(own.errors)")
    }

    @Test(arguments: [
        ["--warn", "nosuch"], ["--require", "lint"], ["--no-drift", "--warn", "drift"],
        ["--no-model", "--require", "model"],
    ])
    func whatCannotBeMeantIs64(_ flags: [String]) throws {
        let result = try tool.run(["check", "--database", "sqlite:test.db"] + flags)
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.output.isEmpty && !result.errors.isEmpty)
    }

    @Test func aModelThatDoesNotRunIsNamed() throws {
        try folder.write("model.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE a (id INTEGER);\n")
        let result = try run("check", "--no-edited", "--no-drift", "--model", "model.sql")
        #expect(result.status == 3)
        #expect(result.output.contains("model.sql:2:1: "), "\(result.output)")
        #expect(result.output.contains("table a already exists"), "\(result.output)")
        let missing = try run("check", "--model", "gone.sql")
        #expect(missing.status == 1 && missing.errors.contains("gone.sql is not there"), "\(missing.errors)")
    }
}
