import Foundation
import MigratorDatabase
import MigratorPostgres
import MigratorTestSupport
import Testing

/// The server that the tests use; without one they are skipped.
enum Server {
    static let url = ProcessInfo.processInfo.environment["MIGRATOR_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    static var isThere: Bool { url != nil }

    static func configuration() throws -> PostgresSessionConfiguration {
        try PostgresSessionConfiguration(DatabaseURL(try #require(url)))
    }

    static func connect() async throws -> PostgresSession {
        try await PostgresSession(configuration())
    }
}

/// The tests that need a server; one by one, as a server takes only so many connections.
@Suite(.serialized, .enabled(if: Server.isThere, "MIGRATOR_TEST_POSTGRES names no server"))
struct ServerTests {}

/// Runs a body with a connection, which is closed afterwards.
func withConnection(_ body: (PostgresSession) async throws -> Void) async throws {
    let connection = try await Server.connect()
    do {
        try await body(connection)
    } catch {
        await connection.close()
        throw error
    }
    await connection.close()
}

extension PostgresSession {
    /// The number by which the server knows the session.
    func backend() async throws -> DatabaseCell {
        try #require(try await query("SELECT pg_backend_pid() AS pid").first?["pid"])
    }
}

/// Waits until the server runs a statement for a session: one that begins with this text.
func waitUntilServer(runs statement: String, for backend: DatabaseCell) async throws {
    try await wait("query LIKE '\(statement)%' AND state = 'active'", of: backend)
}

/// Waits until a session waits for a lock.
func waitUntilLocksOut(_ backend: DatabaseCell) async throws {
    try await wait("wait_event_type = 'Lock'", of: backend)
}

private func wait(_ condition: String, of backend: DatabaseCell) async throws {
    try await withConnection { other in
        try await poll(for: condition) {
            try await !other.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND \(condition)", [backend]).isEmpty
        }
    }
}

/// Runs what must fail, and returns its error.
func databaseError(from body: () async throws -> Void) async throws -> DatabaseFailure {
    do {
        try await body()
    } catch let error as DatabaseFailure {
        return error
    }
    Issue.record("nothing was thrown")
    return DatabaseFailure(.other, "nothing was thrown")
}
