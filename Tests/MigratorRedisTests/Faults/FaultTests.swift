import CacheBridge
import Foundation
import MigratorRedis
import MigratorTestSupport
import Synchronization
import Testing

/// Fifty tasks read and write through caches while their Redis is killed, flushed, stopped, filled, replaced.
@Suite(.enabled(if: Server.isThere), .serialized)
struct FaultTests {
    private let soaks = Rounds.count(reduced: 0, full: 1) == 1

    private func port(_ server: OwnServer) -> Int {
        if case .tcp(_, let port) = server.configuration.address { port } else { 0 }
    }

    private func command(_ server: OwnServer, _ words: String...) async throws {
        let pool = RedisPool(server.configuration)
        defer { pool.close() }
        var command = RedisCommand(words[0])
        for word in words.dropFirst() { command.append(word) }
        _ = try await pool.command(command)
    }

    /// Lets the fleet go on until it has read and written so much more, and hits the store again.
    private func settle(_ fleet: Fleet, _ name: String) async throws {
        let before = (fleet.history.withLock { $0 }, fleet.remoteHits)
        try await poll(for: "the fleet to recover from \(name)", within: .seconds(50)) {
            let now = fleet.history.withLock { $0 }
            return now.reads > before.0.reads + 100 && now.writes > before.0.writes + 1
                && fleet.remoteHits > before.1 + 10
        }
    }

    private func during(_ fleet: Fleet, _ name: String, _ body: () async throws -> Void) async throws {
        fleet.history.withLock { $0.nemesis = name }
        try await body()
        fleet.history.withLock { $0.nemesis = "recovery from \(name)" }
        try await settle(fleet, name)
    }

