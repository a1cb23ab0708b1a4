import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorSQLite
import MigratorTestSupport
import Testing

/// A database of a case, and the files of its schemas beside it.
struct CaseDatabase: Sendable {
    let url: String
    let folder: TemporaryFolder
    private let kind: DatabaseKind

    /// Lends a new database with the old schema of a case, and rows as far as it takes them.
    static func with(
        _ diffCase: DiffCase,
        _ kind: DatabaseKind,
        _ body: (CaseDatabase) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder("diff-case")
        try folder.write("before.sql", diffCase.before + "\n")
        try folder.write("after.sql", diffCase.after + "\n")
        try folder.write("revisions/.keep", "")
        func lend(_ url: String) async throws {
            let database = CaseDatabase(url: url, folder: folder, kind: kind)
            guard try await database.begin(diffCase) else { return }
            try await body(database)
        }
        if kind == .sqlite {
            try await lend("sqlite:\(folder.path)/case.db")
        } else {
            try await PostgresServer.withDatabase { try await lend($0.url) }
        }
    }

    private var tool: Tool { Tool(in: folder.path, environment: ["REDIS_ENABLED": "false"]) }

    /// Runs the program on this database.
    func migrator(_ arguments: String...) async throws -> ToolResult { try await migrator(arguments) }

    /// Runs the program on this database.
    func migrator(_ arguments: [String]) async throws -> ToolResult {
        try await Tool.finishAside(tool.process(arguments + ["--database", url]))
    }

    /// What the program says of the difference to a file.
    struct Difference {
        let status: Int32
        /// The objects of the differences.
        let objects: [String]
        /// Whether one of them takes data, or is something to think of before it is made.
        let isMarked: Bool
        /// All that was printed.
        let said: String
    }

    func difference(to file: String, renames: [String]? = nil) async throws -> Difference {
        let result = try await migrator(["diff", "database", file, "--format", "json"] + Self.flags(renames))
        let differences = (try? result.json()["differences"]) as? [[String: Any]] ?? []
        return Difference(
            status: result.status,
            objects: differences.compactMap { $0["object"] as? String },
            isMarked: differences.contains { difference in
                difference["destroys"] as? Bool == true || (difference["hazards"] as? [String])?.isEmpty == false
            },
            said: result.output + result.errors
        )
    }

    /// The flags that tell renames.
    static func flags(_ renames: [String]?) -> [String] { (renames ?? []).flatMap { ["--rename", $0] } }

    /// Runs a script by the shell of the database.
    func shell(_ script: String) async throws -> ToolResult {
        let file = try folder.write("script-\(UUID().uuidString.prefix(8)).sql", script)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            kind == .sqlite
            ? ["sqlite3", "-bail", "\(folder.path)/case.db", ".read '\(file)'"]
            : ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file]
        return try await Tool.finishAside(process)
    }

    /// Makes the old schema; whether the server has the extensions that it takes.
    private func begin(_ diffCase: DiffCase) async throws -> Bool {
        let isMade = try await shell(kind == .sqlite ? diffCase.before : "BEGIN;\n\(diffCase.before)\nCOMMIT;\n")
        if isMade.status != 0, isMade.errors.contains("is not available") { return false }
        try #require(isMade.status == 0, "\(diffCase.id): \(isMade.errors)")
        guard !diffCase.refusesRows else { return true }
        let connection = try await connect()
        try await RowFilling.fill(connection, isPostgres: kind != .sqlite)
        await connection.close()
        return true
    }

    // MARK: Rows

    /// How many rows each table has.
    func counts() async throws -> [String: String] {
        let connection = try await connect()
        let tables = try await connection.query(
            kind == .sqlite
                ? "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'"
                : """
                SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')
                """
        )
        var counts: [String: String] = [:]
        for row in tables {
            let name = try row.get("name", as: String.self)
            let text = kind == .sqlite ? TableName.quote(name) : name
            let number = try await connection.query("SELECT CAST(count(*) AS TEXT) AS n FROM \(text)").first
            counts[name] = try number?.get("n", as: String.self)
        }
        await connection.close()
        return counts
    }

    private func connect() async throws -> any DatabaseConnection {
        if kind == .sqlite {
            return try await SQLiteSession(SQLiteSessionConfiguration(path: "\(folder.path)/case.db"))
        }
        return try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
    }
}
