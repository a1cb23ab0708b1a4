import Foundation
import MigratorTestSupport
import Testing

/// Sources of schemas that cannot be read: each is an error that says where, and nothing is written.
struct BadSchemaSourceTests {
    private let folder = TemporaryFolder("bad-sources")
    private var tool: Tool { Tool(in: folder.path) }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--database", "sqlite:test.db"])
    }

    /// Inspects a source in vain, and returns what is said.
    private func refusal(of source: String, status: Int32 = 1) throws -> String {
        try folder.write("out.sql", "what was there\n")
        let result = try run("inspect", source, "-o", "out.sql")
        #expect(result.status == status && result.output.isEmpty, "\(source): \(result.status) \(result.output)")
        #expect(try String(contentsOfFile: "\(folder.path)/out.sql", encoding: .utf8) == "what was there\n")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/test.db"))
        let compared = try run("diff", "empty", source)
        #expect(compared.status == status && compared.output.isEmpty, "\(source): \(compared.status)")
        // A word alone may have been meant as a table.
        let table = "; nor has the database a table or view of that name"
        #expect(compared.errors == result.errors.replacing(table, with: ""))
        return result.errors
    }

    @Test(arguments: [
        ("CREATE TABLE t (id INTEGER);\n\nCREATE TABLE u (id INTEGER,,);\n", "3:1: ", "near \",\": syntax error"),
        ("CREATE TABLE t (a TEXT);\n  CREATE TABLE T (b TEXT);\n", "2:3: ", "table T already exists"),
        ("CREATE TABLE t (id INTEGER);\nBEGIN;\nCREATE TABLE u (a);\n", "2:1: ", "BEGIN has no place in a file"),
        ("CREATE TABLE t (id INTEGER);\n\\d t\n", "2:1: ", "a backslash outside quotes"),
        ("\\restrict a b\nCREATE TABLE t (id INTEGER);\n", "1:1: ", "a backslash outside quotes"),
        ("CREATE TABLE t (id INTEGER);\nCOPY t (id) FROM stdin;\n1\n\\.\n", "2:1: ", "pg_dump --schema-only"),
        ("-- revision: aaaa\n-- upgrade\nCREATE TABLE t (id INTEGER);\n", "", "would be run in both directions"),
    ])
    func aFileThatDoesNotRunIsNamed(_ text: String, _ place: String, _ problem: String) throws {
        try folder.write("bad.sql", text)
        let said = try refusal(of: "bad.sql", status: place.isEmpty ? 64 : 1)
        #expect(said.contains(place.isEmpty ? "bad.sql is a revision" : "bad.sql:\(place)"), "\(said)")
        #expect(said.contains(problem), "\(said)")
    }

    /// The lines that newer programs write around a dump are no statements, and what looks so in a string is text.
    @Test(arguments: ["\n", "\r\n"])
    func theCommandsAroundADumpArePassedOver(_ end: String) throws {
        let lines = [
            "-- dump", "", "\\restrict aB3", "", "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT DEFAULT '",
            "\\restrict aB3", "');", "", "\\unrestrict aB3", "",
        ]
        try folder.write("dump.sql", lines.joined(separator: end))
        let result = try run("inspect", "dump.sql")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("'\n\\restrict aB3\n'"), "\(result.output)")
        try folder.write("dump.sql", lines.joined(separator: end) + "CREATE nonsense;")
        let said = try run("inspect", "dump.sql").errors
        #expect(said.contains("dump.sql:10:1: "), "\(said)")
    }

    @Test func textThatIsNoUTF8AndANULAreNamed() throws {
        try folder.write("bad.sql", Data("CREATE TABLE t (\n\"a".utf8) + Data([0xFF]) + Data("\" TEXT);\n".utf8))
        let said = try refusal(of: "bad.sql")
        #expect(said.contains("bad.sql:2:3: invalid UTF-8"), "\(said)")
        try folder.write("bad.sql", Data("CREATE TABLE t (\n\"a".utf8) + Data([0]) + Data("\" TEXT);\n".utf8))
        let other = try refusal(of: "bad.sql")
        #expect(other.contains("bad.sql:2:3: a NUL byte"), "\(other)")
    }

    @Test func whatIsNoFileIsNamed() throws {
        #expect(mkfifo("\(folder.path)/pipe.sql", 0o600) == 0)
        #expect(try refusal(of: "pipe.sql").contains("pipe.sql is no file"))
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/loop.sql", withDestinationPath: "loop.sql")
        #expect(try refusal(of: "loop.sql").contains("loop.sql is a link that leads to no file"))
        #expect(try refusal(of: "gone.sql").contains("gone.sql is not there"))
        #expect(try refusal(of: "gone", status: 64).contains("'gone' names no schema"))
    }

    @Test func aFolderThatMakesNoSchemaIsNamed() throws {
        for name in ["bare", "named.sql", "outer/inner.sql"] {
            let path = "\(folder.path)/\(name)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        #expect(try refusal(of: "bare", status: 64).contains("the folder bare has no .sql file"))
        #expect(try refusal(of: "named.sql", status: 64).contains("the folder named.sql has no .sql file"))
        #expect(try refusal(of: "outer").contains("outer/inner.sql is a folder"))
        try folder.write("revisions/1.sql", "-- revision: aaaa\n-- upgrade\nCREATE TABLE a (id INTEGER);\n")
        #expect(try refusal(of: "revisions", status: 64).contains("revisions/1.sql is a revision"))
        try folder.write("twice/1.sql", "CREATE TABLE t (id INTEGER);\n")
        try folder.write("twice/2.sql", "\nCREATE VIEW v AS SELECT 1;\nCREATE TABLE t (id INTEGER);\n")
        let said = try refusal(of: "twice")
        #expect(said.contains("twice/2.sql:3:1: ") && said.contains("table t already exists"), "\(said)")
    }

    @Test func aSchemaThatIsNotThereIsNamed() throws {
        try folder.write("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n")
        let inspected = try run("inspect", "a.sql", "--schema", "nosuch")
        #expect(inspected.status == 64 && inspected.output.isEmpty)
        #expect(inspected.errors.contains("there is no schema 'nosuch' in a.sql"), "\(inspected.errors)")
        let compared = try run("diff", "a.sql", "empty", "--schema", "nosuch")
        #expect(compared.status == 64 && compared.output.isEmpty)
        #expect(compared.errors.contains("there is no schema 'nosuch' in a.sql, nor in empty"), "\(compared.errors)")
        #expect(try run("diff", "a.sql", "empty", "--schema", "MAIN").status == 3)
    }

    @Test(arguments: [("nope=x", "names no table"), ("t=x", "no table of the new"), ("t.id=x", "no column of that")])
    func aRenameOfOrToNothingIsNamed(_ rename: String, _ problem: String) throws {
        try folder.write("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY);\n")
        let result = try run("diff", "a.sql", "a.sql", "--rename", rename)
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors.contains("'\(rename)'") && result.errors.contains(problem), "\(result.errors)")
    }

    /// Only the flag hides what the model has.
    @Test func theSettingHidesNothingOfTheModel() throws {
        try folder.write("model.sql", "CREATE TABLE audit_log (id INTEGER PRIMARY KEY);\n")
        try folder.write("migrator.conf", "model = model.sql\nignore = table:audit_*\n")
        let result = try run("diff", "empty", "model")
        #expect(result.status == 3 && result.output.contains("audit_log"), "\(result.output)\(result.errors)")
        #expect(try run("inspect", "model").output.contains("audit_log"))
        #expect(try run("diff", "model.sql", "empty").status == 0)
        #expect(try run("diff", "empty", "model", "--exclude", "table:audit_*").status == 0)
    }
}
