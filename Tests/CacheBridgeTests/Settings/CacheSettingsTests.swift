import CacheBridge
import CacheSamples
import Testing

@Suite struct CacheSettingsTests {
    private static let owners: [Namespace.Owner] = [.migrations, .sample]

    @Test func nothingGivenLeavesTheDefaults() throws {
        let settings = try CacheSettings(environment: [:], owners: Self.owners)
        #expect(settings.redisEnabled && settings[.migrations] == .init() && settings[.sample] == .init())
        #expect(settings.redisURL.description == "redis://localhost:6379/0")
        #expect(settings.redisMaxConnections == 20)
        #expect(settings.connectTimeout == .milliseconds(50) && settings.commandTimeout == .milliseconds(250))
        #expect(settings.fallback == .memory && settings.diskPath == nil)
        #expect(settings.defaultTimeToLive == .seconds(1800) && settings.compression)
        #expect(settings.lease == .milliseconds(500) && settings.pollInterval == .milliseconds(1000))
        #expect(settings.signingKeys == nil && !settings.trustRedis && settings.trustsUnsigned)
        #expect(settings.given.isEmpty)
        for namespace in Namespace.all {
            #expect(settings.applied(to: namespace).timeToLive == namespace.timeToLive)
        }
    }

    @Test func everyVariableIsRead() throws {
        let settings = try CacheSettings(
            environment: [
                "REDIS_ENABLED": "off", "REDIS_URL": "redis://me:p%40ss@cache.example:6380/3",
                "REDIS_MAX_CONNECTIONS": "7",
                "ALEMBIC_REDIS_DB": "1", "ECS_REDIS_DB": "2", "REDIS_CONNECT_TIMEOUT_MS": "10",
                "REDIS_COMMAND_TIMEOUT_MS": "20", "CACHE_FALLBACK": "disk", "CACHE_DISK_PATH": "/var/cache/m",
                "CACHE_DEFAULT_TTL": "5", "CACHE_COMPRESSION": "no", "CACHE_MEMORY_LIMIT": "1048576",
                "CACHE_LEASE_MS": "200", "CACHE_SIGNING_KEY": "0123456789abcdef,fedcba9876543210",
                "CACHE_TRUST_REDIS": "yes", "EVENTS_POLL_MS": "50", "ALEMBIC_CACHE_ENABLED": "0",
                "ALEMBIC_CACHE_TTL": "60", "ECS_CACHE_ENABLED": "false", "ECS_CACHE_TTL": "100",
            ],
            owners: Self.owners
        )
        #expect(!settings.redisEnabled && !settings.isEnabled(.alembic) && !settings.isEnabled(.namingSpirits))
        #expect(settings.redisURL.endpoint == .host("cache.example", port: 6380))
        #expect(settings.redisURL.user == "me" && settings.redisURL.password == "p@ss")
        #expect(settings.redisMaxConnections == 7)
        #expect(settings.database(of: .migrations) == 1 && settings.database(of: .sample) == 2)
        #expect(settings.connectTimeout == .milliseconds(10) && settings.commandTimeout == .milliseconds(20))
        #expect(settings.fallback == .disk && settings.diskPath == "/var/cache/m")
        #expect(settings.defaultTimeToLive == .seconds(5) && !settings.compression)
        #expect(settings.memoryLimit == 1_048_576 && settings.lease == .milliseconds(200))
        #expect(settings.signingKeys != nil && settings.trustRedis && settings.pollInterval == .milliseconds(50))
        #expect(settings.applied(to: .alembic).timeToLive == .seconds(60))
        #expect(settings.applied(to: .alembicData).timeToLive == .seconds(7200))
        #expect(settings.applied(to: .namingConfig).timeToLive == .seconds(100))
        #expect(settings.applied(to: .agentPositions).timeToLive == .seconds(30))
        #expect(settings.given.count == 20)
    }

