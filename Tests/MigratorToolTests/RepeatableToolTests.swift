import Foundation
import MigratorTestSupport
import Testing

/// Variables and repeatables as a user of the program meets them.
struct RepeatableToolTests {
    private let folder = TemporaryFolder("repeatable-tool")

    private func tool(_ variables: String = "x.greeting = it's") throws -> Tool {
        try folder.write("migrator.conf", "database = sqlite:t.db\nrevisions = revisions\n\(variables)\n")
        return Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"])
    }

    private func write(_ condition: String = "> 0") throws {
        try folder.write(
            "revisions/1.sql",
            "-- revision: aaaa\n-- uses: greeting\n-- upgrade\n"
                + "CREATE TABLE t (id integer PRIMARY KEY, greeting text DEFAULT :'greeting');\n"
                + "-- downgrade\nDROP TABLE t;\n"
        )
        try folder.write(
            "revisions/big.sql",
            "-- repeatable\n-- message: the big ones\nDROP VIEW IF EXISTS big;\n"
                + "CREATE VIEW big AS SELECT id FROM t WHERE id \(condition);\n"
        )
    }

    @Test func aRunEndsWithThemAndSaysSo() throws {
        try write()
        let tool = try tool()
        let pending = try tool.run("check", "--format", "json")
        #expect(pending.status == 3, "\(pending.errors)")
        let found = try #require(try pending.json()["findings"] as? [[String: Any]])
        #expect(found.map { $0["rule"] as? String } == ["pending", "repeatable"])
        #expect((found.last?["file"] as? String)?.hasSuffix("revisions/big.sql") == true)

        let upgrade = try tool.run("upgrade", "head")
        #expect(upgrade.status == 0, "\(upgrade.errors)")
        #expect(upgrade.output.contains("repeatable:big the big ones"), "\(upgrade.output)")
        // The view is no drift: it is part of the history.
        let clean = try tool.run("check", "--require", "drift")
        #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
        #expect(try tool.run("upgrade", "head").output.contains("nothing to do"))

        try write("> 1")
        #expect(try tool.run("check", "--no-drift").status == 3)
        let history = try tool.run("history", "-i")
        #expect(history.output.contains("repeatable big: the big ones (to be run)"), "\(history.output)")
        let listed = try tool.run("history", "--format", "json").json()["repeatables"] as? [[String: Any]]
        #expect(listed?.first?["name"] as? String == "big")
        let again = try tool.run("upgrade", "head", "--format", "json")
        let steps = try #require(try again.json()["steps"] as? [[String: Any]])
        #expect(steps.map { $0["revision"] as? String } == ["repeatable:big"])
    }

    @Test func aValueThatIsMissingIsAMistakeOfTheCommandLine() throws {
        try write()
        let tool = try tool("")
        let missing = try tool.run("upgrade", "head")
        #expect(missing.status == 64)
        #expect(missing.errors.contains("revisions/1.sql:4:"), "\(missing.errors)")
        #expect(missing.errors.contains("say -x greeting=VALUE"), "\(missing.errors)")
        #expect(try tool.run("upgrade", "head", "-x", "greeting=hello").status == 0)
        let script = try tool.run("upgrade", "head", "--sql", "-x", "greeting=it's")
        #expect(script.output.contains("DEFAULT 'it''s'"), "\(script.output)")
        #expect(script.output.contains("CREATE VIEW big"))
    }
}
