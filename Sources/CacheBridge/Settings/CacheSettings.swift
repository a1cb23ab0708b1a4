import MigratorSystem

/// The settings of caches from the environment.
///
/// Its description holds no password and no signing key.
public struct CacheSettings: Sendable {
    /// `REDIS_ENABLED`: whether Redis is used at all; true.
    public var redisEnabled = true
    /// `REDIS_URL`: where Redis is; `redis://localhost:6379/0`.
    public var redisURL = RedisURL()
    /// `REDIS_MAX_CONNECTIONS`: how many connections one process may open, 1 to 1000; 20.
    public var redisMaxConnections = 20
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
    /// The settings of each owner's namespaces, for the owners that were asked for.
    public var owners: [Namespace.Owner: OfOwner] = [:]
    /// The settings that were given; the others are at their defaults.
    public private(set) var given: Set<String> = []

    /// The names of all variables that these owners' settings are read from.
    public static func variables(of owners: [Namespace.Owner]) -> [String] {
        [
            "REDIS_ENABLED", "REDIS_URL", "REDIS_MAX_CONNECTIONS", "REDIS_CONNECT_TIMEOUT_MS",
            "REDIS_COMMAND_TIMEOUT_MS", "CACHE_FALLBACK", "CACHE_DISK_PATH", "CACHE_DEFAULT_TTL", "CACHE_COMPRESSION",
            "CACHE_MEMORY_LIMIT", "CACHE_LEASE_MS", "CACHE_SIGNING_KEY", "CACHE_TRUST_REDIS", "EVENTS_POLL_MS",
        ] + owners.flatMap { Variables(of: $0).all }
    }

    /// The name of a variable that says nothing of where it comes from: `MIGRATOR_CACHE_FALLBACK` for `CACHE_FALLBACK`.
    ///
    /// - Returns: `nil` for the variables of an application's namespaces, whose prefix is the application's.
    public static func neutralName(of variable: String) -> String? {
        for prefix in ["CACHE_", "ALEMBIC_CACHE_", "ALEMBIC_"] where variable.hasPrefix(prefix) {
            return "MIGRATOR_CACHE_" + variable.dropFirst(prefix.count)
        }
        let isShared = variable.hasPrefix("REDIS_") || variable.hasPrefix("EVENTS_")
        return isShared ? "MIGRATOR_CACHE_" + variable : nil
    }

    /// The settings at their defaults.
    public init() {}

    /// Reads the settings from an environment; names that are not there, or empty, leave the default.
    ///
    /// - Parameters:
    ///   - environment: The variables.
    ///   - owners: Whose variables are read beside those that are for all.
    /// - Throws: `CacheError` with code `.invalidSetting`, whose message names the variable.
    public init(environment: [String: String], owners: [Namespace.Owner] = []) throws(CacheError) {
        var reader = SettingReader(environment)
        try reader.flag("REDIS_ENABLED", &redisEnabled)
        if let text = try reader.text("REDIS_URL") { redisURL = try RedisURL(text, variable: "REDIS_URL") }
        try reader.number("REDIS_MAX_CONNECTIONS", 1...1000, &redisMaxConnections)
        try reader.milliseconds("REDIS_CONNECT_TIMEOUT_MS", 1...60_000, &connectTimeout)
        try reader.milliseconds("REDIS_COMMAND_TIMEOUT_MS", 1...60_000, &commandTimeout)
        try reader.choice("CACHE_FALLBACK", &fallback)
        if let path = try reader.text("CACHE_DISK_PATH") { diskPath = path }
        try reader.seconds("CACHE_DEFAULT_TTL", &defaultTimeToLive)
        try reader.flag("CACHE_COMPRESSION", &compression)
        try reader.number("CACHE_MEMORY_LIMIT", 65_536...(1 << 40), &memoryLimit)
        try reader.milliseconds("CACHE_LEASE_MS", 10...60_000, &lease)
        if let text = try reader.text("CACHE_SIGNING_KEY") {
            signingKeys = try SigningKeys(text, variable: "CACHE_SIGNING_KEY")
        }
        try reader.flag("CACHE_TRUST_REDIS", &trustRedis)
        try reader.milliseconds("EVENTS_POLL_MS", 10...3_600_000, &pollInterval)
        for owner in owners { self.owners[owner] = try reader.settings(of: owner) }
        given = reader.given
    }
}

extension CacheSettings {
    /// The tiers that are used where there is no Redis.
    public enum Fallback: String, Sendable, CaseIterable {
        /// The memory of this process.
        case memory
        /// Files that processes share.
        case disk
        /// Nothing: every read goes to the database.
        case none
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
