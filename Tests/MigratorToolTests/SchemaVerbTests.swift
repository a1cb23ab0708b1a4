import Foundation
import MigratorTestSupport
import Testing

/// The verbs `inspect` and `diff` as a user types them.
struct SchemaVerbTests {
    private let folder = TemporaryFolder("schema-verbs")
    private var tool: Tool { Tool(in: folder.path) }

    /// Two schemas, of which the second has one column more and one less.
    private func write() throws {
        try folder.write("old.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, gone TEXT, kept TEXT NOT NULL);\n")
        try folder.write("new.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, kept TEXT NOT NULL, \"come\" NUMERIC);\n")
    }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--database", "sqlite:test.db"])
    }

    @Test func aSchemaIsPrintedAsSQLThatGivesItAgain() throws {
        try write()
        let first = try run("inspect", "old.sql")
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("CREATE TABLE"))
        try folder.write("again.sql", first.output)
        #expect(try run("inspect", "again.sql").output == first.output)
        #expect(try run("inspect", "old.sql", "--format", "sql").output == first.output)
        let equal = try run("diff", "old.sql", "again.sql")
        #expect(equal.status == 0, "\(equal.output)\(equal.errors)")
        #expect(equal.output == "no difference between old.sql and again.sql\n")
    }

    @Test func whatAFileMakesIsKeptOnDiskUnlessThereIsToBeNoCache() throws {
        try write()
        let values = "\(folder.path)/values"
        let environment = ["REDIS_ENABLED": "false", "CACHE_FALLBACK": "disk", "CACHE_DISK_PATH": values]
        let tool = Tool(in: folder.path, environment: environment)
        func kept() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: "\(values)/alembic")) ?? [] }
        func inspect(_ further: String...) throws -> String {
            let result = try tool.run(["inspect", "old.sql", "--database", "sqlite:test.db"] + further)
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            return result.output
        }
        let right = try inspect("--no-cache")
        #expect(kept().isEmpty)
        #expect(try inspect() == right)
        let first = kept()
        #expect(!first.isEmpty)
        #expect(try inspect() == right)
        #expect(Set(kept()) == Set(first))
        let cleared = try tool.run(["cache", "clear", "alembic", "--database", "sqlite:test.db"])
        #expect(cleared.status == 0, "\(cleared.errors)")
        #expect(kept().isEmpty)
        #expect(try inspect() == right)
    }

    @Test func aSchemaIsPrintedAsSwiftAndAsJSON() throws {
        try write()
        let swift = try run("inspect", "old.sql", "--format", "swift")
        #expect(swift.status == 0, "\(swift.errors)")
        #expect(swift.output.contains("static let schema = DeclaredSchema {"))
        let json = try run("inspect", "old.sql", "--format", "json")
        #expect(json.status == 0 && json.errors.isEmpty, "\(json.errors)")
        #expect(try json.json()["objects"] is [Any])
    }

    @Test func aFileIsWrittenInPlaceOfOutput() throws {
        try write()
        try folder.write("out.sql", "what was there\n")
        let printed = try run("inspect", "old.sql").output
        let written = try run("inspect", "old.sql", "-o", "out.sql")
        #expect(written.status == 0 && written.output == "out.sql\n", "\(written.errors)")
        #expect(try String(contentsOfFile: "\(folder.path)/out.sql", encoding: .utf8) == printed)
        let json = try run("inspect", "old.sql", "-o", "out.json", "--format", "json")
        #expect(try json.json()["path"] as? String == "out.json")

        let failed = try run("inspect", "old.sql", "-o", "missing/out.sql")
        #expect(failed.status == 1 && failed.output.isEmpty)
        let refused = try run("inspect", "no-such-file.sql", "-o", "out.sql")
        #expect(refused.status != 0)
        #expect(try String(contentsOfFile: "\(folder.path)/out.sql", encoding: .utf8) == printed)
    }

    @Test func differencesAreGroupedAndMarkedAndExitWith3() throws {
        try write()
        let result = try run("diff", "old.sql", "new.sql")
        #expect(result.status == 3, "\(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasSuffix(".t") == true)
        #expect(lines.contains { $0.hasPrefix("  column t.come: added") }, "\(result.output)")
        #expect(lines.contains { $0.hasPrefix("! column t.gone: dropped") && $0.hasSuffix("(destroys data)") })
        #expect(result.errors.contains("2 differences from old.sql to new.sql; 1 of them destroys data"))
    }

    @Test func differencesForProgramsHaveTheirShape() throws {
        try write()
        let result = try run("diff", "old.sql", "new.sql", "--format", "json")
        #expect(result.status == 3 && result.errors.isEmpty, "\(result.errors)")
        let object = try result.json()
        #expect(Set(object.keys) == ["from", "to", "differences", "unsupported", "unverified"])
        let differences = try #require(object["differences"] as? [[String: Any]])
        #expect(differences.compactMap { $0["change"] as? String }.sorted() == ["addColumn", "dropColumn"])
        for difference in differences {
            #expect(
                Set(difference.keys) == ["change", "object", "summary", "destroys", "hazards", "sql"],
                "\(difference)"
            )
        }
        let equal = try run("diff", "old.sql", "old.sql", "--format", "json")
        #expect(equal.status == 0)
        #expect((try equal.json()["differences"] as? [Any])?.isEmpty == true)
    }

    @Test func aScriptOfNoDifferenceIsEmpty() throws {
        try write()
        let result = try run("diff", "old.sql", "old.sql", "--format", "sql")
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("no difference"))
    }

    @Test func aScriptTurnsOneSchemaIntoTheOther() throws {
        try write()
        let script = try run("diff", "old.sql", "new.sql", "--format", "sql")
        #expect(script.status == 3, "\(script.errors)")
        #expect(script.output.contains("-- Destroys data: the values of t.gone.\n"), "\(script.output)")
        let swift = try run("diff", "old.sql", "new.sql", "--format", "swift")
        #expect(swift.status == 3)
        #expect(swift.output.contains("op.") && swift.output.contains("\"come\""), "\(swift.output)")
        #expect(swift.output.contains("// Destroys data: "), "\(swift.output)")
    }

    @Test func aScriptMakesTablesAnewThatOtherHandsHaveWritten() throws {
        func shell(_ script: String) throws -> ToolResult {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exec sqlite3 -bail hand.db < '\(try folder.write("script.sql", script))'"]
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            return try Tool.finish(process)
        }
        let hand = """
            create table Notes(id integer primary key, -- its number
                title text check(title <> ''), kind text default 'a', unique(title));
            create view titles as select title from Notes;
            create trigger stamp after insert on Notes begin update Notes set kind = unknown_to_all(kind); end;
            """
        #expect(try shell(hand).status == 0)
        try folder.write("wanted.sql", hand.replacing("kind text default 'a'", with: "kind text not null default 'b'"))
        let script = try run("diff", "sqlite:hand.db", "wanted.sql", "--format", "sql")
        #expect(script.status == 3, "\(script.errors)")
        let done = try shell(script.output)
        #expect(done.status == 0, "\(done.errors)")
        let left = try run("diff", "sqlite:hand.db", "wanted.sql")
        #expect(left.status == 0, "\(left.output)\(left.errors)")
    }

    @Test func aRenameIsTold() throws {
        try folder.write("old.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT);\n")
        try folder.write("new.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, address TEXT);\n")
        let result = try run("diff", "old.sql", "new.sql", "--rename", "t.mail=address", "--format", "json")
        let differences = try #require(try result.json()["differences"] as? [[String: Any]])
        #expect(differences.compactMap { $0["change"] as? String } == ["renameColumn"], "\(result.output)")
    }

    @Test(arguments: [
        ["diff", "--rename", "a"], ["diff", "--rename", "=b"], ["diff", "nonsense"],
    ])
    func whatCannotBeMeantIs64(_ arguments: [String]) throws {
        try folder.write("migrator.conf", "revisions = revisions\n")
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n")
        let result = try tool.run(arguments + ["--database", "sqlite:test.db", "--format", "json"])
        #expect(result.status == 64, "\(arguments): \(result.output)\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test func theModelInSQLIsComparedByDefault() throws {
        try write()
        try folder.write("migrator.conf", "model = new.sql\nignore = table:alembic_*\n")
        #expect(try run("diff").status == 3)
        #expect(try run("diff", "new.sql").status == 0)
        #expect(try run("diff", "old.sql", "--model", "old.sql").status == 0)
    }

    @Test func whatWasChangedByHandIsFound() throws {
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n")
        let flags = ["--revisions", "revisions", "--database", "sqlite:test.db"]
        #expect(try tool.run(["upgrade", "head"] + flags).status == 0)
        let equal = try tool.run(["diff", "applied", "database"] + flags)
        #expect(equal.status == 0, "\(equal.output)\(equal.errors)")
        #expect(try tool.run(["diff", "empty", "database"] + flags).status == 3)
        let lacking = try tool.run(["diff", "database", "empty"] + flags)
        #expect(lacking.output.contains("(destroys data)"))
    }

    @Test func lookingMakesNoFile() throws {
        try write()
        _ = try run("inspect")
        _ = try run("diff", "database", "new.sql")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/test.db"))
    }
}
