import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// What a run does, a script does, whatever of it the shells would take for their own.
struct ShellSyntaxTests {
    /// The second file of a history, over a table `list` of one row.
    static func write(_ statements: String, to folder: TemporaryFolder, make: String) throws {
        try folder.write("revisions/1.sql", "-- revision: a1\n-- upgrade\n\(make)\n-- downgrade\n")
        try folder.write("revisions/2.sql", "-- revision: a2\n-- parents: a1\n-- upgrade\n\(statements)\n")
    }

    /// Statements that make a table or view `found`, and what is in it afterwards.
    @Test(arguments: [
        ("CREATE TABLE found (v); INSERT INTO found SELECT 10.0\n/\n4;", "2.5"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT 10.0\n / \t\n4;", "2.5"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT 10.0\n/ -- by\n4;", "2.5"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT 10.0 -- ten\n/ /* by */\n-- four\n4;", "2.5"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT 8 AS\ngo\n;", "8"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT go.v FROM (SELECT 9 AS v) AS\n  GO -- ready\nWHERE 1;", "9"),
        ("CREATE VIEW found AS SELECT 6\n/\n2 AS v;", "3"),
        ("CREATE TABLE found (v CHECK (v\n/\n2 > 1)); INSERT INTO found VALUES (7);", "7"),
        ("CREATE TABLE found (v); INSERT INTO found SELECT list\n.v FROM list;", "1"),
        (
            "CREATE TABLE found (v); INSERT INTO found VALUES ('a\n/\n.quit\ngo\n#b;\n.quit\n');",
            "a\n/\n.quit\ngo\n#b;\n.quit\n"
        ),
        ("/* first\n.quit\n/\n*/ CREATE TABLE found (v); INSERT INTO found VALUES (1) /*\ngo\n*/;", "1"),
        ("CREATE TABLE \"found\" (v, [w\n/\n]); INSERT INTO found VALUES (3, 0);", "3"),
        (
            "CREATE TABLE found (v);\nCREATE TRIGGER tr AFTER INSERT ON list BEGIN\nINSERT INTO found SELECT 9\n/\n3;\nEND;\nINSERT INTO list VALUES (2);",
            "3"
        ),
    ])
    func aScriptForSQLiteDoesWhatTheRunDoes(_ statements: String, _ value: String) async throws {
        let folder = TemporaryFolder("shell")
        try Self.write(statements, to: folder, make: "CREATE TABLE list (v); INSERT INTO list VALUES (1);")
        let tool = Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"])
        let run = try await tool.runAside("upgrade", "head", "--revisions", "revisions", "--database", "sqlite:run.db")
        #expect(run.status == 0, "\(run.errors)")
        let script = try await tool.runAside(
            "upgrade",
            "head",
            "--sql",
            "--revisions",
            "revisions",
            "--database",
            "sqlite:x.db"
        )
        #expect(script.status == 0, "\(script.errors)")
        let shell = try await Self.sqlite(script.output, in: folder)
        #expect(shell.status == 0 && shell.output.isEmpty && shell.errors.isEmpty, "\(shell.errors)\n\(script.output)")
        for file in ["run.db", "script.db"] {
            #expect(try await Self.found(file, in: folder) == [value], "\(file)")
        }
    }

    private static func sqlite(_ script: String, in folder: TemporaryFolder) async throws -> ToolResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec sqlite3 -bail script.db < '\(try folder.write("script.sql", script))'"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        return try await Tool.finishAside(process)
    }

