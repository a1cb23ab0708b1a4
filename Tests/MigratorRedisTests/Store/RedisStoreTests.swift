import CacheBridge
import CacheSamples
import CacheTestKit
import Foundation
import MigratorRedis
import MigratorTestSupport
import Testing

/// What a store does about servers that are not as they should be.
@Suite(.enabled(if: Server.isThere))
struct RedisStoreTests {
    private func failure(_ body: () async throws -> Void) async throws -> CacheError? {
        do {
            try await body()
            return nil
        } catch let error as CacheError {
            return error
        }
    }

    private func code(_ body: () async throws -> Void) async throws -> CacheError.Code? {
        try await failure(body)?.code
    }

    private func setToken(_ store: RedisStore, _ identity: RemoteIdentity) async throws -> FreshToken {
        let token = FreshToken(name: "test:{a}:t")
        _ = try await store.establish([token], lifetime: .seconds(60), on: identity)
        return token
    }

    @Test func aRestartedServerIsAnotherOneForEveryCall() async throws {
        try await OwnServer.run("save 1 1") { server in
            let store = RedisStore(server.configuration)
            let before = try await store.identify()
            let token = try await setToken(store, before)
            try await server.save()
            try await server.halt()
            #expect(try await code { _ = try await store.values(of: [token.name], on: before) } == .connectionRefused)
            try await server.startAgain("save 1 1")
            #expect(try await code { _ = try await store.values(of: [token.name], on: before) } == .incarnationChanged)
            let write = RemoteWrite(name: "test:{a}:v", value: [1], lifetime: .seconds(60), tokens: [token])
            #expect(try await code { _ = try await store.store([write], on: before) } == .incarnationChanged)
            let after = try await store.identify()
            #expect(after.runID != before.runID)
            #expect(try await store.values(of: [token.name], on: after) == [token.token.text], "the snapshot is there")
        }
    }

    /// A server that becomes a replica, and a primary again, keeps its connections.
    @Test func aServerThatWasAReplicaMeanwhileIsAnotherOne() async throws {
        try await OwnServer.run { server in
            var configuration = server.configuration
            configuration.identityAge = .zero
            let store = RedisStore(configuration)
            let before = try await store.identify()
            let token = try await setToken(store, before)
            _ = try await store.pool.command(RedisCommand("REPLICAOF", "127.0.0.1", "1"))
            #expect(try await !store.identify().isPrimary)
            #expect(try await code { _ = try await store.values(of: [token.name], on: before) } == .incarnationChanged)
            let content = try await code { try await store.storeContent([("x", [1])], lifetime: .seconds(1)) }
            #expect(content == .notPrimary)
            _ = try await store.pool.command(RedisCommand("REPLICAOF", "NO", "ONE"))
            #expect(try await code { _ = try await store.values(of: [token.name], on: before) } == .incarnationChanged)
            let after = try await store.identify()
            #expect(after.runID == before.runID && after.replicationID != before.replicationID)
            #expect(try await store.values(of: [token.name], on: after) == [token.token.text])
        }
    }

