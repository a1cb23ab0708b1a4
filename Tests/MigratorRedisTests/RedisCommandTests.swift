import Foundation
import MigratorBlocking
import Testing

@testable import MigratorRedis

/// The tests that use the shared server.
@Suite(.enabled(if: Server.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct RedisCommandTests {
    @Test
    func everyTypeOfReplyComesFromAServer() async throws {
        let pool = try Server.pool()
        let key = Server.key()
        #expect(try await pool.command(RedisCommand("PING")) == .status("PONG"))
        #expect(try await pool.command(RedisCommand("SET", key, "v")).text == "OK")
        #expect(try await pool.command(RedisCommand("GET", key)) == .bytes([118]))
        #expect(try await pool.command(RedisCommand("GET", key + "-")) == .null)
        #expect(try await pool.command(RedisCommand("STRLEN", key)) == .integer(1))
        #expect(try await pool.command(RedisCommand("LRANGE", key + "-", "0", "-1")) == .array([]))
        let nested = try await pool.command(RedisCommand("EVAL", "return {1, 'a', {2, {}}, false, {err='X y'}}", "0"))
        #expect(nested.array?.prefix(4) == [.integer(1), .bytes([97]), .array([.integer(2), .array([])]), .null])
        guard case .error(let inner)? = nested.array?.last else {
            Issue.record("no error in \(nested)")
            return
        }
        #expect(inner.kind == "X")
        let wrong = try await redisError { _ = try await pool.command(RedisCommand("LPUSH", key, "x")) }
        #expect(wrong.code == .wrongType)
        let unknown = try await redisError { _ = try await pool.command(RedisCommand("NOSUCH", "hunter2")) }
        #expect(unknown.code == .server && !"\(unknown)".contains("hunter2"))
        // An error reply leaves the connection as it was.
        #expect(pool.connectionCount == 1)
        _ = try await pool.command(RedisCommand("DEL", key))
    }

    @Test
    func bytesStayAsTheyAre() async throws {
        let pool = try Server.pool()
        let key = Server.key()
        let all = (0...255).map { UInt8($0) }
        let binary = RedisCommand("SET", [Array(key.utf8) + all, all + [13, 10, 0] + all])
        #expect(try await pool.command(binary).text == "OK")
        let got = try await pool.command(RedisCommand("GET", [Array(key.utf8) + all]))
        #expect(got == .bytes(all + [13, 10, 0] + all))
        #expect(try await pool.command(.set(key, [])).text == "OK")
        #expect(try await pool.command(RedisCommand("GET", key)) == .bytes([]))
        let large = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(try await pool.command(.set(key, large)).text == "OK")
        #expect(try await pool.command(RedisCommand("GET", key)) == .bytes(large))
        _ = try await pool.pipeline([RedisCommand("DEL", key), RedisCommand("DEL", [Array(key.utf8) + all])])
        #expect(pool.connectionCount == 1)
    }

    @Test
    func thousandsOfCommandsGoTogether() async throws {
        let pool = try Server.pool { $0.commandTimeout = .seconds(30) }
        let commands = (0..<10_000).map { RedisCommand("ECHO", "number \($0)") }
        let replies = try await pool.pipeline(commands)
        #expect(replies == (0..<10_000).map { .bytes(Array("number \($0)".utf8)) })
        // More than the sockets hold in both directions: whoever only writes would wait for ever.
        let big = [UInt8](repeating: 65, count: 100_000)
        let echoes = try await pool.pipeline((0..<300).map { _ in RedisCommand("ECHO", [big]) })
        #expect(echoes.count == 300 && echoes.allSatisfy { $0 == .bytes(big) })
        #expect(try await pool.pipeline([]).isEmpty)
        // A command that fails stops no other.
        let mixed = try await pool.pipeline([
            RedisCommand("ECHO", "a"), RedisCommand("NOSUCH"), RedisCommand("ECHO", "b"),
        ])
        #expect(mixed.first?.text == "a" && mixed.last?.text == "b")
        #expect(throws: RedisError.self) { try mixed[1].checked() }
    }

    @Test
    func manyKeysAtOnce() async throws {
        let pool = try Server.pool()
        let key = Server.key()
        let names = (0..<3000).map { Array("\(key):\($0)".utf8) }
        let commands = names.indices.filter { $0 % 3 == 0 }.map { RedisCommand("SET", [names[$0], names[$0]]) }
        _ = try await pool.pipeline(commands)
        let found = try await pool.mget(names)
        #expect(found == names.indices.map { $0 % 3 == 0 ? names[$0] : nil })
        #expect(try await pool.mget([]).isEmpty)
        _ = try await pool.command(RedisCommand("DEL", names))
    }

    @Test
    func scriptsRunByDigestAndAreLoadedAgain() async throws {
        let pool = try Server.pool()
        let key = Server.key()
        let script = RedisScript("redis.call('INCRBY', KEYS[1], ARGV[1]); return {KEYS[1], redis.call('GET', KEYS[1])}")
        for round in 1...3 {
            let reply = try await pool.script(script, keys: [Array(key.utf8)], arguments: [Array("5".utf8)])
            #expect(reply == .array([.bytes(Array(key.utf8)), .bytes(Array("\(round * 5)".utf8))]))
        }
        let digest = try await pool.digest(of: script)
        let known = try await pool.command(RedisCommand("SCRIPT", "EXISTS", digest))
        #expect(known == .array([.integer(1)]))
        _ = try await pool.command(RedisCommand("SCRIPT", "FLUSH"))
        #expect(try await pool.command(RedisCommand("SCRIPT", "EXISTS", digest)) == .array([.integer(0)]))
        let byDigest = try await redisError {
            _ = try await pool.command(script.command(digest: digest, keys: [Array(key.utf8)], arguments: [[53]]))
        }
        #expect(byDigest.code == .noScript)
        let again = try await pool.script(script, keys: [Array(key.utf8)], arguments: [Array("5".utf8)])
        #expect(again.array?.last?.integer == 20)
        let failing = RedisScript("return redis.error_reply('MINE because')")
        let error = try await redisError { _ = try await pool.script(failing, keys: []) }
        #expect(error.kind == "MINE")
        _ = try await pool.command(RedisCommand("DEL", key))
    }

    @Test
    func usersAndPasswords() async throws {
        let pool = try Server.pool()
        let user = "u\(UUID().uuidString)"
        _ = try await pool.command(RedisCommand("ACL", "SETUSER", user, "on", ">right", "~*", "+ping", "+echo"))
        let asUser = try Server.pool { ($0.user, $0.password) = (user, "right") }
        #expect(try await asUser.command(RedisCommand("PING")).text == "PONG")
        let forbidden = try await redisError { _ = try await asUser.command(RedisCommand("GET", "x")) }
        #expect(forbidden.code == .notPermitted)
        for (name, password) in [(user, "hunter2"), ("nobody", "hunter2"), (nil, "hunter2")] as [(String?, String)] {
            let wrong = try Server.pool { ($0.user, $0.password) = (name, password) }
            let error = try await redisError { _ = try await wrong.command(RedisCommand("PING")) }
            #expect(error.code == .authenticationFailed)
            #expect(!"\(error)".contains("hunter2") && !error.message.contains("nobody"))
            #expect(wrong.connectionCount == 0)
        }
        for name in [nil, "someone"] {
            let none = try Server.pool { ($0.password, $0.clientName) = (nil, name) }
            let error = try await redisError { _ = try await none.command(RedisCommand("PING")) }
            #expect(error.code == .authenticationFailed)
        }
        _ = try await pool.command(RedisCommand("ACL", "DELUSER", user))
    }

    @Test
    func databasesAreNumbered() async throws {
        let key = Server.key()
        let first = try Server.pool()
        let other = try Server.pool { $0.database = 7 }
        _ = try await other.command(RedisCommand("SET", key, "seven"))
        #expect(try await first.command(RedisCommand("GET", key)) == .null)
        #expect(try await other.command(RedisCommand("GET", key)).text == "seven")
        _ = try await other.command(RedisCommand("DEL", key))
        let none = try Server.pool { $0.database = 99_999 }
        let error = try await redisError { _ = try await none.command(RedisCommand("PING")) }
        #expect(error.code == .unsupported && error.message.contains("99999"))
    }

    @Test
    func theServerTellsAboutItself() async throws {
        let pool = try Server.pool()
        let info = try await pool.serverInfo()
        #expect(info.isMaster && info.role == .master && !info.isCluster)
        #expect(info.runID.count == 40 && info.masterReplicationID.count == 40)
        #expect(info.runID != info.masterReplicationID)
        #expect(info.redisVersion.split(separator: ".").count == 3)
        #expect(try await pool.serverInfo().runID == info.runID)
        let name = try await pool.command(RedisCommand("CLIENT", "GETNAME"))
        #expect(name.text == "migrator")
    }

    @Test
    func socketsAreLookedAfter() throws {
        let configuration = try Server.configuration()
        for keepsAlive in [true, false] {
            var configuration = configuration
            configuration.keepsAlive = keepsAlive
            let link = try RedisOpening.open(configuration, PipeInterrupter())
            func option(_ level: Int32, _ name: Int32) -> Int32 {
                var value: Int32 = -1
                var size = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(link.socket, level, name, &value, &size)
                return value
            }
            #expect(option(SOL_SOCKET, SO_KEEPALIVE) == (keepsAlive ? 1 : 0))
            #expect(option(Int32(IPPROTO_TCP), TCP_NODELAY) == 1)
            #expect(fcntl(link.socket, F_GETFD) & FD_CLOEXEC != 0)
            let socket = link.socket
            link.close()
            #expect(fcntl(socket, F_GETFD) == -1 || link.isOpen == false)
        }
    }

    @Test
    func refusesWhatWouldChangeTheConnection() async throws {
        let pool = try Server.pool()
        let commands = [
            RedisCommand("subscribe", "x"), RedisCommand("SELECT", "1"), RedisCommand("Monitor"),
            RedisCommand("CLIENT", "reply", "OFF"), RedisCommand("AUTH", "hunter2"), RedisCommand("HELLO", "3"),
            RedisCommand("RESET"), RedisCommand(""), RedisCommand(),
        ]
        for command in commands {
            let error = try await redisError { _ = try await pool.command(command) }
            #expect(error.code == .unsupported && !error.message.contains("hunter2"))
            let together = try await redisError { _ = try await pool.pipeline([RedisCommand("PING"), command]) }
            #expect(together.code == .unsupported)
        }
        #expect(pool.connectionCount == 0)
        #expect(try await pool.command(RedisCommand("CLIENT", "ID")).integer != nil)
    }

    @Test
    func oneConnectionByItself() async throws {
        let connection = try await RedisConnection(Server.configuration())
        // Calls of many tasks follow one another.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<20 {
                group.addTask {
                    for round in 0..<20 {
                        let text = "\(task) \(round)"
                        let replies = try await connection.send([RedisCommand("ECHO", text), RedisCommand("PING")])
                        #expect(replies == [.bytes(Array(text.utf8)), .status("PONG")])
                    }
                }
            }
            try await group.waitForAll()
        }
        let refused = try await redisError { _ = try await connection.send([RedisCommand("SELECT", "1")]) }
        #expect(refused.code == .unsupported)
        await connection.close()
        let error = try await redisError { _ = try await connection.send([RedisCommand("PING")]) }
        #expect(error.code == .connectionLost)
    }
}
