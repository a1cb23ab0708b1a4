import CacheBridge
import MigratorRedis
import Testing

@Test
func readsURLs() throws {
    var configuration = try RedisStoreConfiguration(url: "redis://localhost:6379/0")
    #expect(configuration.address == .tcp(host: "localhost", port: 6379))
    #expect(configuration.user == nil && configuration.password == nil && configuration.database == 0)
    #expect(configuration.connectTimeout == .milliseconds(50) && configuration.commandTimeout == .milliseconds(250))
    #expect(configuration.maxConnections == 20 && configuration.isOnThisMachine)

    configuration = try RedisStoreConfiguration(url: "REDIS://us%40er:p%3Aa%2Fss%25w@cache.example:7000/15")
    #expect(configuration.address == .tcp(host: "cache.example", port: 7000))
    #expect(configuration.user == "us@er" && configuration.password == "p:a/ss%w" && configuration.database == 15)
    #expect(!configuration.isOnThisMachine)

    configuration = try RedisStoreConfiguration(url: "redis://:secret@[::1]:7000?db=3")
    #expect(configuration.address == .tcp(host: "::1", port: 7000))
    #expect(configuration.user == nil && configuration.password == "secret" && configuration.database == 3)
    #expect(configuration.description == "redis://[::1]:7000/3" && configuration.isOnThisMachine)

    #expect(try RedisStoreConfiguration(url: "redis://").address == .tcp(host: "localhost", port: 6379))
    #expect(try RedisStoreConfiguration(url: "redis://:a:b@@h/").password == "a:b@")
    #expect(try RedisStoreConfiguration(url: "redis://127.0.0.2").isOnThisMachine)
    #expect(try !RedisStoreConfiguration(url: "redis://127.example.org").isOnThisMachine)

    for scheme in ["unix", "redis+unix", "redis+socket"] {
        configuration = try RedisStoreConfiguration(url: "\(scheme)://u:p@/run/a%20b.sock?db=1")
        #expect(configuration.address == .unix(path: "/run/a b.sock"))
        #expect(configuration.user == "u" && configuration.password == "p" && configuration.database == 1)
        #expect(configuration.isOnThisMachine)
    }
}

@Test(arguments: [
    ("hunter2", "redis://"), ("http://hunter2", "scheme"), ("redis://u:hunter2/x@h/0", "'/'"),
    ("redis://u:hunter2#x@h/0", "'#'"), ("redis://u:hunter2?x@h/0", "'?'"), ("redis://hunter2@h", "no password"),
    ("redis://h:hunter2/0", "port"), ("redis://h:0/0", "port"), ("redis://h:65536/0", "port"),
    ("redis://h:6379/hunter2", "database"), ("redis://h/-1", "database"), ("redis://h/0?hunter2=1", "db=NUMBER"),
    ("redis://h/0?db=hunter2", "database"), ("redis://[::1", "']'"), ("redis://[::1]hunter2", "']'"),
    ("redis://[hunter2]", "IPv6"), ("redis://u:hunter2%2@h", "password"), ("redis://u%xx:hunter2@h", "user"),
    ("redis://u:hunter2%00@h", "UTF-8"), ("redis://hunter2,h2:1", "several"), ("redis://u:@h", "empty"),
    ("unix://hunter2/path", "path"), ("unix:///", "path"), ("redis://u:hunter2%ff@h", "UTF-8"),
    ("redis://h/99999999999", "database"),
])
func namesThePartThatIsWrong(_ url: String, _ part: String) {
    let error = #expect(throws: CacheError.self) { try RedisStoreConfiguration(url: url) }
    #expect(error?.code == .invalidSetting)
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("hunter2") == false)
}

@Test
func refusesTLSBySayingWhy() {
    let error = #expect(throws: CacheError.self) { try RedisStoreConfiguration(url: "rediss://u:hunter2@h") }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("no TLS") == true && error?.message.contains("hunter2") == false)
}

@Test
func configurationsShowNoPassword() throws {
    let configuration = try RedisStoreConfiguration(url: "redis://someone:hunter2@h:1/2")
    var dumped = ""
    dump(configuration, to: &dumped)
    let pool = RedisPool(configuration)
    for text in ["\(configuration)", String(reflecting: configuration), dumped, "\(pool.configuration)"] {
        #expect(text.contains("redis://h:1/2"))
        #expect(!text.contains("hunter2"))
    }
    let command = RedisCommand("AUTH", "hunter2")
    dumped = ""
    dump(command, to: &dumped)
    for text in ["\(command)", String(reflecting: command), dumped] { #expect(!text.contains("hunter2")) }
}
