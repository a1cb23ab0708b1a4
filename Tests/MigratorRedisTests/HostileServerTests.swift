import Foundation
import MigratorBlocking
import MigratorTestSupport
import Testing

@testable import MigratorRedis

/// What a client does with a server that is none, or is one no more.
@Suite
struct HostileServerTests {
    private func pool(_ server: FakeServer, _ change: (inout RedisStoreConfiguration) -> Void = { _ in }) -> RedisPool {
        var configuration = RedisStoreConfiguration(.tcp(host: "127.0.0.1", port: server.port))
        configuration.clientName = nil
        configuration.connectTimeout = .seconds(5)
        configuration.commandTimeout = .seconds(10)
        configuration.maximumReplySize = 1 << 20
        change(&configuration)
        return RedisPool(configuration)
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0", "$5\r\nabcdefgh\r\n", "$-7\r\n", "$1048577\r\n",
        "$9223372036854775807\r\n", "$99999999999999999999999\r\n", "*-3\r\n", "*1048577\r\n",
        "*9223372036854775807\r\n", ":twelve\r\n",
        String(repeating: "*1\r\n", count: 1000), String(repeating: "*", count: 200_000),
        "+" + String(repeating: "x", count: 200_000),
    ])
    func wrongRepliesAreErrors(_ reply: String) async throws {
        let server = try FakeServer.answering(Array(reply.utf8))
        let pool = pool(server)
        for round in 1...3 {
            let error = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
            #expect(error.code == .wrongReply, "\(error)")
            // Nothing that follows on such a connection means anything.
            #expect(pool.connectionCount == 0)
            #expect(server.count == round)
        }
    }

    @Test(arguments: [":1\r\n", "+OK\r\n", "$3\r\nabc\r\n", "$-1\r\n"])
    func whatIsNoDigestRunsNoScript(_ reply: String) async throws {
        let server = try FakeServer.answering(Array(reply.utf8))
        let error = try await redisError { _ = try await pool(server).script(RedisScript("return 1"), keys: []) }
        #expect(error.code == .wrongReply, "\(error)")
    }

    @Test(arguments: ["", "$5\r\nab", "*3\r\n:1\r\n", "+OK", "$"])
    func halfRepliesAreLostConnections(_ reply: String) async throws {
        let server = try FakeServer { peer in
            _ = peer.read()
            peer.write(reply)
        }
        let pool = pool(server)
        let error = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
        #expect(error.code == .connectionLost, "\(error)")
        #expect(pool.connectionCount == 0 && server.count == 1)
    }

    @Test
    func endlessRepliesEnd() async throws {
        let server = try FakeServer { peer in
            _ = peer.read()
            let piece = [UInt8](repeating: 65, count: 10_000)
            peer.write("*1000000\r\n")
            while peer.write(Array("$10000\r\n".utf8) + piece + [13, 10]) {}
        }
        let error = try await redisError { _ = try await pool(server).command(RedisCommand("PING")) }
        #expect(error.code == .wrongReply)
    }

    @Test
    func tricklingRepliesTimeOut() async throws {
        let server = try FakeServer { peer in
            _ = peer.read()
            // A byte now and then: each of them alone would come in time.
            peer.write("$100000\r\n")
            while peer.write("x") { _ = poll(nil, 0, 20) }
        }
        let pool = pool(server)
        let error = try await redisError {
            _ = try await pool.command(RedisCommand("PING"), timeout: .milliseconds(200))
        }
        #expect(error.code == .timedOut)
        #expect(pool.connectionCount == 0)
    }

    @Test
    func unaskedRepliesAnswerNothing() async throws {
        // Each connection gets one reply too many.
        let server = try FakeServer { peer in
            while !peer.read().isEmpty { peer.write("+one\r\n+two\r\n") }
        }
        let pool = pool(server)
        for round in 1...5 {
            #expect(try await pool.command(RedisCommand("PING")).text == "one")
            #expect(server.count == round)
        }
        // Nor do those that come a little later.
        let late = try FakeServer { peer in
            while !peer.read().isEmpty {
                peer.write("+one\r\n")
                peer.write("+two\r\n")
            }
        }
        let other = self.pool(late)
        for _ in 1...50 {
            let text = try await other.command(RedisCommand("PING")).text
            #expect(text == "one" || text == "two")
        }
    }

    @Test
    func tooManyClientsIsBusy() async throws {
        let server = try FakeServer { peer in peer.write("-ERR max number of clients reached\r\n") }
        for name in [nil, "name"] {
            let pool = pool(server) { ($0.clientName, $0.password) = (name, name) }
            let error = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
            #expect(error.code == .busy && error.isTransient || error.code == .connectionLost, "\(error)")
        }
    }

    @Test
    func whatTheServerSaysToAPasswordIsNotRepeated() async throws {
        let server = try FakeServer.answering(Array("-ERR hunter2 is wrong\r\n".utf8))
        let pool = pool(server) { $0.password = "hunter2" }
        let error = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
        #expect(error.code == .authenticationFailed && !"\(error)".contains("hunter2"))
        #expect(pool.connectionCount == 0)
    }

    @Test
    func anythingAtAllIsSurvived() async throws {
        let server = try FakeServer { peer in
            let words = [
                "+OK\r\n", "$3\r\nabc\r\n", "*2\r\n", "$-1\r\n", ":5\r\n", "-E\r\n", "$100\r\n",
                "*1000000\r\n", "\r\n", "?",
            ]
            var random = SeededRandom(Rounds.seed &+ UInt64(peer.socket))
            while !peer.read().isEmpty {
                let count = Int.random(in: 1...6, using: &random)
                let text = (0..<count).compactMap { _ in words.randomElement(using: &random) }.joined()
                if !peer.write(text) || Int.random(in: 0..<3, using: &random) == 0 { return }
            }
        }
        let pool = pool(server) { ($0.maxConnections, $0.commandTimeout) = (4, .milliseconds(30)) }
        let codes: Set<RedisError.Code> = [.wrongReply, .connectionLost, .timedOut, .server]
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<40 {
                        do throws(RedisError) {
                            _ = try await pool.command(RedisCommand("PING"))
                        } catch {
                            #expect(codes.contains(error.code), "\(error)")
                        }
                    }
                }
            }
        }
        #expect(pool.connectionCount <= 4 && pool.waitingCount == 0)
    }

    @Test
    func noServerCostsOneRefusedConnection() async throws {
        // A port that somebody had a moment ago.
        var server: FakeServer? = try FakeServer { _ in }
        let port = try #require(server?.port)
        server = nil
        var configuration = RedisStoreConfiguration(.tcp(host: "127.0.0.1", port: port))
        let pool = RedisPool(configuration)
        var error = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
        #expect(error.code == .cannotConnect && error.message.contains("refused"), "\(error)")
        // Others use the machine as well, but not all the time.
        try await poll(for: "a refusal") {
            let start = ContinuousClock.now
            _ = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
            return start.duration(to: .now) < .milliseconds(3)
        }
        configuration.address = .unix(path: "/nowhere/socket")
        error = try await redisError { _ = try await RedisPool(configuration).command(RedisCommand("PING")) }
        #expect(error.code == .cannotConnect)
        configuration.address = .tcp(host: "no-such-host.invalid", port: 1)
        configuration.connectTimeout = .seconds(20)
        error = try await redisError { _ = try await RedisPool(configuration).command(RedisCommand("PING")) }
        #expect(error.code == .cannotConnect && error.message.contains("found"), "\(error)")
    }

    @Test
    func silentHostsTimeOut() async throws {
        // Of TEST-NET-1, which no host answers for.
        var configuration = RedisStoreConfiguration(.tcp(host: "192.0.2.1", port: 6379))
        (configuration.maxConnections, configuration.commandTimeout) = (2, .seconds(10))
        let pool = RedisPool(configuration)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let error = try? await redisError { _ = try await pool.command(RedisCommand("PING")) }
                    #expect(error?.code == .cannotConnect)
                }
            }
        }
        #expect(pool.connectionCount == 0 && pool.waitingCount == 0)
    }

    @Test
    func aServerThatHangsUpWhileItIsWrittenToEndsNoProcess() async throws {
        // What a library finds in most programs.
        signal(SIGPIPE, SIG_DFL)
        let server = try FakeServer { peer in _ = peer.read() }
        let pool = pool(server)
        let large = [UInt8](repeating: 1, count: 20_000_000)
        for _ in 0..<3 {
            let error = try await redisError { _ = try await pool.command(.set("key", large)) }
            #expect(error.code == .connectionLost)
        }
        // On a socket of this machine the first write fails.
        let link = try RedisLink(socket: FakeServer.halfOfAPair(), pool.configuration, PipeInterrupter())
        let error = try await redisError { _ = try link.exchange([RedisCommand("PING")], until: .now + .seconds(10)) }
        #expect(error.code == .connectionLost && !link.isOpen)
    }
}
