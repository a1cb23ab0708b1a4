import CacheBridge
import CacheTestKit
import MigratorRedis
import Testing

@Suite(.enabled(if: Server.isThere))
struct RedisStoreConformanceTests {
    @Test(arguments: StoreConformance.checks)
    func redisDoesWhatStoresMust(_ check: StoreConformance.Check) async throws {
        let store = RedisStore(try Server.configuration())
        defer { store.close() }
        // Time really passes: what fails on a busy machine is tried again with more of it.
        for scale in [1, 5, 25] {
            do {
                return try await check.run(StoreConformance(store, scale: scale) { try await Task.sleep(for: $0) })
            } catch {
                if scale == 25 { throw error }
            }
        }
    }

    /// Scripts that the server has forgotten, in one pipeline with others.
    @Test func bringsScriptsAgainThatTheServerHasForgotten() async throws {
        try await OwnServer.run { server in
            let store = RedisStore(server.configuration)
            for _ in 0..<3 {
                _ = try await store.pool.command(RedisCommand("SCRIPT", "FLUSH"))
                for check in StoreConformance.checks where check.description.contains("only under the tokens") {
                    try await check.run(StoreConformance(store) { _ in })
                }
            }
        }
    }
}