    @Test(arguments: [
        ("REDIS_ENABLED", "maybe"), ("REDIS_URL", "localhost:6379"), ("REDIS_URL", "rediss://h"),
        ("REDIS_URL", "redis://h:99999"), ("REDIS_URL", "redis://h/x"), ("REDIS_URL", "redis://u:%zz@h"),
        ("REDIS_URL", "unix://relative"), ("REDIS_MAX_CONNECTIONS", "0"), ("REDIS_MAX_CONNECTIONS", "1001"),
        ("ALEMBIC_REDIS_DB", "-1"), ("ECS_REDIS_DB", "65536"), ("REDIS_CONNECT_TIMEOUT_MS", "0"),
        ("REDIS_COMMAND_TIMEOUT_MS", "1.5"), ("CACHE_FALLBACK", "tape"), ("CACHE_DEFAULT_TTL", "0"),
        ("CACHE_COMPRESSION", "2"), ("CACHE_MEMORY_LIMIT", "64k"), ("CACHE_MEMORY_LIMIT", "1"),
        ("CACHE_LEASE_MS", "9"), ("CACHE_SIGNING_KEY", "short"), ("CACHE_SIGNING_KEY", "0123456789abcdef,"),
        ("CACHE_TRUST_REDIS", "?"), ("EVENTS_POLL_MS", "99999999999999999999"), ("ALEMBIC_CACHE_ENABLED", "ja"),
        ("ALEMBIC_CACHE_TTL", "x"), ("ECS_CACHE_ENABLED", "-"), ("ECS_CACHE_TTL", "31536001"),
    ])
    func aBadValueIsAnErrorThatNamesTheVariable(name: String, value: String) throws {
        let error = try #require(throws: CacheError.self) {
            try CacheSettings(environment: [name: value], owners: Self.owners)
        }
        #expect(error.code == .invalidSetting)
        #expect(error.message.hasPrefix(name + " "))
    }

    @Test func neutralNamesAreReadBesideTheOthers() throws {
        let settings = try CacheSettings(
            environment: [
                "MIGRATOR_CACHE_FALLBACK": "none", "MIGRATOR_CACHE_REDIS_ENABLED": "no", "MIGRATOR_CACHE_TTL": "60",
                "MIGRATOR_CACHE_REDIS_DB": "3", "MIGRATOR_CACHE_EVENTS_POLL_MS": "20", "CACHE_LEASE_MS": "",
                "MIGRATOR_CACHE_LEASE_MS": "100",
            ],
            owners: [Namespace.Owner(prefix: "ALEMBIC", followsHistory: true)]
        )
        #expect(settings.fallback == .none && !settings.redisEnabled && settings.lease == .milliseconds(100))
        #expect(settings.pollInterval == .milliseconds(20))
        let own = settings[Namespace.Owner(prefix: "ALEMBIC", followsHistory: true)]
        #expect(own.timeToLive == .seconds(60) && own.database == 3)
        #expect(settings.given.contains("CACHE_FALLBACK") && settings.given.contains("ALEMBIC_REDIS_DB"))
        let names = CacheSettings.variables(of: Self.owners).compactMap(CacheSettings.neutralName)
        #expect(Set(names).count == names.count)
        let error = try #require(throws: CacheError.self) {
            try CacheSettings(environment: ["MIGRATOR_CACHE_FALLBACK": "none", "CACHE_FALLBACK": "disk"])
        }
        #expect(error.message == "MIGRATOR_CACHE_FALLBACK and CACHE_FALLBACK differ; set one of them")
    }

    @Test func aSecretIsNeverPrinted() throws {
        let secret = "correct-horse-battery"
        let settings = try CacheSettings(environment: [
            "REDIS_URL": "redis://user:\(secret)@10.0.0.1/0", "CACHE_SIGNING_KEY": secret,
        ])
        var dumped = ""
        if let keys = settings.signingKeys { dump(keys, to: &dumped) }
        for text in ["\(settings)", "\(settings.redisURL)", String(reflecting: settings.redisURL), dumped] {
            #expect(!text.contains(secret) && !text.contains("horse"))
        }
        for bad in ["redis://u:\(secret)@h:port", "http://u:\(secret)@h", "redis://u:\(secret)%@h"] {
            let error = try #require(throws: CacheError.self) { try CacheSettings(environment: ["REDIS_URL": bad]) }
            #expect(!"\(error)".contains(secret))
        }
        let error = try #require(throws: CacheError.self) {
            try CacheSettings(environment: ["CACHE_SIGNING_KEY": "\(secret),tooshort"])
        }
        #expect(!"\(error)".contains("horse") && !"\(error)".contains("tooshort"))
    }

    @Test func onlyThisMachineIsTrustedUnasked() throws {
        let local = [
            "redis://localhost", "redis://127.0.0.1:1", "redis://127.8.9.1", "redis://[::1]:6379", "unix:///s",
        ]
        for url in local {
            #expect(try CacheSettings(environment: ["REDIS_URL": url]).trustsUnsigned, "\(url)")
        }
        for url in ["redis://10.0.0.1", "redis://127.0.0.1.example.com", "redis://localhost.x", "redis://128.0.0.1"] {
            #expect(try !CacheSettings(environment: ["REDIS_URL": url]).trustsUnsigned, "\(url)")
        }
    }
}
