import Foundation
import MigratorDatabase
package import MigratorPostgres

/// The PostgreSQL server that tests use, named by `MIGRATOR_TEST_POSTGRES`; without one they are skipped.
package enum PostgresServer {
    package static let url = ProcessInfo.processInfo.environment["MIGRATOR_TEST_POSTGRES"].flatMap { url in
        url.isEmpty ? nil : url
    }
    package static var isThere: Bool { url != nil }

    /// Lends a new database to a body, and drops it afterwards, whoever still uses it.
    package static func withDatabase<Result>(
        _ body: (PostgresDatabase) async throws -> Result
    ) async throws -> Result {
        let server = try DatabaseURL(url ?? "")
        let name = "test_\(UUID().uuidString.prefix(12).lowercased().filter { $0 != "-" })"
        let administration = try await PostgresSession(PostgresSessionConfiguration(server))
        try await administration.execute("CREATE DATABASE \(name)")
        let database = PostgresDatabase(server: url ?? "", name: name)
        do {
            let result = try await body(database)
            try await drop(name, administration)
            return result
        } catch {
            try await drop(name, administration)
            throw error
        }
    }

    /// Lends a connection to a new database to a body.
    package static func withConnection(_ body: (PostgresSession) async throws -> Void) async throws {
        try await withDatabase { database in
            let connection = try await database.connect()
            do {
                try await body(connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        }
    }

    private static func drop(_ name: String, _ administration: PostgresSession) async throws {
        try await administration.execute("DROP DATABASE \(name) WITH (FORCE)")
        await administration.close()
    }
}

/// A database of a test's own.
package struct PostgresDatabase: Sendable {
    package let url: String

    init(server: String, name: String) {
        url = server[..<(server.lastIndex(of: "/") ?? server.endIndex)] + "/\(name)"
    }

    /// A database that something else makes.
    package init(at url: String) {
        self.url = url
    }

    /// Makes a database on a server of a test's own, with which it goes.
    package init(named name: String, on server: String) async throws {
        self.init(server: server, name: name)
        let administration = try await PostgresSession(PostgresSessionConfiguration(connectionString: server))
        try await administration.execute("CREATE DATABASE \(name)")
        await administration.close()
    }

    /// This database by way of a pooler, whose URL names another one.
    package func through(_ pooler: String) -> PostgresDatabase {
        PostgresDatabase(server: pooler, name: String(url[(url.lastIndex(of: "/") ?? url.startIndex)...].dropFirst()))
    }

    /// The URL with other parameters behind it, such as `options=…`.
    package func url(_ parameters: String) -> String { "\(url)?\(parameters)" }

    package func connect() async throws -> PostgresSession {
        try await PostgresSession(PostgresSessionConfiguration(connectionString: url))
    }

    /// Runs statements over a connection of their own.
    package func execute(_ statements: String...) async throws {
        let connection = try await connect()
        for statement in statements { try await connection.execute(statement) }
        await connection.close()
    }

    /// The rows of a query, each value as text.
    package func rows(_ sql: String) async throws -> [[String]] {
        let connection = try await connect()
        let rows = try await connection.query(sql)
        await connection.close()
        return rows.map { row in row.values.map(Self.text) }
    }

    private static func text(_ value: DatabaseCell) -> String {
        switch value {
        case .null: "NULL"
        case .text(let text): text
        case .int(let number): "\(number)"
        case .bool(let truth): "\(truth)"
        default: "\(value)"
        }
    }
}
