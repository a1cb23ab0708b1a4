import Foundation
import MigratorRedis
import MigratorTestSupport
import Synchronization
import Testing

/// The server that the tests share; without one they are skipped.
enum Server {
    static let url = ProcessInfo.processInfo.environment["MIGRATOR_TEST_REDIS"].flatMap { $0.isEmpty ? nil : $0 }
    static var isThere: Bool { url != nil }

    static func configuration() throws -> RedisStoreConfiguration {
        var configuration = try RedisStoreConfiguration(url: try #require(url))
        // A machine that builds and tests at once may be slower than the defaults allow.
        configuration.connectTimeout = .seconds(5)
        configuration.commandTimeout = .seconds(20)
        return configuration
    }

    static func pool(_ change: (inout RedisStoreConfiguration) -> Void = { _ in }) throws -> RedisPool {
        var configuration = try configuration()
        change(&configuration)
        return RedisPool(configuration)
    }

    /// A key that no other test uses.
    static func key(_ name: String = "key") -> String { "test:\(name):\(UUID().uuidString)" }
}

@Test
func aServerIsThereInCI() {
    if ProcessInfo.processInfo.environment["CI"] == "true" {
        #expect(Server.isThere, "MIGRATOR_TEST_REDIS names no server; run the tests by scripts/redis.sh run")
    }
}

/// A server of one test, which may be stopped, killed and started again.
final class OwnServer: Sendable {
    let folder: String
    let configuration: RedisStoreConfiguration

    private init(folder: String, configuration: RedisStoreConfiguration) {
        self.folder = folder
        self.configuration = configuration
    }

    /// Runs a body with a server, which is deleted afterwards.
    static func run(_ lines: String..., body: (OwnServer) async throws -> Void) async throws {
        let folder = Script.serverFolder()
        let url = try await Script.run("redis.sh", ["start", folder] + lines)
        var configuration = try RedisStoreConfiguration(url: url)
        configuration.connectTimeout = .seconds(5)
        configuration.commandTimeout = .seconds(20)
        let server = OwnServer(folder: folder, configuration: configuration)
        do {
            try await body(server)
        } catch {
            try? await server.delete()
            throw error
        }
        try await server.delete()
    }

    var socket: String { "\(folder)/socket" }

    func configuration(_ change: (inout RedisStoreConfiguration) -> Void) -> RedisStoreConfiguration {
        var configuration = configuration
        change(&configuration)
        return configuration
    }

    func halt() async throws {
        try await Script.run("redis.sh", "halt", folder)
    }

    func startAgain(_ lines: String...) async throws {
        try await Script.run("redis.sh", ["start", folder] + lines)
    }

    /// Writes the snapshot, once none is being written that the server has begun by itself.
    func save() async throws {
        let pool = RedisPool(configuration)
        defer { pool.close() }
        try await poll(for: "a snapshot") {
            do {
                return try await pool.command(RedisCommand("SAVE")).text == "OK"
            } catch let error as RedisError where error.message.contains("already in progress") {
                return false
            }
        }
    }

    /// Stops the process such that the system still takes connections for it.
    func pause() throws {
        try signal(SIGSTOP)
    }

    func resume() throws {
        try signal(SIGCONT)
    }

    private func signal(_ number: Int32) throws {
        let text = try String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(process, number) == 0)
    }

    private func delete() async throws {
        try? resume()
        try await Script.run("redis.sh", "stop", folder)
    }
}

/// Runs what must fail with an error of Redis, and returns it.
func redisError(
    sourceLocation: SourceLocation = #_sourceLocation,
    from body: () async throws -> Void
) async throws -> RedisError {
    do {
        try await body()
    } catch let error as RedisError {
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    return RedisError(.server, "nothing was thrown")
}

extension RedisCommand {
    static func set(_ key: String, _ value: [UInt8]) -> RedisCommand {
        var command = RedisCommand("SET", key)
        command.append(value)
        return command
    }
}

/// What several tasks of a test change.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: consuming sending Value) {
        self.value = Mutex(value)
    }

    func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try value.withLock { value in try body(&value) }
    }
}
