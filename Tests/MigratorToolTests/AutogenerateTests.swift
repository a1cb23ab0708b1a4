import Foundation
import MigratorTestSupport
import Testing

/// `revision --autogenerate` as a user types it.
struct AutogenerateTests {
    private let folder = TemporaryFolder("autogenerate")
    private var tool: Tool { Tool(in: folder.path) }
    private static let flags = ["--revisions", "revisions", "--database", "sqlite:test.db"]

    private func run(_ arguments: String...) throws -> ToolResult { try tool.run(arguments + Self.flags) }

    private func generate(_ arguments: String...) throws -> ToolResult {
        try tool.run(["revision", "-m", "next", "--autogenerate"] + arguments + Self.flags)
    }

    private var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/revisions").filter {
                $0.hasSuffix(".sql")
            }
            .sorted()
        }
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(path)", encoding: .utf8)
    }

    /// A history of one table, and the model, which is another.
    private func write(model: String) throws {
        try folder.write(
            "revisions/1.sql",
            """
            -- revision: aaaa
            -- upgrade
            CREATE TABLE t (id INTEGER NOT NULL, mail TEXT, CONSTRAINT t_pkey PRIMARY KEY (id));
            INSERT INTO t VALUES (1, 'a@b');
            -- downgrade
            DROP TABLE t;
            """
        )
        try folder.write("schema.sql", model)
        try folder.write("migrator.conf", "model = schema.sql\n")
    }

    private static func table(_ columns: String) -> String {
        "CREATE TABLE t (id INTEGER NOT NULL, \(columns)CONSTRAINT t_pkey PRIMARY KEY (id));\n"
    }

    @Test func aModelIsWhatTheFirstRevisionMakes() throws {
        try folder.write("revisions/.keep", "")
        try folder.write(
            "schema.sql",
            """
            CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) > 0));
            CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id) ON DELETE CASCADE);
            CREATE INDEX b_a ON b (a);
            CREATE VIEW v AS SELECT a.name FROM a JOIN b ON b.a = a.id;
            """
        )
        let result = try generate("--to", "schema.sql")
        #expect(result.status == 0, "\(result.errors)")
        let path = try #require(result.output.split(separator: "\n").first.map(String.init))
        #expect(try files.map { "revisions/\($0)" } == [path])
        #expect(result.errors.contains("from history to schema.sql"))
        #expect(try run("upgrade", "head").status == 0)
        let equal = try run("diff", "database", "schema.sql")
        #expect(equal.status == 0, "\(equal.output)")
        #expect(try run("downgrade", "base").status == 0)
        #expect(try run("diff", "database", "empty").status == 0)
        // The next one has nothing to do.
        let next = try generate("--to", "schema.sql")
        #expect(next.status == 0, "\(next.errors)")
        #expect(next.output == "no difference between history and schema.sql; no revision is written\n")
        #expect(try files.count == 1)
    }

    @Test func theModelOfTheSettingsIsTheDefault() throws {
        try write(model: Self.table("mail TEXT, note TEXT, "))
        let result = try generate("--rev-id", "bbbb", "--format", "json")
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        let object = try result.json()
        #expect(object["revision"] as? String == "bbbb" && object["path"] as? String == "revisions/bbbb_next.sql")
        let revisions = try #require(object["revisions"] as? [[String: Any]])
        #expect(revisions.count == 1)
        #expect(revisions[0]["parents"] as? [String] == ["aaaa"] && revisions[0]["message"] as? String == "next")
        let differences = try #require(object["differences"] as? [[String: Any]])
        #expect(differences.compactMap { $0["change"] as? String } == ["addColumn"])
        #expect(Set(object.keys).isSuperset(of: ["from", "to", "renames", "unsupported", "unverified", "proof"]))
        #expect(try run("upgrade", "head").status == 0)
        #expect(try run("diff", "database", "model").status == 0)
    }

    @Test func whatFailsOnRowsIsWrittenAndSaid() throws {
        try write(model: Self.table("mail TEXT, note TEXT NOT NULL, "))
        let result = try generate("--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        let proof = try #require(try result.json()["proof"] as? [String: Any])
        let failures = try #require(proof["fails_on_rows"] as? [[String: Any]])
        #expect(failures.count == 1 && failures[0]["downgrade"] as? Bool == false, "\(failures)")
        let path = try #require(try result.json()["path"] as? String)
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(path)")
        let without = try generate("--no-proof", "--format", "json")
        #expect(try without.json()["proof"] is NSNull, "\(without.errors)")
    }

    @Test func withoutADifferenceThereIsAFileOnlyIfOneIsAskedFor() throws {
        try write(model: Self.table("mail TEXT, "))
        let json = try generate("--format", "json")
        #expect(json.status == 0, "\(json.errors)")
        #expect((try json.json()["revisions"] as? [Any])?.isEmpty == true)
        #expect(try json.json()["revision"] == nil)
        #expect(try files == ["1.sql"])
        let empty = try generate("--empty", "--rev-id", "bbbb")
        #expect(empty.status == 0 && empty.output == "revisions/bbbb_next.sql\n", "\(empty.errors)")
        #expect(
            try text("revisions/bbbb_next.sql")
                == "-- revision: bbbb\n-- parents: aaaa\n-- message: next\n\n-- upgrade\n\n-- downgrade\n"
        )
    }

    @Test func aRenameIsToldOrNamed() throws {
        try write(model: Self.table("address TEXT, "))
        let told = try generate("--rename", "t.mail=address", "--rev-id", "bbbb")
        #expect(told.status == 0, "\(told.errors)")
        #expect(try run("upgrade", "head").status == 0)
        let database = try run("inspect", "--format", "sql").output
        #expect(database.contains("\"address\"") && !database.contains("mail"))

        try FileManager.default.removeItem(atPath: "\(folder.path)/revisions/bbbb_next.sql")
        let dropped = try generate("--rev-id", "cccc")
        #expect(dropped.status == 0, "\(dropped.errors)")
        #expect(dropped.errors.contains("column t.mail -> address would be a rename with --rename t.mail=address"))
        #expect(dropped.errors.contains("! column t.mail: dropped (destroys data)"))
        let text = try text("revisions/cccc_next.sql")
        #expect(text.contains("-- The downgrade does not bring back the values of t.mail.\n"), "\(text)")
        #expect(text.contains("-- Destroys data: the values of t.mail.\n"))
    }

    @Test func severalHeadsAreRefusedWhicheverIsFollowed() throws {
        try write(model: Self.table(""))
        try folder.write("revisions/2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- downgrade\n")
        try folder.write("revisions/3.sql", "-- revision: cccc\n-- parents: aaaa\n-- upgrade\n-- downgrade\n")
        for more in [[], ["--head", "bbbb"], ["--from", "history"]] {
            let arguments = ["revision", "-m", "next", "--autogenerate", "--format", "json"] + more + Self.flags
            let result = try tool.run(arguments)
            #expect(result.status == 1 && result.output.isEmpty, "\(more): \(result.output)")
            let error = try result.jsonError()
            #expect(error["code"] as? String == "multipleHeads", "\(more): \(result.errors)")
            #expect((error["message"] as? String)?.contains("merge heads -m") == true, "\(more): \(result.errors)")
        }
        #expect(try files.count == 3)
        #expect(try run("merge", "heads", "-m", "join").status == 0)
        #expect(try generate().status == 0)
    }

    @Test(arguments: [
        ["--rename", "t.nothing=x"], ["--rename", "t.mail=nothing"], ["--to", "nonsense"], ["--language", "swift"],
        ["--format", "sql"],
    ])
    func whatCannotBeMeantIs64AndWritesNothing(_ arguments: [String]) throws {
        try write(model: Self.table("mail TEXT, note TEXT, "))
        let result = try tool.run(["revision", "-m", "next", "--autogenerate"] + arguments + Self.flags)
        #expect(result.status == 64, "\(arguments): \(result.output)\(result.errors)")
        #expect(try files == ["1.sql"])
    }

    @Test func aFlagOfAutogenerateAloneIs64() throws {
        try write(model: Self.table(""))
        let result = try run("revision", "-m", "next", "--to", "schema.sql")
        #expect(result.status == 64 && result.errors.contains("--to says nothing without --autogenerate"))
        #expect(try run("revision", "-m", "next", "--format", "json").status == 0)
    }

    @Test func whatDoesNotRunOrIsTakenWritesNothing() throws {
        try write(model: "CREATE TABEL t (id INTEGER);\n")
        let broken = try generate()
        #expect(broken.status == 1 && broken.errors.contains("schema.sql:1"), "\(broken.errors)")
        try folder.write("schema.sql", Self.table(""))
        let taken = try generate("--rev-id", "aaaa")
        #expect(taken.status == 1, "\(taken.errors)")
        #expect(try files == ["1.sql"])
    }

    @Test func theProjectsOwnHistoryMakesItsModel() throws {
        let result = try tool.run("revision", "-m", "nothing", "--autogenerate", "--database", "sqlite:test.db")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "no difference between history and model; no revision is written\n")
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/test.db"))
    }

    // MARK: On a terminal

    /// Starts the generation on a terminal, and waits for its first question.
    private func asked(_ terminal: PseudoTerminal, _ arguments: String...) async throws -> Process {
        let process = tool.process(
            ["revision", "-m", "next", "--autogenerate", "--rev-id", "bbbb"] + arguments + Self.flags
        )
        process.standardInput = terminal.processEnd
        process.standardError = terminal.processEnd
        process.standardOutput = FileHandle(forWritingAtPath: try folder.write("output", ""))
        try process.run()
        try await poll(for: "the question") { terminal.printed.contains("which [0]: ") || !process.isRunning }
        return process
    }

    private func end(of process: Process, _ terminal: PseudoTerminal) async throws -> Int32 {
        try await poll(for: "the end") {
            _ = terminal.printed
            return !process.isRunning
        }
        return process.terminationStatus
    }

    @Test func onATerminalAPersonIsAsked() async throws {
        try write(model: Self.table("address TEXT, "))
        let terminal = try PseudoTerminal()
        let process = try await asked(terminal)
        #expect(terminal.printed.contains("1  column t.mail -> address"), "\(terminal.printed)")
        terminal.type("1")
        #expect(try await end(of: process, terminal) == 0, "\(terminal.printed)")
        #expect(try text("output") == "revisions/bbbb_next.sql\n")
        #expect(try text("revisions/bbbb_next.sql").contains("RENAME COLUMN \"mail\" TO \"address\""))
    }

    @Test func anEmptyAnswerIsNeither() async throws {
        try write(model: Self.table("address TEXT, "))
        let terminal = try PseudoTerminal()
        let process = try await asked(terminal)
        terminal.type("")
        #expect(try await end(of: process, terminal) == 0, "\(terminal.printed)")
        #expect(!(try text("revisions/bbbb_next.sql").contains("RENAME COLUMN")))
    }

    @Test func anInterruptAtAQuestionEndsAndWritesNothing() async throws {
        try write(model: Self.table("address TEXT, "))
        let terminal = try PseudoTerminal()
        let process = try await asked(terminal)
        kill(process.processIdentifier, SIGINT)
        #expect(try await end(of: process, terminal) == 130, "\(terminal.printed)")
        #expect(try files == ["1.sql"])
    }
}
