import Foundation
import MigratorTestSupport
import Testing

/// What `check` may be told, and is not understood.
struct CheckInputTests {
    private let folder = TemporaryFolder("check-input")

    init() throws {
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\n-- downgrade\n")
    }

    private func check(_ flags: [String]) throws -> ToolResult {
        try Tool(in: folder.path).run(["check", "--revisions", "revisions", "--database", "sqlite:test.db"] + flags)
    }

    @Test(arguments: [
        (["--warn", "hedas"], 64, "there is no gate 'hedas'; did you mean 'heads'?"),
        (["--require", "lnit"], 64, "there is no gate 'lnit'"),
        (["--no-offline", "--with-offline"], 64, "--no-offline switches off"),
        (["--format", "xml"], 64, "xml"),
        (["--format", "html"], 64, "'check' prints text, json, sarif or github, not html"),
        (["--explain", "unknown-rwo"], 64, "there is no rule 'unknown-rwo'; did you mean 'unknown-row'?"),
        (["--explain", "--format", "sarif"], 64, "--explain prints text or json"),
        (["--explain", "-o", "x"], 64, "--explain prints text or json"),
        (["heads"], 64, "'check --explain RULE' explains a rule"),
        (["--since", "aaaa", "--since-ref", "main"], 64, "there can be one of them"),
        (["-o", "a", "--sarif-output", "a"], 64, "a cannot hold two forms at once"),
        (["-o", "no/such/file"], 1, "no/such/file could not be written: there is no folder no/such"),
        (["--sarif-output", "revisions"], 1, "revisions could not be written: it is a folder"),
        (["--json-output", "revisions/1.sql/x"], 1, "revisions/1.sql is no folder"),
        (["--since", "nope"], 1, "Can't locate revision identified by 'nope'"),
        (["--since-ref=-x"], 64, "--since-ref needs a branch, a tag or a commit"),
        (["--since-ref", "main"], 1, "is in no repository of Git"),
    ])
    func isNamed(flags: [String], status: Int, words: String) throws {
        let result = try check(flags)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.output.isEmpty, "\(result.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["revisions"])
    }

    @Test func aFileIsWrittenInPlaceOfTheOutput() throws {
        let text = try check(["-o", "found.txt"])
        #expect(text.status == 3 && text.output == "found.txt\n", "\(text.errors)")
        let found = try String(contentsOfFile: "\(folder.path)/found.txt", encoding: .utf8)
        #expect(found.contains("revisions/1.sql:1:1: not applied yet") && found.contains("'migrator upgrade heads'"))
        let json = try check(["-o", "found.txt", "--format", "json"])
        #expect(try json.json()["errors"] as? Int == 1 && json.errors.isEmpty, "\(json.errors)")
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: "\(folder.path)/found.txt")))
        #expect(((object as? [String: Any])?["findings"] as? [Any])?.count == 1)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["found.txt", "revisions"]
        )
    }

    /// The folder has no name then that paths could begin with.
    @Test func payloadsAreFoundFromWithinTheFolderOfTheRevisionsAndNotAboveIt() throws {
        try folder.write("rows.csv", "id\n1\n")
        try folder.write("revisions/rows.csv", "id\n1\n")
        func check(_ path: String) throws -> ToolResult {
            try folder.write(
                "revisions/2.sql",
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nCREATE TABLE t (id INTEGER);\n"
                    + "-- bulk-insert into t from \(path)\n-- downgrade\nDROP TABLE t;\n"
            )
            return try Tool(in: "\(folder.path)/revisions").run(
                ["check", "--revisions", ".", "--database", "sqlite::memory:", "--no-pending"]
            )
        }
        let beside = try check("rows.csv")
        #expect(beside.status == 0, "\(beside.output)")
        let above = try check("../rows.csv")
        #expect(above.status == 1 && above.errors.contains("'..' leaves it"), "\(above.errors)")
    }

    @Test func rulesAreExplainedWithoutRevisionsAndWithoutADatabase() throws {
        let tool = Tool(in: folder.path)
        let one = try tool.run("check", "--explain", "heads", "--revisions", "gone", "--database", "nonsense")
        #expect(one.status == 0 && one.output.hasPrefix("heads (gate heads, an error)\n"), "\(one.errors)")
        let all = try tool.run("check", "--explain")
        #expect(all.status == 0 && all.output.contains("unknown-row"))
        #expect(try tool.run("check", "--explain", "list").output == all.output)
        let rules = try tool.run("check", "--explain", "--format", "json").json()["rules"] as? [[String: Any]]
        #expect(rules?.count == all.output.split(separator: "\n").count - 1)
    }
}
