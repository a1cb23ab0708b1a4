import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// Bad files, full disks and killed processes: a clear error, the right exit status, an unchanged database.
@Suite(.serialized)
struct FaultTests {
    private let folder = TemporaryFolder("fault")
    private var tool: Tool { Tool(in: folder.path) }
    private var database: String { "\(folder.path)/test.db" }

    private func run(_ arguments: String...) throws -> ToolResult {
        try tool.run(arguments + ["--database", "sqlite:test.db", "--revisions", "revisions", "--format", "json"])
    }

    private func write(_ name: String, _ text: String) throws {
        try folder.write("revisions/\(name)", text)
    }

    private func good(_ id: String, parent: String? = nil, table: String) -> String {
        """
        -- revision: \(id)
        \(parent.map { "-- parents: \($0)\n" } ?? "")
        -- upgrade
        CREATE TABLE \(table) (id INTEGER PRIMARY KEY, name TEXT NOT NULL, weight REAL);
        -- downgrade
        DROP TABLE \(table);
        """
    }

    private func bytes() -> Data? {
        FileManager.default.contents(atPath: database)
    }

    /// Runs a failing upgrade on a database at `aaaa`, and expects it to be left as it was.
    private func expectFailure(
        status: Int32,
        code: String,
        holding words: String...,
        setUp: () throws -> Void
    ) throws {
        try write("1.sql", good("aaaa", table: "a"))
        #expect(try run("upgrade", "heads").status == 0)
        let before = bytes()
        try setUp()
        let result = try run("upgrade", "heads")
        #expect(result.status == status, "\(result.errors)")
        #expect(result.output.isEmpty)
        let error = try result.jsonError()
        #expect(error["code"] as? String == code, "\(error)")
        let message = "\(error["message"] as? String ?? "") \(error["file"] ?? "") \(error["line"] ?? "")"
        for word in words { #expect(message.contains(word), "\(message)") }
        #expect(bytes() == before)
    }

    @Test func aMalformedHeader() throws {
        try expectFailure(status: 1, code: "invalidRevision", holding: "parent", "2.sql", "2") {
            try write("2.sql", "-- revision: bbbb\n-- parent: aaaa\n-- upgrade\nSELECT 1;\n")
        }
    }

    @Test func anUnterminatedString() throws {
        try expectFailure(status: 1, code: "invalidRevision", holding: "2.sql", "4") {
            try write("2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nSELECT 'x;\n")
        }
    }

    @Test func aMissingPayload() throws {
        try expectFailure(status: 1, code: "fileSystem", holding: "missing.json", "bbbb") {
            try write(
                "2.sql",
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- bulk-insert into a from missing.json\n-- downgrade\n"
            )
        }
    }

    @Test func aColumnThatIsNone() throws {
        try expectFailure(status: 1, code: "payloadInvalid", holding: "rows.json", "row 2", "nmae") {
            try write("rows.json", #"[{"id": 1, "name": "a"}, {"id": 2, "nmae": "b"}]"#)
            try write(
                "2.sql",
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- bulk-insert into a from rows.json\n"
            )
        }
    }

    @Test func aValueThatDoesNotFit() throws {
        try expectFailure(status: 1, code: "payloadInvalid", holding: "rows.ndjson", "weight") {
            try write(
                "rows.ndjson",
                "{\"id\": 1, \"name\": \"a\", \"weight\": 1}\n{\"id\": 2, \"name\": \"b\", \"weight\": \"x\"}\n"
            )
            try write(
                "2.sql",
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- bulk-insert into a from rows.ndjson\n"
            )
        }
    }

    @Test func aRowThatIsThereAlready() throws {
        try expectFailure(status: 1, code: "statementFailed", holding: "rows.csv", "row 3", "UNIQUE") {
            try write("rows.csv", "id,name\n1,a\n2,b\n1,c\n")
            try write("2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- bulk-insert into a from rows.csv\n")
        }
    }

    @Test func aStatementThatFails() throws {
        try expectFailure(status: 1, code: "statementFailed", holding: "nowhere", "bbbb", "aaaa", "2.sql", "5") {
            try write(
                "2.sql",
                "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\nCREATE TABLE b (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n"
            )
        }
    }

    @Test func aCycle() throws {
        try expectFailure(status: 1, code: "cycle", holding: "bbbb", "cccc") {
            try write("2.sql", good("bbbb", parent: "cccc", table: "b"))
            try write("3.sql", good("cccc", parent: "bbbb", table: "c"))
        }
    }

    @Test func aDuplicateID() throws {
        try expectFailure(status: 1, code: "duplicateRevision", holding: "aaaa", "1.sql", "2.sql") {
            try write("2.sql", good("aaaa", table: "b"))
        }
    }

    @Test func aMissingParent() throws {
        try expectFailure(status: 1, code: "missingRevision", holding: "zzzz") {
            try write("2.sql", good("bbbb", parent: "zzzz", table: "b"))
        }
    }

    @Test func anEditedRevision() throws {
        try expectFailure(status: 6, code: "checksumMismatch", holding: "aaaa", "CREATE TABLE other") {
            try write("1.sql", good("aaaa", table: "other"))
            try write("2.sql", good("bbbb", parent: "aaaa", table: "b"))
        }
        // White space and comments are no edit.
        try write("1.sql", good("aaaa", table: "a").replacingOccurrences(of: " (", with: " -- c\n  ("))
        #expect(try run("upgrade", "heads").status == 0)
    }

    @Test func aRowThatNoRevisionExplains() throws {
        try expectFailure(status: 6, code: "unknownDatabaseRevision", holding: "aaaa") {
            try FileManager.default.removeItem(atPath: "\(folder.path)/revisions/1.sql")
            try write("2.sql", good("bbbb", table: "b"))
        }
        // An old program on a newer database is the likeliest cause, and to purge would be wrong then.
        let upgrade = try run("upgrade", "heads").jsonError()["message"] as? String ?? ""
        #expect(upgrade.hasPrefix("a newer program has probably migrated the database: it is at 'aaaa'"), "\(upgrade)")
        #expect(!upgrade.contains("purge"))
        let current = try run("current")
        #expect(current.status == 6)
        #expect(current.errors.contains("a newer program") && current.errors.contains("Only if nobody has it any more"))
        #expect(try current.json()["unknown"] as? [String] == ["aaaa"])
        #expect(try run("stamp", "--purge", "bbbb").status == 0)
        #expect(try run("current").status == 0)
    }

    @Test func aReadOnlyFile() throws {
        // Root may write whatever a file's mode says; a read-only folder of another kind is not at hand then.
        guard geteuid() != 0 else {
            try expectFailure(status: 1, code: "permissionDenied", holding: "bbbb") {
                try write("2.sql", good("bbbb", parent: "aaaa", table: "b"))
                try shell("chattr +i '\(database)' 2>/dev/null || mount --bind -o ro '\(database)' '\(database)'")
            }
            try shell("chattr -i '\(database)' 2>/dev/null || umount '\(database)'")
            return
        }
        try expectFailure(status: 1, code: "permissionDenied", holding: "bbbb") {
            try write("2.sql", good("bbbb", parent: "aaaa", table: "b"))
            try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: database)
        }
    }

    @Test func aFileThatMayNotBeRead() throws {
        try write("1.sql", good("aaaa", table: "a"))
        #expect(try run("upgrade", "heads").status == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: database)
        let arguments = ["current", "--database", "sqlite:test.db", "--revisions", "revisions", "--format", "json"]
        let process = tool.process(arguments)
        if geteuid() == 0 {
            // The superuser may read everything: somebody else tries, with a copy that everybody can run.
            let copy = "\(folder.path)/migrator"
            try FileManager.default.copyItem(atPath: tool.executable, toPath: copy)
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", copy] + arguments
        }
        let result = try Tool.finish(process)
        #expect(result.status == 5, "\(result.errors)")
        #expect(try (result.jsonError()["message"] as? String)?.contains("test.db") == true, "\(result.errors)")
    }

    private func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let result = try Tool.finish(process)
        #expect(result.status == 0, "\(command): \(result.errors)")
    }

