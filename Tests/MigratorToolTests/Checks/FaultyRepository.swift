import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// A repository of a dozen faults, each under another rule of `check`.
struct FaultyRepository {
    /// What `check` has to find.
    struct Fault: Hashable, CustomStringConvertible {
        let rule: String
        let file: String
        let line: Int

        init(_ rule: String, _ file: String, _ line: Int) {
            self.rule = rule
            self.file = file
            self.line = line
        }

        var description: String { "\(rule) \(file):\(line)" }
    }

    let folder = TemporaryFolder("faulty")

    /// Each fault, in the order in which the gates look.
    static let faults = [
        Fault("heads", "revisions/9 the other: head.sql", 1),
        Fault("implied-row", "revisions/1.sql", 1),
        Fault("edited", "revisions/2.sql", 1),
        Fault("payload-edited", "revisions/rows.csv", 1),
        Fault("pending", "revisions/9 the other: head.sql", 1),
        Fault("irreversible", "revisions/3.sql", 1),
        Fault("payload", "revisions/bad.csv", 3),
        Fault("payload-missing", "revisions/9 the other: head.sql", 7),
        Fault("broken", "revisions/9 the other: head.sql", 9),
        Fault("drift", "revisions/1.sql", 3),
        Fault("model-unreadable", "model.sql", 2),
        Fault("offline", "revisions/4.sql", 4),
    ]

    /// The gates, with how many of the faults each finds.
    static let gates = [
        ("heads", 1), ("edited", 2), ("payload", 3), ("pending", 1), ("irreversible", 1), ("broken", 1), ("drift", 1),
        ("model", 1), ("offline", 1),
    ]

    init() async throws {
        try folder.write("revisions/rows.csv", "id,name\n1,a\n")
        try write(
            "1",
            "aaaa",
            """
            -- upgrade
            CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            -- bulk-insert into a from rows.csv
            -- downgrade
            DROP TABLE a;
            """
        )
        let second =
            "-- parents: aaaa\n-- upgrade\nCREATE TABLE b (id INTEGER PRIMARY KEY);\n-- downgrade\nDROP TABLE b;\n"
        try write("2", "bbbb", second)
        try write("3", "cccc", "-- parents: bbbb\n-- upgrade\nCREATE TABLE c (id INTEGER PRIMARY KEY);\n")
        // The shell of SQLite drops a carriage return within a text.
        try write(
            "4",
            "dddd",
            "-- parents: cccc\n-- upgrade\nCREATE VIEW v AS SELECT 'one\rtwo' AS w;\n-- downgrade\nDROP VIEW v;\n"
        )
        let upgrade = try check(verb: "upgrade", "heads")
        try #require(upgrade.status == 0, "\(upgrade.errors)")

        try folder.write("revisions/rows.csv", "id,name\n2,b\n")
        try write("2", "bbbb", second.replacing("-- downgrade", with: "INSERT INTO b VALUES (1);\n-- downgrade"))
        try folder.write("revisions/bad.csv", "id\n1\nx\n")
        try write(
            "9 the other: head",
            "eeee",
            """
            -- parents: aaaa
            -- upgrade
            CREATE TABLE e (id INTEGER PRIMARY KEY);

            -- bulk-insert into e from bad.csv
            -- bulk-insert into e from gone.csv
            CREATE TABLE f (id INTEGER);
            DROP TABLE nothing;
            -- downgrade
            DROP TABLE f;
            DROP TABLE e;
            """
        )
        try folder.write("model.sql", "CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE nonsense;\n")
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/faulty.db"))
        try await connection.execute("ALTER TABLE a ADD COLUMN by_hand TEXT")
        try await connection.execute("INSERT INTO alembic_version (version_num) VALUES ('aaaa')")
        await connection.close()
    }

    private func write(_ name: String, _ id: String, _ text: String) throws {
        try folder.write("revisions/\(name).sql", "-- revision: \(id)\n\(text)")
    }

    /// Runs `check` there, with all gates.
    func check(_ flags: [String] = ["--with-offline"]) throws -> ToolResult {
        try Tool(in: folder.path).run(
            ["check", "--revisions", "revisions", "--database", "sqlite:faulty.db", "--model", "model.sql"] + flags
        )
    }

    private func check(verb: String, _ target: String) throws -> ToolResult {
        try Tool(in: folder.path).run(verb, target, "--revisions", "revisions", "--database", "sqlite:faulty.db")
    }

    /// The findings of JSON.
    static func findings(_ result: ToolResult) throws -> [[String: Any]] {
        try #require(try result.json()["findings"] as? [[String: Any]])
    }

    /// What a finding of JSON is about.
    static func fault(_ finding: [String: Any]) -> Fault {
        Fault(finding["rule"] as? String ?? "", finding["file"] as? String ?? "", finding["line"] as? Int ?? 0)
    }
}
