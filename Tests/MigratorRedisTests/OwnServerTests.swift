import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// The tests that stop, kill and restart servers of their own.
@Suite(.serialized, .enabled(if: Server.isThere, "MIGRATOR_TEST_REDIS names no server"))
struct OwnServerTests {
    @Test
    func unixSockets() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(server.configuration { $0.address = .unix(path: server.socket) })
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
            let list = try await pool.command(RedisCommand("CLIENT", "LIST")).text
            #expect(list?.contains(server.socket) == true)
            try await server.halt()
            let lost = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
            #expect(lost.code == .cannotConnect)
        }
    }

    @Test
    func numbersOfVersionSix() async throws {
        // Not every machine has it.
        guard FileManager.default.fileExists(atPath: "/proc/net/if_inet6") else { return }
        try await OwnServer.run("bind 127.0.0.1 ::1") { server in
            guard case .tcp(_, let port) = server.configuration.address else { return }
            let url = "redis://:\(server.configuration.password ?? "")@[::1]:\(port)"
            let pool = RedisPool(try RedisStoreConfiguration(url: url))
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
            let list = try await pool.command(RedisCommand("CLIENT", "LIST")).text
            #expect(list?.contains("addr=[::1]:") == true)
        }
    }

    @Test
    func aPausedServerNeverAnswersTheNextCommand() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(
                server.configuration { ($0.maxConnections, $0.commandTimeout) = (8, .milliseconds(100)) }
            )
            let answers = Shared((right: 0, timedOut: 0))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<30 {
                    group.addTask {
                        for round in 0..<150 {
                            let text = "\(task):\(round)"
                            do throws(RedisError) {
                                let reply = try await pool.command(RedisCommand("ECHO", text))
                                #expect(reply.text == text, "a reply of another command")
                                answers.withLock { $0.right += 1 }
                            } catch {
                                #expect([.timedOut, .cannotConnect].contains(error.code), "\(error)")
                                answers.withLock { $0.timedOut += 1 }
                            }
                        }
                    }
                }
                for _ in 0..<6 {
                    let before = answers.withLock { $0 }
                    try server.pause()
                    try await poll(for: "a command that times out") {
                        answers.withLock { $0.timedOut } > before.timedOut
                    }
                    try server.resume()
                    try await poll(for: "a command that succeeds") {
                        answers.withLock { $0.right > before.right || $0.right + $0.timedOut == 4500 }
                    }
                }
                try await group.waitForAll()
            }
            #expect(answers.withLock { $0.right } > 0 && answers.withLock { $0.timedOut } > 0)
            #expect(try await pool.command(RedisCommand("ECHO", "last")).text == "last")
        }
    }

    @Test
    func aTimeOutClosesItsConnection() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(server.configuration { $0.maxConnections = 1 })
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
            try server.pause()
            let start = ContinuousClock.now
            let error = try await redisError {
                _ = try await pool.command(RedisCommand("ECHO", "late"), timeout: .milliseconds(50))
            }
            #expect(error.code == .timedOut)
            #expect(start.duration(to: .now) >= .milliseconds(50) && start.duration(to: .now) < .seconds(20))
            #expect(pool.connectionCount == 0)
            try server.resume()
            #expect(try await pool.command(RedisCommand("ECHO", "next")).text == "next")
        }
    }

    @Test
    func aServerThatComesBackIsUsedAgain() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(server.configuration)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<10 { group.addTask { _ = try? await pool.command(RedisCommand("BLPOP", "none", "0.1")) } }
            }
            #expect(pool.connectionCount > 1)
            let first = try await pool.serverInfo()
            try await server.halt()
            let lost = try await redisError { _ = try await pool.command(RedisCommand("PING")) }
            #expect([.cannotConnect, .connectionLost].contains(lost.code))
            try await server.startAgain()
            // At the first try: dead connections are noticed before anything is sent.
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
            let second = try await pool.serverInfo()
            #expect(second.runID != first.runID && second.masterReplicationID != first.masterReplicationID)
            // Restarted while nobody looked.
            try await server.halt()
            try await server.startAgain()
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
        }
    }

    @Test
    func aServerThatDiesInTheMiddleIsALostConnection() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(server.configuration)
            let blocked = Task { try await pool.command(RedisCommand("BLPOP", "none", "0")) }
            let other = RedisPool(server.configuration)
            try await poll(for: "a command that blocks") {
                try await other.command(RedisCommand("INFO", "clients")).text?.contains("blocked_clients:1") == true
            }
            try await server.halt()
            #expect(try await redisError { _ = try await blocked.value }.code == .connectionLost)
        }
    }

    @Test
    func aFullServerSaysSo() async throws {
        try await OwnServer.run("maxmemory 2mb", "maxmemory-policy noeviction") { server in
            let pool = RedisPool(server.configuration)
            let value = [UInt8](repeating: 7, count: 100_000)
            var refusal: RedisError?
            for number in 0..<100 where refusal == nil {
                do throws(RedisError) {
                    _ = try await pool.command(.set("key\(number)", value))
                } catch {
                    refusal = error
                }
            }
            #expect(refusal?.code == .outOfMemory && refusal?.kind == "OOM")
            let script = RedisScript("return redis.call('SET', KEYS[1], ARGV[1])")
            let error = try await redisError { _ = try await pool.script(script, keys: [[1]], arguments: [value]) }
            #expect(error.code == .outOfMemory)
            #expect(try await pool.command(RedisCommand("GET", "key0")) == .bytes(value))
        }
    }

    @Test
    func aServerThatLoadsItsDataSaysSo() async throws {
        try await OwnServer.run { server in
            let pool = RedisPool(server.configuration)
            // Large enough that the server answers while it loads, whatever its age.
            _ = try await pool.command(RedisCommand("CONFIG", "SET", "rdbcompression", "no"))
            _ = try await pool.command(RedisCommand("DEBUG", "POPULATE", "3000", "key", "8192"))
            try await server.save()
            try await server.halt()
            try await server.startAgain("key-load-delay 500")
            let error = try await redisError { _ = try await pool.command(RedisCommand("GET", "key:1")) }
            #expect(error.code == .loading && error.isTransient)
            try await poll(for: "the end of loading") {
                do throws(RedisError) {
                    return try await pool.command(RedisCommand("GET", "key:1")).text?.hasPrefix("value:1") == true
                } catch {
                    guard error.code == .loading else { throw error }
                    return false
                }
            }
        }
    }

    @Test
    func aReplicaTakesNoWrites() async throws {
        try await OwnServer.run { server in
            let port = try FakeServer { _ in }.port
            try await server.halt()
            try await server.startAgain("replicaof 127.0.0.1 \(port)", "replica-serve-stale-data yes")
            let pool = RedisPool(server.configuration)
            let error = try await redisError { _ = try await pool.command(RedisCommand("SET", "a", "b")) }
            #expect(error.code == .readOnlyReplica)
            let info = try await pool.serverInfo()
            guard case .replica("127.0.0.1", port, _) = info.role else {
                Issue.record("\(info.role)")
                return
            }
            #expect(!info.isMaster)
            _ = try await pool.command(RedisCommand("CONFIG", "SET", "replica-serve-stale-data", "no"))
            let down = try await redisError { _ = try await pool.command(RedisCommand("GET", "a")) }
            #expect(down.code == .masterDown && down.isTransient)
        }
    }

    @Test
    func aClusterHasNoDatabaseNumbers() async throws {
        try await OwnServer.run("cluster-enabled yes") { server in
            let pool = RedisPool(server.configuration)
            let info = try await pool.serverInfo()
            #expect(info.isCluster)
            // No slots are assigned.
            #expect(try await redisError { _ = try await pool.command(RedisCommand("GET", "a")) }.code == .busy)
            let numbered = RedisPool(server.configuration { $0.database = 2 })
            let error = try await redisError { _ = try await numbered.command(RedisCommand("PING")) }
            #expect(error.code == .unsupported && error.message.contains("is a Redis Cluster"))
        }
    }

    @Test
    func aBusyServerSaysSo() async throws {
        try await OwnServer.run("lua-time-limit 50") { server in
            let pool = RedisPool(server.configuration)
            let endless = Task { try await pool.command(RedisCommand("EVAL", "while true do end", "0")) }
            try await poll(for: "a busy server") {
                do throws(RedisError) {
                    _ = try await pool.command(RedisCommand("PING"))
                    return false
                } catch {
                    guard error.code == .busy else { throw error }
                    return true
                }
            }
            _ = try await pool.command(RedisCommand("SCRIPT", "KILL"))
            #expect(try await redisError { _ = try await endless.value }.code == .server)
            #expect(try await pool.command(RedisCommand("PING")).text == "PONG")
        }
    }
}