    @Test func aFullServerTakesNothingAndLosesTokensInsteadOfKeepingThem() async throws {
        try await OwnServer.run("maxmemory-policy noeviction") { server in
            let store = RedisStore(server.configuration)
            let identity = try await store.identify()
            let token = try await setToken(store, identity)
            _ = try await store.pool.command(RedisCommand("CONFIG", "SET", "maxmemory", "1"))
            let write = RemoteWrite(name: "test:{a}:v", value: [1], lifetime: .seconds(60), tokens: [token])
            #expect(try await code { _ = try await store.store([write], on: identity) } == .outOfMemory)
            #expect(
                try await code { try await store.storeContent([("x", [1])], lifetime: .seconds(1)) } == .outOfMemory
            )
            let fence = try await code {
                _ = try await store.fence([token.name], run: "r", lifetime: .seconds(9), on: identity)
            }
            #expect(fence == .outOfMemory)
            let replacement = TokenReplacement(
                tokens: [FreshToken(name: token.name)],
                run: nil,
                onlyOwnFence: false,
                lifetime: .seconds(60),
                identity: identity
            )
            #expect(try await store.replace(replacement) == [.replaced])
            #expect(try await store.values(of: [token.name], on: identity) == [nil])
        }
    }

    @Test func aClusterRefusesDatabaseNumbersByName() async throws {
        try await OwnServer.run("cluster-enabled yes") { server in
            var settings = CacheSettings()
            settings.connectTimeout = .seconds(5)
            settings.commandTimeout = .seconds(20)
            settings[.sample].database = 3
            guard case .tcp(let host, let port) = server.configuration.address else { return }
            settings.redisURL.endpoint = .host(host, port: port)
            settings.redisURL.password = server.configuration.password
            let refused = try await failure {
                _ = try await RedisStore(settings, for: .sample, name: "fleet").identify()
            }
            let message = refused?.message ?? ""
            #expect(refused?.code == .unsupported && message.hasPrefix("fleet: "))
            #expect(message.contains("is a Redis Cluster, which has no database numbers"))
            let whole = try await failure {
                _ = try await RedisStore(settings, for: Namespace.Owner(prefix: "OTHER")).identify()
            }
            #expect(whole?.code == .unsupported)
            #expect(whole?.message.contains("is a Redis Cluster, which is not supported yet") == true)
        }
    }

    @Test func aWrongPasswordIsToldAndNotShown() async throws {
        var configuration = try Server.configuration()
        configuration.password = "secret-that-is-wrong"
        let store = RedisStore(configuration)
        let refused = try await failure { _ = try await store.identify() }
        #expect(refused?.code == .authenticationFailed)
        #expect(!"\(String(describing: refused))".contains("secret"))
    }

    /// The same calls in the same order, on Redis and on the store of the process, have the same results.
    @Test func redisAndTheStoreOfTheProcessAgree() async throws {
        let redis = RedisStore(try Server.configuration())
        defer { redis.close() }
        let local = InProcessStore()
        let identities = (try await redis.identify(), try await local.identify())
        var random = SeededRandom(Rounds.seed)
        let tag = Token().description
        let names = (0..<3).map { "test:{\(tag)}:\($0)" }
        var tokens: [Token] = [Token(), Token()]
        for _ in 0..<Rounds.count(reduced: 400, full: 20_000) {
            let name = names[Int.random(in: 0..<3, using: &random)]
            let run = "run-\(Int.random(in: 0..<3, using: &random))"
            let fresh = FreshToken(name: name)
            tokens = [fresh.token, tokens[0]]
            let guess = FreshToken(name: name, token: tokens[Int.random(in: 0..<2, using: &random)])
            let (kind, value) = (Int.random(in: 0..<6, using: &random), "test:{\(tag)}:v")
            func call(_ store: any RemoteStore, _ identity: RemoteIdentity) async throws -> String {
                switch kind {
                case 0: _ = try await store.establish([fresh], lifetime: .seconds(60), on: identity)
                case 1:
                    let write = RemoteWrite(name: value, value: [1], lifetime: .seconds(60), tokens: [guess])
                    return "\(try await store.store([write], on: identity))"
                case 2: _ = try await store.fence([name], run: run, lifetime: .seconds(60), on: identity)
                case 3, 4:
                    let replacement = TokenReplacement(
                        tokens: [fresh],
                        run: kind == 3 ? run : nil,
                        onlyOwnFence: kind == 3 && run == "run-0",
                        lifetime: .seconds(60),
                        identity: identity
                    )
                    return "\(try await store.replace(replacement))"
                default:
                    try await store.remove([name])
                }
                return ""
            }
            #expect(try await call(redis, identities.0) == call(local, identities.1), "kind \(kind)")
            let found = (
                try await redis.values(of: names, on: identities.0),
                try await local.values(of: names, on: identities.1)
            )
            try #require(found.0.map(shape) == found.1.map(shape), "after kind \(kind)")
        }
    }

    /// A token, or who fences; times differ.
    private func shape(_ bytes: [UInt8]?) -> String {
        switch TokenState(bytes) {
        case .fenced(let mark): "\(mark.isShared) \(mark.owners.map(\.run))"
        case .token(let token): "\(token)"
        case .missing: "none"
        case .unknown: "unknown"
        }
    }
}
