import Foundation
import MigratorDatabase
import MigratorPostgres
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