    private static func found(_ file: String, in folder: TemporaryFolder) async throws -> [String] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/\(file)"))
        let rows = try await connection.query("SELECT CAST(v AS TEXT) AS v FROM (SELECT * FROM found)").map {
            try $0.get("v", as: String.self)
        }
        await connection.close()
        return rows
    }

    /// Keys that SQLite cannot check, since nothing makes their columns unique in the parent, and keys that it can.
    @Test(arguments: [
        "CREATE TABLE area (code INTEGER); CREATE TABLE site (area INTEGER REFERENCES area (code))",
        "CREATE TABLE area (a, b, UNIQUE (a)); CREATE TABLE site (x, y, FOREIGN KEY (x, y) REFERENCES area (a, b))",
        "CREATE TABLE area (code); CREATE TABLE site (area REFERENCES area)",
        "CREATE TABLE area (a, b, c, UNIQUE (a, b, c)); CREATE TABLE site (area REFERENCES area (a))",
        "CREATE TABLE area (a); CREATE UNIQUE INDEX i ON area (a) WHERE a > 1; CREATE TABLE site (area REFERENCES area (a))",
        "CREATE VIEW area AS SELECT 1 AS code; CREATE TABLE site (area REFERENCES area (code))",
        "CREATE TABLE area (code UNIQUE); CREATE TABLE site (area REFERENCES area (code))",
        "CREATE TABLE area (c COLLATE NOCASE); CREATE UNIQUE INDEX i ON area (C); CREATE TABLE site (area REFERENCES Area (C))",
        "CREATE TABLE area (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID; CREATE TABLE site (x, y, FOREIGN KEY (x, y) REFERENCES area)",
        "CREATE TABLE site (area REFERENCES nowhere (code))",
    ])
    func aScriptIsNoStricterAboutKeysThanARun(_ tables: String) async throws {
        let folder = TemporaryFolder("keys")
        try folder.write("revisions/1.sql", "-- revision: a1\n-- upgrade\nCREATE TABLE thing (id INTEGER);\n")
        for file in ["run.db", "script.db"] {
            let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/\(file)"))
            try await connection.execute("PRAGMA foreign_keys = OFF")
            for table in tables.split(separator: ";") { try await connection.execute(String(table)) }
            try await connection.execute("INSERT INTO site VALUES (1\(tables.contains("x, y") ? ", 2" : ""))")
            await connection.close()
        }
        let tool = Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"])
        let run = try await tool.runAside("upgrade", "head", "--revisions", "revisions", "--database", "sqlite:run.db")
        #expect(run.status == 0, "\(run.errors)")
        let script = try await tool.runAside(
            "upgrade",
            "head",
            "--sql",
            "--revisions",
            "revisions",
            "--database",
            "sqlite:x.db"
        )
        let shell = try await Self.sqlite(script.output, in: folder)
        #expect(shell.status == 0 && shell.output.isEmpty && shell.errors.isEmpty, "\(shell.errors)")
    }
}

extension PostgresToolTests {
    /// Statements that `psql` would put values of its variables into.
    @Suite struct ShellSyntax {
        @Test(arguments: [
            (
                "CREATE TABLE found AS SELECT (list.a[1:PORT])[1]::text AS v FROM list CROSS JOIN (SELECT 2 AS port) p;",
                "5"
            ),
            ("CREATE TABLE found AS SELECT (a[1:two])[2]::text AS v FROM list;", "6"),
            ("CREATE TABLE found AS SELECT (a[1:\"HOST\"])[2]::text AS v FROM list;", "6"),
            ("CREATE TABLE found AS SELECT (a[1:'2'])[2]::text AS v FROM list;", "6"),
            ("CREATE TABLE found AS SELECT array_length(a[two:two], 1)::\"text\" AS v FROM list;", "1"),
            ("CREATE TABLE found AS SELECT ':PORT ' || $$:DBNAME$$ AS v -- :HOST\n;", ":PORT :DBNAME"),
            (
                "CREATE FUNCTION f(x int = 1, OUT y int) AS $$ BEGIN y:=x; END $$ LANGUAGE plpgsql; CREATE TABLE found AS SELECT f(x:=3)::text AS v;",
                "3"
            ),
            ("CREATE VIEW found AS SELECT (a[two:2])[1]::text AS v FROM list;", "6"),
            (
                "CREATE TABLE found (v text, \":PORT\" int CHECK (\":PORT\" = ANY ((ARRAY[1,2])[1:2]))); INSERT INTO found VALUES ('8', 2);",
                "8"
            ),
        ])
        func aScriptDoesWhatTheRunDoes(_ statements: String, _ value: String) async throws {
            let folder = TemporaryFolder("shell")
            try ShellSyntaxTests.write(
                statements,
                to: folder,
                make: "CREATE TABLE list (a int[], two int, \"HOST\" int); INSERT INTO list VALUES (ARRAY[5,6], 2, 2);"
            )
            for isScript in [false, true] {
                try await PostgresServer.withDatabase { database in
                    let tool = database.tool(in: folder)
                    let arguments = ["upgrade", "head", "--revisions", "revisions"] + (isScript ? ["--sql"] : [])
                    let result = try await Tool.finishAside(tool.process(arguments))
                    #expect(result.status == 0, "\(result.errors)")
                    if isScript {
                        let shell = try await Self.psql(result.output, database, in: folder)
                        #expect(shell.status == 0 && shell.errors.isEmpty, "\(shell.errors)")
                    }
                    #expect(try await database.rows("SELECT v FROM found") == [[value]], "script: \(isScript)")
                }
            }
        }

        private static func psql(
            _ script: String,
            _ database: PostgresDatabase,
            in folder: TemporaryFolder
        ) async throws -> ToolResult {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            let file = try folder.write("script.sql", script)
            process.arguments = ["psql", "-X", "-q", "-v", "two=1", "-v", "2=1", "-f", file, database.url]
            return try await Tool.finishAside(process)
        }
    }
}
