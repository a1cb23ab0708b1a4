import Migrator
import MigratorDatabase
import MigratorSQLite
import MigratorTestSupport
import Synchronization
import Testing

/// What is waited for before a connection is open, and what is not.
struct ServerWaitTests {
    /// Fails so often, then connects; counts the attempts.
    private final class Server: Sendable {
        private let left: Mutex<Int>
        private let asked = Mutex(0)
        private let error: any Error

        init(failing times: Int, _ error: any Error) {
            left = Mutex(times)
            self.error = error
        }

        var attempts: Int { asked.withLock { $0 } }

        func connect() async throws -> any DatabaseConnection {
            asked.withLock { $0 += 1 }
            let fails = left.withLock { left in
                defer { left -= 1 }
                return left > 0
            }
            if fails { throw error }
            return try await SQLiteSession(SQLiteSessionConfiguration(path: ":memory:"))
        }

        func fail(_ times: Int) { left.withLock { $0 = times } }
    }

    @Test(
        arguments: [
            DatabaseFailure(.cannotOpen, "connection refused"),
            DatabaseFailure(.cannotOpen, "the database system is starting up", sqlState: "57P03"),
            DatabaseFailure(.connectionLost, "shut down", sqlState: "57P01"),
            DatabaseFailure(.connectionLost, "the server closed the connection"),
            MigratorError(.databaseUnreachable, "away", cause: DatabaseFailure(.cannotOpen, "no such name")),
        ] as [any Error]
    )
    func aServerThatIsNotUpYetIsWaitedFor(_ error: any Error) async throws {
        let server = Server(failing: 3, error)
        let heard = Mutex(0)
        let wait = ServerWait(upTo: .seconds(600)) { _ in heard.withLock { $0 += 1 } }
        let connection = try await wait.connecting(server.connect)()
        await connection.close()
        #expect(server.attempts == 4)
        #expect(heard.withLock { $0 } == 1)
    }

    @Test(
        arguments: [
            DatabaseFailure(.authenticationFailed, "no", sqlState: "28P01"),
            DatabaseFailure(.cannotOpen, "no such database", sqlState: "3D000"),
            DatabaseFailure(.permissionDenied, "no CONNECT", sqlState: "42501"),
            DatabaseFailure(.cannotOpen, "too many", sqlState: "53300"),
            DatabaseFailure(.cannotOpen, "unable to open database file", resultCode: 14),
            MigratorError(.databaseUnreachable, "no", cause: DatabaseFailure(.authenticationFailed, "no")),
            MigratorError(.invalidSetting, "no"), CancellationError(),
        ] as [any Error]
    )
    func anAnswerIsNotWaitedFor(_ error: any Error) async throws {
        let server = Server(failing: .max, error)
        await #expect(throws: (any Error).self) {
            try await ServerWait(upTo: .seconds(600)).connecting(server.connect)()
        }
        #expect(server.attempts == 1)
    }

    @Test func fromTheFirstConnectionOnNothingIsWaitedFor() async throws {
        let server = Server(failing: 1, DatabaseFailure(.cannotOpen, "connection refused"))
        let connect = ServerWait(upTo: .seconds(600)).connecting(server.connect)
        await (try await connect()).close()
        server.fail(.max)
        await #expect(throws: DatabaseFailure.self) { try await connect() }
        #expect(server.attempts == 3)
    }

    @Test func theTimeIsUpSomeDay() async throws {
        let server = Server(failing: .max, DatabaseFailure(.cannotOpen, "connection refused"))
        let error = await #expect(throws: DatabaseFailure.self) {
            try await ServerWait(upTo: .milliseconds(1)).connecting(server.connect)()
        }
        #expect(error?.message == "connection refused")
        let none = Server(failing: .max, DatabaseFailure(.cannotOpen, "connection refused"))
        await #expect(throws: DatabaseFailure.self) { try await ServerWait(upTo: .zero).connecting(none.connect)() }
        #expect(none.attempts == 1)
    }
}
