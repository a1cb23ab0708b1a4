import MigratorCore
import MigratorDatabase
import MigratorSystem

/// The views, triggers and foreign keys that a change of a table could break.
struct SQLiteDependents {
    let table: String
    let connection: any DatabaseConnection

    /// What does not compile or finds no key and why, by what shows it.
    func broken() async throws -> [ExactText: String] {
        let rows = try await connection.query(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger')"
        )
        var broken: [ExactText: String] = [:]
        var owners: [ExactText: [(name: String, sql: String)]] = [:]
        for row in rows {
            let name = try row.get("name", as: String.self)
            if row["type"] == "view" {
                let query = "EXPLAIN SELECT * FROM \(TableName.quote(name))"
                if let problem = await problem(query) {
                    broken[ExactText(query)] = "view \(name) depends on it (\(problem))"
                }
            } else {
                owners[ExactText(try row.get("tbl_name")), default: []].append((name, try row.get("sql")))
            }
        }
        for (owner, triggers) in owners where isConcerned(owner.text, triggers.map(\.sql)) {
            let names = "trigger " + triggers.map(\.name).sorted().joined(separator: ", ")
            for (verb, statement) in try await statements(on: owner.text) {
                if let problem = await problem(statement) {
                    broken[ExactText("\(verb) \(owner.text)")] = "\(names) depends on it (\(problem))"
                }
            }
        }
        for (child, columns) in try await keysWithoutParent() {
            let columns = columns.joined(separator: ", ")
            broken[ExactText("\(child)(\(columns))")] =
                "a foreign key of table \(child) depends on it (it points to \(columns))"
        }
        return broken
    }

    /// The foreign keys to the table that point to columns which are no key of it.
    private func keysWithoutParent() async throws -> [(child: String, columns: [String])] {
        let name: [DatabaseCell] = [.text(table)]
        let references = try await connection.query(
            """
            SELECT m.name AS owner, f.id AS number, f."to" AS name FROM sqlite_schema AS m,
              pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND f."table" = ? COLLATE NOCASE
            """,
            name
        )
        guard !references.isEmpty else { return [] }
        let unique = try await connection.query(
            """
            SELECT i.name AS owner, 0 AS number, c.name AS name FROM pragma_index_list(?) AS i,
              pragma_index_info(i.name) AS c WHERE i."unique" AND NOT i.partial
            """,
            name
        )
        let primary = try await connection.query(
            "SELECT '' AS owner, 0 AS number, name FROM pragma_table_info(?) WHERE pk > 0",
            name
        )
        let key = try lists(primary).first?.columns
        let keys = Set(try (lists(unique) + lists(primary)).map { Set($0.columns.map(SQLiteName.folded)) })
        return try lists(references).filter { reference in
            // One that names no columns points to the primary key.
            reference.columns.isEmpty ? key == nil : !keys.contains(Set(reference.columns.map(SQLiteName.folded)))
        }
    }

    private func lists(_ rows: [DatabaseRow]) throws -> [(child: String, columns: [String])] {
        var lists: [[DatabaseCell]: (child: String, columns: [String])] = [:]
        for row in rows {
            let owner = try row.get("owner", as: String.self)
            let name = try row.get("name", as: String?.self)
            lists[Array(row.values.prefix(2)), default: (owner, [])].columns += name.map { [$0] } ?? []
        }
        return Array(lists.values)
    }

    private func isConcerned(_ owner: String, _ triggers: [String]) -> Bool {
        SQLiteName.same(owner, table) || triggers.contains { SQLiteWords($0).mentions(table) }
    }

    /// Statements that compile every trigger of a table without running it, with what stays of each when columns change.
    private func statements(on owner: String) async throws -> [(verb: String, sql: String)] {
        let name = TableName.quote(owner)
        let columns = try await connection.query(
            "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0",
            [.text(owner)]
        )
        let settings = try columns.map { row in
            let column = TableName.quote(try row.get("name"))
            return "\(column) = \(column)"
        }
        return [
            ("delete", "EXPLAIN DELETE FROM \(name)"), ("insert", "EXPLAIN INSERT INTO \(name) DEFAULT VALUES"),
            ("update", "EXPLAIN UPDATE \(name) SET \(settings.joined(separator: ", "))"),
        ]
    }

    private func problem(_ statement: String) async -> String? {
        do {
            _ = try await connection.query(statement)
            return nil
        } catch {
            return error.message
        }
    }
}
