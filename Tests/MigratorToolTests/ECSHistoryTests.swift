import Foundation
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Testing

/// The compiled-in ECS history on SQLite, both ways, by the main command.
struct ECSHistoryTests {
    private let folder = TemporaryFolder("ecs")
    private var tool: Tool { Tool(in: folder.path) }

    private func rows(_ sql: String) async throws -> [DatabaseRow] {
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/ecs.db"))
        let rows = try await connection.query(sql)
        await connection.close()
        return rows
    }

    /// Every object of the schema that is not the engine's own, word for word.
    private func schema() async throws -> [String] {
        try await rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
            .map { row in row.values.map { "\($0)" }.joined(separator: "|") }
            .filter { !$0.contains("alembic_version") && !$0.contains("migrator_") && !$0.contains("sqlite_") }
    }

    @Test func goesUpAndDownAndUpAgain() async throws {
        let first = try tool.run("upgrade", "head", "--format", "json")
        #expect(first.status == 0, "\(first.errors)")
        let report = try first.json()
        #expect((report["steps"] as? [Any])?.count == 9)
        #expect(report["heads"] as? [String] == ["a90c5d3e7f21"])

        for (table, count) in [
            ("naming_spirits", 50), ("naming_components", 3), ("naming_config", 2), ("agent_templates", 150),
            ("trait_combinations", 500),
        ] {
            #expect(try await rows("SELECT count(*) AS n FROM \(table)").first?.get("n") == Int64(count), "\(table)")
        }
        let before = try await schema()
        #expect(try tool.run("upgrade", "head").output.contains("nothing to do"))

        #expect(try tool.run("downgrade", "base").status == 0)
        #expect(try await schema().isEmpty)
        #expect(try await rows("SELECT * FROM alembic_version").isEmpty)

        #expect(try tool.run("upgrade", "head").status == 0)
        #expect(try await schema() == before)
    }

    @Test func everyRevisionGoesBackAlone() async throws {
        let history = try tool.run("history", "--format", "json").json()
        let revisions = (history["revisions"] as? [[String: Any]] ?? []).reversed()
        #expect(revisions.count == 9)
        for revision in revisions {
            let id = revision["revision"] as? String ?? ""
            let before = try await dump()
            #expect(try tool.run("upgrade", id).status == 0, "\(id)")
            let after = try await dump()
            let parents = revision["parents"] as? [String] ?? []
            guard parents.count < 2 else { continue }
            // What follows the branch point goes by branch.
            let label = ["e4b7105f6a9d": "ecs@", "2d6a0f4c8b13": "agents@"][id] ?? ""
            #expect(try tool.run("downgrade", label + (parents.first ?? "base")).status == 0, "\(id)")
            #expect(try await dump() == before, "\(id)")
            #expect(try tool.run("upgrade", id).status == 0, "\(id)")
            #expect(try await dump() == after, "\(id)")
        }
    }

    /// The schema and all rows of the history's own tables, save the times at which rows were made.
    private func dump() async throws -> [String] {
        guard FileManager.default.fileExists(atPath: "\(folder.path)/ecs.db") else { return [] }
        var dump = try await schema()
        let tables = try await rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        for table in tables {
            let name = try table.get("name", as: String.self)
            guard !name.hasPrefix("sqlite_"), !name.hasPrefix("migrator_"), name != "alembic_version" else { continue }
            let names = try await rows("SELECT name FROM pragma_table_info('\(name)')").map {
                try $0.get("name", as: String.self)
            }
            let kept = names.filter { !$0.hasSuffix("_at") && $0 != "last_activity" }
            for row in try await rows("SELECT \(kept.joined(separator: ", ")) FROM \(name) ORDER BY 1") {
                dump.append(name + row.values.map { "\($0)" }.joined(separator: "|"))
            }
        }
        return dump
    }

    @Test func dataIsAsTheHistorySays() async throws {
        #expect(try tool.run("upgrade", "head").status == 0)
        let fox = try #require(
            try await rows("SELECT * FROM naming_spirits WHERE name = 'fox'").first
        )
        #expect(try fox.get("category", as: String.self) == "canines_and_foxes")
        #expect(try fox.get("emoji", as: String.self) == "🦊")
        #expect(try fox.get("enabled", as: Bool.self))
        let numbers = try fox.get("generation_numbers", as: String.self)
        #expect(try JSONSerialization.jsonObject(with: Data(numbers.utf8)) as? [Int] == [3, 7, 13, 21, 34, 55, 89])
        let names = try fox.get("base_names", as: String.self)
        #expect(try (JSONSerialization.jsonObject(with: Data(names.utf8)) as? [String])?.count == 6)
        #expect(fox["created_at"] != .null)
        let style = try await rows("SELECT config_value FROM naming_config WHERE config_key = 'default_style'")
        #expect(try style.first?.get("config_value", as: String.self) == #""foundation""#)
    }

    /// Eight tables of the reference, as SQLite's own catalogue tells them.
    @Test func aDatabaseOfAlembicIsTakenOver() async throws {
        #expect(try tool.run("upgrade", "cc04580c04ef").status == 0)
        let connection = try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/ecs.db"))
        // As Alembic leaves it: its own table, 32 characters wide, and none of ours.
        try await connection.execute("DROP TABLE migrator_journal")
        try await connection.execute("DROP TABLE alembic_version")
        try await connection.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                + "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        try await connection.execute("INSERT INTO alembic_version VALUES ('cc04580c04ef')")
        await connection.close()
        let result = try tool.run("upgrade", "head", "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        #expect((try result.json()["steps"] as? [Any])?.count == 6)
        let table = try await rows("SELECT sql FROM sqlite_schema WHERE name = 'alembic_version'")
        #expect(try table.first?.get("sql", as: String.self).contains("VARCHAR(32)") == true)
    }
}
