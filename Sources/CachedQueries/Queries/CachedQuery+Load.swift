import CacheBridge
import MigratorDatabase

extension CachedQuery {
    /// Gets the answers for some keys, each under its cache key.
    ///
    /// Keys that Swift takes for the same cannot lie in one dictionary, though to the database they are two: they are
    /// asked for one after the other.
    func load(_ keys: [CacheKey: Key], on connection: any DatabaseConnection) async throws -> [CacheKey: Value] {
        var answers: [CacheKey: Value] = [:]
        var left = keys
        while !left.isEmpty {
            var turn: [Key: CacheKey] = [:]
            for (cacheKey, key) in left where turn[key] == nil { turn[key] = cacheKey }
            for cacheKey in turn.values { left[cacheKey] = nil }
            for (key, answer) in try await loadMany(connection, Array(turn.keys)) {
                if let cacheKey = turn[key] { answers[cacheKey] = answer }
            }
        }
        return answers
    }
}
