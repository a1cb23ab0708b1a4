import CacheBridge
import MigrationDSL
import Migrator
import MigratorOutbox
import Testing

@testable import MigratorCLI

/// What environment and settings file say of caches.
@Suite struct CacheVariablesTests {
    private func settings(_ file: String, _ environment: [String: String] = [:]) throws -> CacheSettings {
        let file = try SettingsFile(text: file, path: "etc/m.conf")
        return try CacheVariables({ environment[$0] }, file).settings()
    }

    @Test func theEnvironmentBeatsTheFileAndTheFileTheDefault() throws {
        let file = "redis-url = redis://file:1/2\nCACHE_LEASE_MS = 700   # as in the environment\necs_cache_ttl = 60\n"
        let settings = try settings(file, ["REDIS_URL": "redis://env:2/3"])
        #expect(settings.redisURL.description == "redis://env:2/3")
        #expect(settings.lease == .milliseconds(700))
        #expect(settings[.application].timeToLive == .seconds(60) && settings.given.contains("ECS_CACHE_TTL"))
        #expect(settings.redisMaxConnections == 20)
    }

    @Test func aPathIsRelativeToTheFileThatNamesIt() throws {
        #expect(try settings("cache-disk-path = caches").diskPath == "etc/caches")
        #expect(try settings("cache-disk-path = /caches").diskPath == "/caches")
        #expect(try settings("", ["CACHE_DISK_PATH": "caches"]).diskPath == "caches")
    }

    @Test func aBadValueIsNamedWithItsPlace() throws {
        let inFile = try #require(throws: MigratorError.self) { try settings("\ncache-lease-ms = 1") }
        #expect(inFile.code == .invalidSetting && inFile.message.hasPrefix("CACHE_LEASE_MS "))
        #expect(inFile.location?.line == 2)
        let inEnvironment = try #require(throws: MigratorError.self) {
            try settings("cache-lease-ms = 100", ["CACHE_LEASE_MS": "x"])
        }
        #expect(inEnvironment.location == nil)
        #expect(throws: MigratorError.self) { try settings("cache-leese-ms = 1") }
        #expect(throws: MigratorError.self) { try settings("REDIS_URL = redis://a\nredis-url = redis://b") }
    }

    @Test(arguments: CacheSettings.variables(of: [.migrations, .application]))
    func everyVariableIsReadFromAFile(_ name: String) throws {
        let values = [
            "REDIS_URL": "redis://h:1/1", "CACHE_FALLBACK": "disk", "CACHE_DISK_PATH": "/x",
            "CACHE_SIGNING_KEY": "0123456789abcdef", "CACHE_MEMORY_LIMIT": "100000",
        ]
        let isFlag = ["ENABLED", "COMPRESSION", "TRUST_REDIS"].contains { name.hasSuffix($0) }
        let value = values[name] ?? (isFlag ? "no" : "15")
        #expect(try settings("\(name.lowercased()) = \(value)").given == [name])
        guard let neutral = CacheSettings.neutralName(of: name) else { return #expect(name.hasPrefix("ECS_")) }
        #expect(try settings("\(neutral.lowercased()) = \(value)").given == [name])
        #expect(try settings("", [neutral: value, name: value]).given == [name])
    }

    @Test func aVariableMayNotDifferFromItsNeutralOne() throws {
        let both = ["MIGRATOR_CACHE_LEASE_MS": "100", "CACHE_LEASE_MS": "200"]
        let error = try #require(throws: MigratorError.self) { try settings("", both) }
        #expect(error.code == .invalidSetting)
        #expect(error.message == "MIGRATOR_CACHE_LEASE_MS and CACHE_LEASE_MS differ; set one of them")
        let file = "cache-lease-ms = 200\nmigrator-cache-lease-ms = 100"
        #expect(try #require(throws: MigratorError.self) { try settings(file) }.location?.line == 2)
        // The environment beats the file by either name.
        #expect(try settings(file, ["MIGRATOR_CACHE_LEASE_MS": "300"]).lease == .milliseconds(300))
    }
}
