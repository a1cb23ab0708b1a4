public import CacheBridge

/// A cached query of any key and value: the part of it that warming, verifying and invalidation need.
public protocol CacheableQuery: Sendable {
    /// The name of the query.
    var name: String { get }
    /// The namespace of its answers.
    var namespace: Namespace { get }
    /// The tables that its SQL names.
    var reads: [String] { get }

    /// Loads answers that are not in the cache yet.
    ///
    /// - Returns: How many keys were asked for; 0 if the query cannot tell which there are.
    /// - Throws: What loading throws.
    func warm(_ database: CachedDatabase, limit: Int) async throws -> Int

    /// Compares what the cache holds with what the database says.
    ///
    /// - Throws: What loading throws.
    func verify(_ database: CachedDatabase, limit: Int) async throws -> CacheVerification
}

/// The result of a comparison of cached answers with the database.
public struct CacheVerification: Sendable, Hashable, Codable {
    /// The query's name, with its namespace before it.
    public var query: String
    /// How many keys were looked for.
    public var sampled = 0
    /// How many of them the cache held.
    public var compared = 0
    /// The cache keys of answers that differ, and did so twice.
    public var differing: [String] = []

    /// Creates an empty report.
    public init(query: String) {
        self.query = query
    }
}

extension CachedQuery {
    /// Loads answers that are not in the cache yet, in one batch.
    public func warm(_ database: CachedDatabase, limit: Int) async throws -> Int {
        guard let keys = try await sampled(database, limit), !keys.isEmpty else { return 0 }
        _ = try await database.values(of: self, inOrderOf: keys)
        return keys.count
    }

    /// Compares what the cache holds with what the database says: for keys that the database gives, and for some that
    /// only the cache knows, as their rows are gone.
    public func verify(_ database: CachedDatabase, limit: Int) async throws -> CacheVerification {
        var report = CacheVerification(query: "\(namespace.name).\(name)")
        let keys = try await sampled(database, limit) ?? []
        for key in keys {
            report.sampled += 1
            try await compare(key, database, &report)
        }
        let known = Set(keys.map(cacheKey))
        for key in try await held(database, limit) where !known.contains(cacheKey(key)) {
            let before = report.compared
            try await compare(key, database, &report)
            report.sampled += report.compared - before
        }
        return report
    }

    private func compare(_ key: Key, _ database: CachedDatabase, _ report: inout CacheVerification) async throws {
        guard let differs = try await differs(key, database) else { return }
        report.compared += 1
        // A write in between looks like a difference; it does not the second time.
        guard differs, try await self.differs(key, database) == true else { return }
        report.differing.append(cacheKey(key).text)
    }

    /// Keys of this query whose answers lie in the cache.
    private func held(_ database: CachedDatabase, _ limit: Int) async throws -> [Key] {
        guard try await database.access() == .cached else { return [] }
        let texts = try await database.cache.keys(of: namespace.name, limit: limit * 10)
        return texts.shuffled().lazy.compactMap { text -> Key? in
            guard let parts = CacheKey.parts(of: text), parts.first == name,
                let key = Key(cacheKeyParts: Array(parts.dropFirst())), cacheKey(key).text == text
            else { return nil }
            return key
        }.prefix(limit).map { $0 }
    }

    private func sampled(_ database: CachedDatabase, _ limit: Int) async throws -> [Key]? {
        guard let sample else { return nil }
        return try await database.withConnection { try await sample($0, limit) }
    }

    /// Whether the cache's answer is another than the database's; `nil` if the cache has none.
    private func differs(_ key: Key, _ database: CachedDatabase) async throws -> Bool? {
        guard let cached = try await database.held(of: self, for: key) else { return nil }
        let loaded = try await database.withConnection { try await loadMany($0, [key])[key] }
        guard let cached, let loaded else { return (cached == nil) != (loaded == nil) }
        return try format.encode(cached) != format.encode(loaded)
    }
}
