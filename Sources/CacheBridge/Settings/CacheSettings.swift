import MigratorSystem

/// What the environment says about caches.
///
/// Its description holds no password and no signing key.
public struct CacheSettings: Sendable {
    /// `REDIS_ENABLED`: whether Redis is used at all; true.
    public var redisEnabled = true
    /// `REDIS_URL`: where Redis is; `redis://localhost:6379/0`.
    public var redisURL = RedisURL()
    /// `REDIS_MAX_CONNECTIONS`: how many connections one process may open, 1 to 1000; 20.
    public var redisMaxConnections = 20
    /// `ALEMBIC_REDIS_DB`: the number of the migrations' database, 0 to 65535; none: the URL's.
    public var migrationsDatabase: Int?
    /// `ECS_REDIS_DB`: the number of the application's database, 0 to 65535; none: the URL's.
    public var applicationDatabase: Int?
    /// `REDIS_CONNECT_TIMEOUT_MS`: how long connecting may take, 1 to 60000 ms; 50.
    public var connectTimeout: Duration = .milliseconds(50)
    /// `REDIS_COMMAND_TIMEOUT_MS`: how long one answer may take, 1 to 60000 ms; 250.
    public var commandTimeout: Duration = .milliseconds(250)
    /// `CACHE_FALLBACK`: what stands in where there is no Redis: `memory`, `disk` or `none`; memory.
    public var fallback = Fallback.memory
    /// `CACHE_DISK_PATH`: the folder of the disk tier; none: the caller's default.
    public var diskPath: String?
    /// `CACHE_DEFAULT_TTL`: how long an entry of a namespace that says nothing may be used, 1 s to 365 days; 1800 s.
    public var defaultTimeToLive: Duration = .seconds(1800)
    /// `CACHE_COMPRESSION`: whether values above 1 KiB are compressed; true.
    public var compression = true
    /// `CACHE_MEMORY_LIMIT`: how many bytes the memory tier may take, 64 KiB to 1 TiB; 64 MiB.
    public var memoryLimit = 64 << 20
    /// `CACHE_LEASE_MS`: how long memory is trusted after the last answer, 10 to 60000 ms; 500.
    public var lease: Duration = .milliseconds(500)
    /// `CACHE_SIGNING_KEY`: what values are signed with; several, separated by commas, for a rotation; none.
    public var signingKeys: SigningKeys?
    /// `CACHE_TRUST_REDIS`: whether payloads are taken unsigned from a Redis on another machine; false.
    public var trustRedis = false
    /// `EVENTS_POLL_MS`: how often the outbox is asked, 10 to 3600000 ms; 1000.
    public var pollInterval: Duration = .milliseconds(1000)
    /// `ALEMBIC_CACHE_ENABLED`: whether the migrations' namespaces are cached; true.
    public var migrationsEnabled = true
    /// `ALEMBIC_CACHE_TTL`: how long their status may be used, 1 s to 365 days; 3600 s.
    public var migrationsTimeToLive: Duration = .seconds(3600)
    /// `ECS_CACHE_ENABLED`: whether the application's namespaces are cached; true.
    public var applicationEnabled = true
    /// `ECS_CACHE_TTL`: how long an entry of the application may be used at most, 1 s to 365 days; 1800 s.
    public var applicationTimeToLive: Duration = .seconds(1800)
    /// Which of the settings were given; the others are at their defaults.
    public private(set) var given: Set<String> = []

    /// The names of all variables.
    public static let variables = [
        "REDIS_ENABLED", "REDIS_URL", "REDIS_MAX_CONNECTIONS", "ALEMBIC_REDIS_DB", "ECS_REDIS_DB",
        "REDIS_CONNECT_TIMEOUT_MS", "REDIS_COMMAND_TIMEOUT_MS", "CACHE_FALLBACK", "CACHE_DISK_PATH",
        "CACHE_DEFAULT_TTL", "CACHE_COMPRESSION", "CACHE_MEMORY_LIMIT", "CACHE_LEASE_MS", "CACHE_SIGNING_KEY",
        "CACHE_TRUST_REDIS", "EVENTS_POLL_MS", "ALEMBIC_CACHE_ENABLED", "ALEMBIC_CACHE_TTL", "ECS_CACHE_ENABLED",
        "ECS_CACHE_TTL",
    ]

    /// The settings at their defaults.
    public init() {}

