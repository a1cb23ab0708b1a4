import MigrationDSL
import MigratorDatabase
import MigratorSQLite
import Testing

@testable import Migrator
@testable import MigratorCore
@testable import MigratorDialects

/// A database in memory on which tables are rebuilt.
struct RebuildBench {
    let connection: SQLiteSession

    init(_ statements: String...) async throws {
        try await self.init(statements)
    }

    init(_ statements: [String]) async throws {
        connection = try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        for statement in statements { try await connection.execute(statement) }
    }

    /// Makes the changes that `body` records, as a step does: in one transaction, foreign keys off meanwhile.
    @discardableResult
    func change(_ table: ObjectName, _ body: (TableChanges) -> Void) async throws -> (statements: Int, rows: Int) {
        let op = Operations()
        op.alterTable(table, body)
        return try await run(SQLiteRebuild(table: table, changes: op.recorded))
    }

    /// Makes changes that no group can hold.
    @discardableResult
    func record(_ table: ObjectName, _ body: (Operations) -> Void) async throws -> (statements: Int, rows: Int) {
        let op = Operations()
        body(op)
        return try await run(SQLiteRebuild(table: table, changes: op.recorded))
    }

    @discardableResult
    func run(_ rebuild: SQLiteRebuild) async throws -> (statements: Int, rows: Int) {
        try await rebuild.runAlone(on: connection)
    }

    /// The message of the error that the changes end in.
    func refusal(_ table: ObjectName, _ body: (TableChanges) -> Void) async throws -> String {
        do {
            try await change(table, body)
            return "no error"
        } catch let error as MigratorError {
            return error.message
        } catch let error as DatabaseFailure {
            return error.message
        }
    }

    func rows(_ sql: String) async throws -> [[DatabaseCell]] {
        try await connection.query(sql).map(\.values)
    }

    /// The text of an object; `nil` if there is none of this name.
    func sql(_ name: String) async throws -> String? {
        let rows = try await connection.query("SELECT sql FROM sqlite_schema WHERE name = ?", [.text(name)])
        return try rows.first?.get("sql")
    }

    /// All texts of the schema but those of these objects.
    func schema(without names: [String] = []) async throws -> [String: String?] {
        var texts: [String: String?] = [:]
        for row in try await connection.query("SELECT type, name, sql FROM sqlite_schema") {
            let name = try row.get("name", as: String.self)
            if names.contains(name) || name.hasPrefix("sqlite_") { continue }
            texts[try row.get("type", as: String.self) + " " + name] = try row.get("sql", as: String?.self)
        }
        return texts
    }

    /// What `integrity_check` and `foreign_key_check` find.
    func damage() async throws -> [[DatabaseCell]] {
        try await rows("PRAGMA integrity_check").filter { $0 != ["ok"] } + rows("PRAGMA foreign_key_check")
    }
}
