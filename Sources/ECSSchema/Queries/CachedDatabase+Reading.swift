public import CacheBridge

extension CachedDatabase {
    /// Returns a query's answer, from the cache or from the database.
    ///
    /// - Returns: `nil` if there is none, which is cached too.
    /// - Throws: What loading throws; `CacheError` with code `.unknownNamespace` for a query that the database was not
    ///   given.
    public func value<Key, Value>(of query: CachedQuery<Key, Value>, for key: Key) async throws -> Value? {
        try await value(of: query, for: key, at: query.cacheKey(key))
    }

    /// Returns a query's answer of which the cache key was made before: a hit in memory costs no more than finding it.
    public func value<Key, Value>(
        of query: CachedQuery<Key, Value>,
        for key: Key,
        at cacheKey: CacheKey
    ) async throws -> Value? {
        let access = try await access()
        do {
            return try await cache.value(for: cacheKey, as: query.format, access: access) {
                try await load(access) { try await query.loadMany($0, [key])[key] }
            }
        } catch is CacheForbidden {
            return try await load(.bypass) { try await query.loadMany($0, [key])[key] }
        }
    }

    /// Returns the answers for several keys: at most one round trip to the store and one load.
    ///
    /// - Returns: The answers that there are.
    /// - Throws: As ``value(of:for:)``.
    public func values<Key, Value>(
        of query: CachedQuery<Key, Value>,
        for keys: some Sequence<Key>
    ) async throws -> [Key: Value] {
        let byCacheKey = Dictionary(keys.map { (query.cacheKey($0), $0) }) { first, _ in first }
        let wanted = Array(byCacheKey.values)
        guard !wanted.isEmpty else { return [:] }
        let access = try await access()
        do {
            let found = try await cache.values(for: Array(byCacheKey.keys), as: query.format, access: access) {
                missing in
                let missing = missing.compactMap { byCacheKey[$0] }
                let loaded = try await load(access) { try await query.loadMany($0, missing) }
                return Dictionary(loaded.map { (query.cacheKey($0), $1) }) { first, _ in first }
            }
            var values: [Key: Value] = [:]
            for (cacheKey, value) in found {
                if let key = byCacheKey[cacheKey] { values[key] = value }
            }
            return values
        } catch is CacheForbidden {
            return try await load(.bypass) { try await query.loadMany($0, wanted) }
        }
    }

    /// What the cache holds for a key: `nil` if it held nothing, `.some(nil)` if it says that there is no answer.
    ///
    /// What it did not hold it does afterwards: a load that fails on purpose would fail for those too who share it.
    func held<Key, Value>(of query: CachedQuery<Key, Value>, for key: Key) async throws -> Value?? {
        let access = try await access()
        guard access == .cached else { return nil }
        var wasLoaded = false
        let value = try await cache.value(for: query.cacheKey(key), as: query.format) {
            wasLoaded = true
            return try await load(access) { try await query.loadMany($0, [key])[key] }
        }
        return wasLoaded ? nil : .some(value)
    }
}