    /// Reads the settings from an environment; names that are not there, or empty, leave the default.
    ///
    /// - Throws: `CacheError` with code `.invalidSetting`, whose message names the variable.
    public init(environment: [String: String]) throws(CacheError) {
        var reader = SettingReader(environment)
        try reader.flag("REDIS_ENABLED", &redisEnabled)
        if let text = reader.text("REDIS_URL") { redisURL = try RedisURL(text, variable: "REDIS_URL") }
        try reader.number("REDIS_MAX_CONNECTIONS", 1...1000, &redisMaxConnections)
        try reader.number("ALEMBIC_REDIS_DB", 0...65535, &migrationsDatabase)
        try reader.number("ECS_REDIS_DB", 0...65535, &applicationDatabase)
        try reader.milliseconds("REDIS_CONNECT_TIMEOUT_MS", 1...60_000, &connectTimeout)
        try reader.milliseconds("REDIS_COMMAND_TIMEOUT_MS", 1...60_000, &commandTimeout)
        try reader.choice("CACHE_FALLBACK", &fallback)
        if let path = reader.text("CACHE_DISK_PATH") { diskPath = path }
        try reader.seconds("CACHE_DEFAULT_TTL", &defaultTimeToLive)
        try reader.flag("CACHE_COMPRESSION", &compression)
        try reader.number("CACHE_MEMORY_LIMIT", 65_536...(1 << 40), &memoryLimit)
        try reader.milliseconds("CACHE_LEASE_MS", 10...60_000, &lease)
        if let text = reader.text("CACHE_SIGNING_KEY") {
            signingKeys = try SigningKeys(text, variable: "CACHE_SIGNING_KEY")
        }
        try reader.flag("CACHE_TRUST_REDIS", &trustRedis)
        try reader.milliseconds("EVENTS_POLL_MS", 10...3_600_000, &pollInterval)
        try reader.flag("ALEMBIC_CACHE_ENABLED", &migrationsEnabled)
        try reader.seconds("ALEMBIC_CACHE_TTL", &migrationsTimeToLive)
        try reader.flag("ECS_CACHE_ENABLED", &applicationEnabled)
        try reader.seconds("ECS_CACHE_TTL", &applicationTimeToLive)
        given = reader.given
    }
}

extension CacheSettings {
    /// What stands in where there is no Redis.
    public enum Fallback: String, Sendable, CaseIterable {
        /// The memory of this process.
        case memory
        /// Files that processes share.
        case disk
        /// Nothing: every read goes to the database.
        case none
    }

    /// Whether a namespace is cached.
    public func isEnabled(_ namespace: Namespace) -> Bool {
        switch namespace.owner {
        case .migrations: migrationsEnabled
        case .application: applicationEnabled
        }
    }

    /// A namespace with the time to live that the settings give it: where one was given, nothing lives longer.
    public func applied(to namespace: Namespace) -> Namespace {
        var namespace = namespace
        switch namespace.owner {
        case .migrations where given.contains("ALEMBIC_CACHE_TTL"):
            namespace.timeToLive =
                namespace.coherence == .contentAddressed
                ? namespace.timeToLive : migrationsTimeToLive
        case .application where given.contains("ECS_CACHE_TTL"):
            namespace.timeToLive = min(namespace.timeToLive, applicationTimeToLive)
        default: break
        }
        namespace.negativeTimeToLive = min(namespace.negativeTimeToLive, namespace.timeToLive)
        return namespace
    }

    /// The number of the Redis database of an owner's namespaces.
    public func database(of owner: Namespace.Owner) -> Int {
        switch owner {
        case .migrations: migrationsDatabase ?? redisURL.database
        case .application: applicationDatabase ?? redisURL.database
        }
    }

    /// Whether payloads and parsed graphs may be taken from this Redis without a signature.
    public var trustsUnsigned: Bool { trustRedis || redisURL.endpoint.isLocal }
}

extension CacheSettings: CustomStringConvertible {
    /// The settings on one line, without password and signing key.
    public var description: String {
        "redis \(redisEnabled ? redisURL.description : "off"), fallback \(fallback.rawValue), "
            + "memory \(memoryLimit) B, lease \(lease.milliseconds) ms, "
            + "signing \(signingKeys == nil ? "off" : "on"), compression \(compression ? "on" : "off")"
    }
}
