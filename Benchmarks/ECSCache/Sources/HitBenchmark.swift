import CacheBridge
import CachedQueries
import ECSSchema
import Foundation
import MigratorCompression
import MigratorRedis

/// Single hits: in memory, and in Redis beside the library alone.
enum HitBenchmark {
    struct Figures: Codable {
        /// Nanoseconds of a hit in memory: of the cache, of a query whose key is at hand, of a query by name.
        var cache = 0.0
        var query = 0.0
        var named = 0.0
        /// Questions that Redis was asked during all those hits; its heartbeat is another kind of command.
        var commands = 0
        /// By value: microseconds of the library's GET and the decoding, and of a hit of the cache's.
        var redis: [String: Pair] = [:]
        /// `MGET`s of a fetch of 50 keys, other commands of it, and its microseconds beside 50 fetches of one.
        var batch = Batch()
    }

    struct Pair: Codable {
        var bytes = 0
        var bare = Double.infinity
        var ours = Double.infinity
        var named = Double.infinity
    }

    struct Batch: Codable {
        var mgets = 0
        var others = 0
        var together = Double.infinity
        var single = Double.infinity
    }

    static func run(_ places: Places) async throws -> Figures {
        var figures = Figures()
        let pool = Mode.redis.pool(places, limit: 1)
        try await memory(places, pool, &figures)
        try await redis(places, pool, &figures)
        await pool.close()
        return figures
    }

    // MARK: Memory

    @concurrent
    private static func memory(_ places: Places, _ pool: QueryPool, _ figures: inout Figures) async throws {
        let database = CachedDatabase.ecs(try await Mode.memoryAndRedis.configuration(places), connections: pool)
        let listening = try await database.listen()
        let (query, key) = (ECSQueries.agentTemplates, SpiritStyle("spirit1", "exo"))
        let cacheKey = query.cacheKey(key)
        _ = try await database.value(of: query, for: key)
        let server = try BareRedis(places.redis)
        let before = commands(server)
        let count = 200_000
        (figures.cache, figures.query, figures.named) = (.infinity, .infinity, .infinity)
        for _ in 0..<5 {
            let cache = try await nanoseconds(count) {
                guard database.cache.cachedValue(for: cacheKey, as: query.format) != nil else {
                    throw Unusable("a miss")
                }
            }
            let known = try await nanoseconds(count) {
                _ = try await database.value(of: query, for: key, at: cacheKey)
            }
            let named = try await nanoseconds(count) {
                _ = try await database.agentTemplate(spirit: "spirit1", style: "exo")
            }
            figures.cache = min(figures.cache, cache)
            figures.query = min(figures.query, known)
            figures.named = min(figures.named, named)
        }
        let after = commands(server)
        figures.commands = ["mget", "get", "set"].reduce(0) { $0 + (after[$1] ?? 0) - (before[$1] ?? 0) }
        listening.cancel()
    }

    // MARK: Redis

    @concurrent
    private static func redis(_ places: Places, _ pool: QueryPool, _ figures: inout Figures) async throws {
        // Nobody listens for invalidations, so that memory is never believed.
        let database = CachedDatabase.ecs(try await Mode.redis.configuration(places), connections: pool)
        let bare = try BareRedis(places.redis)
        let template = SpiritStyle("spirit1", "exo")
        figures.redis["template"] = try await compare(
            ECSQueries.agentTemplates,
            template,
            database,
            bare,
            places,
            count: 250
        ) { _ = try await database.agentTemplate(spirit: template.spirit, style: template.style) }
        figures.redis["spirits"] = try await compare(
            ECSQueries.namingSpirits,
            WholeTable(),
            database,
            bare,
            places,
            count: 50
        ) { _ = try await database.namingSpirits() }

        let ids = Array(try await pool.withConnection { try await Mix($0) }.agents.prefix(50))
        _ = try await database.agents(ids)
        let server = try BareRedis(places.redis)
        let before = commands(server)
        _ = try await database.agents(ids)
        let after = commands(server)
        figures.batch.mgets = (after["mget"] ?? 0) - (before["mget"] ?? 0)
        let all = after.merging(before) { $0 - $1 }
        figures.batch.others = all.reduce(0) { $0 + ($1.key == "mget" || $1.key == "info" ? 0 : $1.value) }
        for _ in 0..<10 {
            let together = try await nanoseconds(50) { _ = try await database.agents(ids) }
            let single = try await nanoseconds(10) { for id in ids { _ = try await database.agent(id) } }
            figures.batch.together = min(figures.batch.together, together / 1000)
            figures.batch.single = min(figures.batch.single, single / 1000)
        }
    }

    /// The same bytes by the library alone, with the decoding that they need, and by the cache; they take turns.
    private static func compare<Key, Value>(
        _ query: CachedQuery<Key, Value>,
        _ key: Key,
        _ database: CachedDatabase,
        _ bare: BareRedis,
        _ places: Places,
        count: Int,
        named: () async throws -> Void
    ) async throws -> Pair {
        guard let value = try await database.value(of: query, for: key) else { throw Unusable("there is no such row") }
        let plain = try query.format.encode(value)
        let codec = ZstdValueCodec()
        let packed = plain.count > 1024 ? try codec.compress(plain) : nil
        let name = try await storedName(query.namespace.name, places)
        let cacheKey = query.cacheKey(key)
        var pair = Pair()
        // Short turns, and many: where the system puts the two processes matters more than all else.
        for _ in 0..<60 {
            let theirs = try await nanoseconds(count) {
                guard let bytes = bare.get(name) else { throw Unusable("the value has gone") }
                pair.bytes = bytes.count
                _ = try query.format.decode(packed.map { try codec.decompress($0, limit: 1 << 28) } ?? plain)
            }
            let ours = try await nanoseconds(count) {
                let found = try await database.cache.value(for: cacheKey, as: query.format) { throw Unusable("a miss") }
                guard found != nil else { throw Unusable("a miss") }
            }
            let named = try await nanoseconds(count) { try await named() }
            pair.bare = min(pair.bare, theirs / 1000)
            pair.ours = min(pair.ours, ours / 1000)
            pair.named = min(pair.named, named / 1000)
        }
        return pair
    }

    /// What the newest value of a namespace is called.
    private static func storedName(_ namespace: String, _ places: Places) async throws -> String {
        let server = try BareRedis(places.redis)
        // Counters lie beside the values, and are no strings.
        let keys = server.list("KEYS", "\(namespace):*}:v:*")
        var longest: (name: String, ttl: Int) = ("", 0)
        for name in keys {
            guard let left = server.number("PTTL", name), let size = server.number("STRLEN", name), size > 32 else {
                continue
            }
            if left > longest.ttl { longest = (name, left) }
        }
        return longest.name
    }

    // MARK: Counting

    private static func nanoseconds(_ count: Int, _ body: () async throws -> Void) async throws -> Double {
        let started = ContinuousClock.now
        for _ in 0..<count { try await body() }
        return (ContinuousClock.now - started) / .nanoseconds(count)
    }

    /// How often the server ran each command.
    private static func commands(_ server: BareRedis) -> [String: Int] {
        let text = String(decoding: server.command("INFO", "commandstats") ?? [], as: UTF8.self)
        var counts: [String: Int] = [:]
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("cmdstat_") {
            let name = line.dropFirst("cmdstat_".count).prefix { $0 != ":" }
            guard let calls = line.firstRange(of: "calls=") else { continue }
            counts[String(name)] = Int(line[calls.upperBound...].prefix { $0.isNumber })
        }
        return counts
    }
}
