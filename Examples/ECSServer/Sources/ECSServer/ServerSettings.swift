import CacheBridge
import CachedQueries
import Logging
import Migrator
import MigratorDatabase
import MigratorOutbox
import MigratorService

/// What the environment says: the variables of the command line, and a few for the server.
struct ServerSettings: Sendable {
    /// `DATABASE_URL`: `sqlite:ecs.db`.
    var database: DatabaseURL
    /// `DATABASE_CONNECTIONS`: how many connections answer what the caches cannot, 1 to 1000; 4.
    var connections = 4
    /// `DATABASE_READ_TIMEOUT_MS`: how long a request waits for the database before it is answered with 503; 10000.
    var readTimeout = CachedDatabase.defaultReadTimeout
    /// `HOST` and `PORT`: 127.0.0.1 and 8080.
    var host = "127.0.0.1"
    var port = 8080
    /// `MIGRATE`: `upgrade`, `upgrade:TARGET`, `wait`, `wait:SECONDS`, `verify` or `refuse`; upgrade.
    var policy = StartPolicy.migrate()
    /// `LOG_LEVEL`: info.
    var logLevel = Logger.Level.info
    /// `REDIS_URL`, `CACHE_LEASE_MS`, `EVENTS_POLL_MS` and their like.
    var caches: CacheSettings

    static let variables =
        ["DATABASE_URL", "DATABASE_CONNECTIONS", "DATABASE_READ_TIMEOUT_MS", "HOST", "PORT", "MIGRATE", "LOG_LEVEL"]
        + caches + caches.compactMap(CacheSettings.neutralName)

    private static let caches = CacheSettings.variables(of: [.migrations, .application])

    /// Reads the settings; what is not there, or empty, is at its default.
    init(environment: [String: String]) throws(SettingError) {
        func text(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        do throws(CacheError) {
            caches = try CacheSettings.read(environment)
        } catch {
            throw SettingError(error.message)
        }
        do throws(DatabaseFailure) {
            database = try DatabaseURL(text("DATABASE_URL") ?? "sqlite:ecs.db")
        } catch {
            throw SettingError("DATABASE_URL cannot be read: \(error.message)")
        }
        guard database.location != ":memory:" else {
            throw SettingError(
                "DATABASE_URL names a database in memory, of which each connection has its own; name a file"
            )
        }
        host = text("HOST") ?? host
        port = try Self.number(text("PORT"), "PORT", 0...65535) ?? port
        connections = try Self.number(text("DATABASE_CONNECTIONS"), "DATABASE_CONNECTIONS", 1...1000) ?? connections
        let name = "DATABASE_READ_TIMEOUT_MS"
        readTimeout = try Self.number(text(name), name, 1...3_600_000).map { .milliseconds($0) } ?? readTimeout
        if let level = text("LOG_LEVEL") {
            guard let known = Logger.Level(rawValue: level.lowercased()) else {
                let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
                throw SettingError("LOG_LEVEL is \"\(level)\"; it may be one of \(levels)")
            }
            logLevel = known
        }
        if let text = text("MIGRATE") { policy = try Self.policy(text) }
    }

    private static func policy(_ text: String) throws(SettingError) -> StartPolicy {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("upgrade", 1): return .migrate()
        case ("upgrade", 2) where !parts[1].isEmpty: return .migrate(to: Target(parts[1]))
        case ("wait", 1): return .wait(upTo: .seconds(60))
        case ("wait", 2): return .wait(upTo: .seconds(try number(parts[1], "MIGRATE", 1...86_400) ?? 60))
        case ("verify", 1): return .verify
        case ("refuse", 1): return .refuse
        default:
            throw SettingError(
                "MIGRATE is \"\(text)\"; it may be upgrade, upgrade:TARGET, wait, wait:SECONDS, verify or refuse"
            )
        }
    }

    private static func number(
        _ text: String?,
        _ name: String,
        _ bounds: ClosedRange<Int>
    ) throws(SettingError) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            throw SettingError(
                "\(name) is \"\(text)\"; write a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
            )
        }
        return number
    }
}

extension ServerSettings: CustomStringConvertible {
    /// One line, without a password.
    var description: String { "\(database), \(caches)" }
}

/// A variable that cannot be what it is; the message begins with its name.
struct SettingError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