    private func check(_ fleet: Fleet, sourceLocation: SourceLocation = #_sourceLocation) {
        let history = fleet.history.withLock { $0 }
        #expect(history.wrong.isEmpty, "\(history.wrong.prefix(5))", sourceLocation: sourceLocation)
        // A command's time, waiting for a connection included, and what a busy machine adds; far below any outage.
        #expect(
            history.longest < .seconds(15),
            "\(history.longest) during \(history.longestDuring)",
            sourceLocation: sourceLocation
        )
        print(
            "faults: \(history.reads) reads, \(history.writes) complete writes, longest \(history.longest) during "
                + "\(history.longestDuring), \(fleet.remoteHits) remote hits"
        )
    }

    private func outage(_ milliseconds: Int) async throws {
        try await Task.sleep(for: .milliseconds(soaks ? milliseconds * 3 : milliseconds))
    }

    @Test(.timeLimit(.minutes(60)))
    func noFaultOfOneServerMakesAValueWrong() async throws {
        try await OwnServer.run { server in
            let proxy = try RedisProxy(to: port(server))
            let fleet = Fleet(3, server.configuration { $0.address = .tcp(host: "127.0.0.1", port: proxy.port) })
            try await fleet.run(readers: 48, writers: 2, seed: Rounds.seed) {
                try await settle(fleet, "the start")
                for round in 0..<Rounds.count(reduced: 1, full: 8) {
                    try await during(fleet, "a kill") {
                        try await server.halt()
                        try await outage(300)
                        try await server.startAgain()
                    }
                    try await during(fleet, "a flush") {
                        for _ in 0..<20 {
                            try await command(server, "FLUSHALL")
                            try await outage(20)
                        }
                    }
                    try await during(fleet, "a stop") {
                        try server.pause()
                        try await Task.sleep(for: .seconds(soaks ? 5 : 2))
                        try server.resume()
                    }
                    try await during(fleet, "garbage") {
                        proxy.lead(.garbage(seed: Rounds.seed &+ UInt64(round)))
                        try await outage(300)
                        proxy.lead(.server(port: port(server)))
                    }
                    try await during(fleet, "another password") {
                        try await command(server, "CONFIG", "SET", "requirepass", "another")
                        proxy.lead(.server(port: port(server)))
                        try await outage(300)
                        let pool = RedisPool(server.configuration { $0.password = "another" })
                        let password = server.configuration.password ?? ""
                        _ = try await pool.command(RedisCommand("CONFIG", "SET", "requirepass", password))
                    }
                    try await during(fleet, "no room") {
                        try await command(server, "CONFIG", "SET", "maxmemory", "1")
                        try await outage(500)
                        try await command(server, "CONFIG", "SET", "maxmemory", "0")
                    }
                    try await during(fleet, "eviction") {
                        try await command(server, "CONFIG", "SET", "maxmemory-policy", "allkeys-random")
                        try await command(server, "CONFIG", "SET", "maxmemory", "1300000")
                        try await outage(500)
                        try await command(server, "CONFIG", "SET", "maxmemory", "0")
                    }
                }
            }
            check(fleet)
        }
    }

    /// What an earlier life of Redis knew comes back from its files.
    @Test(arguments: ["save 1 1", "appendonly yes"])
    func noRestartFromFilesMakesAValueWrong(_ line: String) async throws {
        try await OwnServer.run(line, "appendfsync always") { server in
            let fleet = Fleet(3, server.configuration)
            try await fleet.run(readers: 30, writers: 2, seed: Rounds.seed) {
                try await settle(fleet, "the start")
                for _ in 0..<Rounds.count(reduced: 2, full: 20) {
                    try await during(fleet, "a restart with \(line)") {
                        if line.hasPrefix("save") { try await server.save() }
                        try await outage(100)
                        try await server.halt()
                        try await server.startAgain(line, "appendfsync always")
                    }
                }
            }
            check(fleet)
        }
    }

    /// The address leads to a replica that has not heard everything, and later back.
    @Test func noFailoverToALaggingReplicaMakesAValueWrong() async throws {
        try await OwnServer.run { first in
            try await OwnServer.run { second in
                let proxy = try RedisProxy(to: port(first))
                // One password for whatever is behind the address.
                let password = first.configuration.password ?? ""
                try await command(second, "CONFIG", "SET", "requirepass", password)
                let other = RedisPool(second.configuration { $0.password = password })
                func run(_ pool: RedisPool, _ words: [String]) async throws {
                    var command = RedisCommand(words[0])
                    for word in words.dropFirst() { command.append(word) }
                    _ = try await pool.command(command)
                }
                let pools = [RedisPool(first.configuration), other]
                let ports = [port(first), port(second)]
                for pool in pools { try await run(pool, ["CONFIG", "SET", "masterauth", password]) }
                let fleet = Fleet(3, first.configuration { $0.address = .tcp(host: "127.0.0.1", port: proxy.port) })
                try await fleet.run(readers: 30, writers: 2, seed: Rounds.seed) {
                    try await settle(fleet, "the start")
                    var (primary, replica) = (0, 1)
                    for _ in 0..<Rounds.count(reduced: 2, full: 16) {
                        try await during(fleet, "a failover") {
                            try await run(pools[replica], ["REPLICAOF", "127.0.0.1", "\(ports[primary])"])
                            try await poll(for: "the replica", within: .seconds(20)) {
                                guard case .replica(_, _, let link) = try await pools[replica].serverInfo().role else {
                                    return false
                                }
                                return link == "connected"
                            }
                            try await outage(200)
                            // It hears nothing more, and is promoted later; the old primary takes writes meanwhile.
                            try await run(pools[replica], ["REPLICAOF", "127.0.0.1", "1"])
                            try await outage(300)
                            try await run(pools[replica], ["REPLICAOF", "NO", "ONE"])
                            proxy.lead(.server(port: ports[replica]))
                            swap(&primary, &replica)
                        }
                    }
                }
                check(fleet)
            }
        }
    }

    /// Without its invalidations, the fleet is found wrong: a check that finds nothing would be none.
    @Test func whatIsNotDeliveredIsFound() async throws {
        let fleet = Fleet(2, try Server.configuration(), delivers: false)
        try await fleet.run(readers: 20, writers: 1, seed: Rounds.seed) {
            try await poll(for: "a wrong value", within: .seconds(60)) {
                fleet.history.withLock { !$0.wrong.isEmpty }
            }
        }
    }
}
