public import CacheBridge

extension CachedDatabase {
    /// Returns a query's answer, from the cache or from the database.
    ///
    /// - Returns: `nil` if there is none, which is cached too.
    /// - Throws: What loading throws; `CacheError` with code `.unknownNamespace` for a query that the database was not
    ///   given.
    @inlinable
    public func value<Key, Value>(of query: CachedQuery<Key, Value>, for key: Key) async throws -> Value? {
        try await value(of: query, for: key, at: query.cacheKey(key))
    }

    /// Returns a query's answer for a cache key that was made before: a hit in memory costs no more than the lookup.
    @inlinable
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
    /// - Returns: The answers that there are. Of keys that Swift takes for the same, as texts that differ in Unicode
    ///   normalization only, the dictionary has one; ``values(of:inOrderOf:)`` gives the answers of all.
    /// - Throws: As ``value(of:for:)``.
    public func values<Key, Value>(
        of query: CachedQuery<Key, Value>,
        for keys: some Sequence<Key>
    ) async throws -> [Key: Value] {
        let keys = Array(keys)
        let found = try await self.values(of: query, inOrderOf: keys)
        var values: [Key: Value] = [:]
        for (key, value) in zip(keys, found) where values[key] == nil { values[key] = value }
        return values
    }

    /// Returns the answers for several keys in the keys' order: at most one round trip to the store and one load.
    ///
    /// Texts that differ in Unicode normalization only are two keys here, as they are to the database.
    ///
    /// - Returns: An answer for each key; `nil` where there is none.
    /// - Throws: As ``value(of:for:)``.
    public func values<Key, Value>(
        of query: CachedQuery<Key, Value>,
        inOrderOf keys: some Sequence<Key>
    ) async throws -> [Value?] {
        let asked = keys.map { (query.cacheKey($0), $0) }
        let found = try await answers(of: query, for: Dictionary(asked) { first, _ in first })
        return asked.map { found[$0.0] }
    }

    private func answers<Key, Value>(
        of query: CachedQuery<Key, Value>,
        for wanted: [CacheKey: Key]
    ) async throws -> [CacheKey: Value] {
        guard !wanted.isEmpty else { return [:] }
        let access = try await access()
        do {
            return try await cache.values(for: Array(wanted.keys), as: query.format, access: access) { missing in
                let keys: [CacheKey: Key] = missing.reduce(into: [:]) { $0[$1] = wanted[$1] }
                return try await load(access) { try await query.load(keys, on: $0) }
            }
        } catch is CacheForbidden {
            return try await load(.bypass) { try await query.load(wanted, on: $0) }
        }
    }

    /// The answer that the cache holds for a key: `nil` if it held nothing, `.some(nil)` if it holds that there is no
    /// answer.
    ///
    /// An answer that it did not hold is loaded and held afterwards: a load that failed on purpose would fail for other
    /// callers that share it.
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
