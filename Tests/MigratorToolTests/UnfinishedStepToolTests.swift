import Foundation
import MigratorTestSupport
import Testing

/// A half-done step as the command line shows it: words, JSON and exit statuses.
struct UnfinishedStepToolTests {
    private let folder = TemporaryFolder("unfinished")

    private func run(_ arguments: String...) throws -> ToolResult {
        try Tool(in: folder.path).run(arguments + ["--revisions", "revisions", "--database", "sqlite:test.db"])
    }

    /// The downgrade stops after its first statement.
    private func halfDown() throws {
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- transaction: off

            -- upgrade
            CREATE TABLE kept (id INTEGER PRIMARY KEY);
            CREATE TABLE lost (id INTEGER PRIMARY KEY);

            -- downgrade
            DROP TABLE lost;
            DROP TABLE missing;
            DROP TABLE kept;
            """
        )
        #expect(try run("upgrade", "head").status == 0)
        #expect(try run("downgrade", "base").status == 1)
    }

    @Test func everyVerbEndsWithSixAndSaysWhatToDo() throws {
        try halfDown()
        for arguments in [
            ["upgrade", "head"], ["upgrade", "head", "--dry-run"], ["current"], ["current", "--check-heads"],
            ["history", "-i"], ["stamp", "aaaa"],
        ] {
            let result = try Tool(in: folder.path).run(
                arguments + ["--revisions", "revisions", "--database", "sqlite:test.db"]
            )
            #expect(result.status == 6, "\(arguments): \(result.errors)")
            #expect(result.errors.contains("the downgrade of revision aaaa"), "\(arguments): \(result.errors)")
            #expect(result.errors.contains("--run-again"), "\(arguments): \(result.errors)")
        }
        let check = try run("check", "--format", "json")
        #expect(check.status == 3)
        let findings = try #require(try check.json()["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["kind"] as? String == "edited" && $0["revision"] as? String == "aaaa" })
    }

    @Test func jsonNamesIt() throws {
        try halfDown()
        let current = try run("current", "--format", "json")
        #expect(current.status == 6)
        let unfinished = try #require(try current.json()["unfinished"] as? [[String: Any]])
        #expect(unfinished.count == 1)
        #expect(unfinished[0]["revision"] as? String == "aaaa")
        #expect(unfinished[0]["direction"] as? String == "downgrade")
        #expect(unfinished[0]["done"] as? Int == 1)
        #expect(try current.json()["at_head"] as? Bool == false)
        let upgrade = try run("upgrade", "head", "--format", "json")
        #expect(try upgrade.jsonError()["code"] as? String == "unfinishedStep")
        #expect(try upgrade.jsonError()["revision"] as? String == "aaaa")
    }

    @Test func theWaysOutLeadOut() throws {
        try halfDown()
        let again = try run("upgrade", "head", "--run-again")
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.errors.contains("counts as never begun"), "\(again.errors)")
        #expect(try run("current").status == 0)

        #expect(try run("downgrade", "base").status == 1)
        #expect(try run("stamp", "--purge", "base").status == 0)
        #expect(try run("current").status == 0)
        #expect(try run("check", "--no-pending", "--no-broken", "--no-irreversible").status == 0)
    }

    @Test func aStepThatGoesOnIsAnnounced() throws {
        try halfDown()
        let file = "\(folder.path)/revisions/1.sql"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try folder.write("revisions/1.sql", text.replacing("DROP TABLE missing;\n", with: ""))
        let result = try run("downgrade", "base")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("1 statement is done; going on from there"), "\(result.errors)")
    }
}