    /// A limit on file size is what a full disk looks like from inside.
    @Test func aFullDisk() throws {
        try write("1.sql", good("aaaa", table: "a"))
        #expect(try run("upgrade", "heads").status == 0)
        let rows = (0..<20000).map { #"{"id": \#($0), "name": "\#(String(repeating: "x", count: 100))"}"# }
        try write("rows.ndjson", rows.joined(separator: "\n"))
        try write("2.sql", "-- revision: bbbb\n-- parents: aaaa\n-- upgrade\n-- bulk-insert into a from rows.ndjson\n")
        let arguments = [
            "upgrade", "heads", "--database", "sqlite:test.db", "--revisions", "revisions", "--format", "json",
        ]
        let process = tool.process(arguments)
        process.arguments = ["-c", "ulimit -f 1000; exec \"$0\" \"$@\"", tool.executable] + arguments
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        let result = try Tool.finish(process)
        #expect(result.status == 1, "\(result.errors)")
        #expect(try result.jsonError()["code"] as? String == "statementFailed", "\(result.errors)")
        #expect(try run("current").json()["heads"] as? [String] == ["aaaa"])
        #expect(try run("upgrade", "heads").status == 0)
    }

    @Test func aKilledProcessLeavesWholeRevisions() async throws {
        var random = SeededRandom(Rounds.seed)
        for index in 0..<30 {
            try write(
                "\(1000 + index).sql",
                good("r\(index)", parent: index == 0 ? nil : "r\(index - 1)", table: "t\(index)")
                    .replacingOccurrences(
                        of: "-- downgrade",
                        with: "INSERT INTO t\(index) (name) VALUES ('a'), ('b');\n-- downgrade"
                    )
            )
        }
        for round in 0..<Rounds.count(reduced: 5, full: 200) {
            try? FileManager.default.removeItem(atPath: database)
            let process = tool.process(["upgrade", "head", "--database", "sqlite:test.db", "--revisions", "revisions"])
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            try await Task.sleep(for: .microseconds(Int.random(in: 5_000...120_000, using: &random)))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try await expectWholeRevisions("round \(round)")
            let result = try run("upgrade", "head")
            #expect(result.status == 0, "round \(round): \(result.errors)")
            try await expectWholeRevisions("round \(round), mended")
        }
    }

    /// Version row, journal and tables agree.
    private func expectWholeRevisions(_ when: String) async throws {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: database))
        let tables = try await connection.query("SELECT name FROM sqlite_schema WHERE name GLOB 't[0-9]*'").count
        if try await !connection.columns(of: TableName("migrator_journal")).isEmpty {
            let journal = try await connection.query("SELECT revision FROM migrator_journal")
            let rows = try await connection.query("SELECT version_num FROM alembic_version")
            #expect(journal.count == tables, "\(when)")
            let unmatched = """
                SELECT * FROM (SELECT uuid FROM migrator_journal EXCEPT SELECT uuid FROM migrator_outbox)
                UNION ALL
                SELECT * FROM (SELECT uuid FROM migrator_outbox EXCEPT SELECT uuid FROM migrator_journal)
                """
            #expect(try await connection.query(unmatched).isEmpty, "\(when)")
            let expected = tables == 0 ? [] : ["r\(tables - 1)"]
            #expect(try rows.map { try $0.get("version_num", as: String.self) } == expected, "\(when)")
        } else {
            #expect(tables == 0, "\(when)")
        }
        #expect(try await connection.query("PRAGMA integrity_check").first?.values == [.text("ok")], "\(when)")
        await connection.close()
    }
}
