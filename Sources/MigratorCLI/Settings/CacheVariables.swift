import CacheBridge
import MigrationDSL
import Migrator
import MigratorOutbox

/// The variables of caches from environment and settings file, as text: a verb without a cache does not fail on them.
struct CacheVariables: Sendable {
    /// The variables as keys of a settings file: `redis-url` for `REDIS_URL`.
    static let keys = (names + names.compactMap(CacheSettings.neutralName)).map(key)

    private static let names = CacheSettings.variables(of: [.migrations, .application])

    private var values: [String: String] = [:]
    /// The locations of the variables in the settings file.
    private var locations: [String: SourceLocation] = [:]

    /// Nothing is said.
    init() {}

    /// Gathers the variables; the environment beats the file.
    init(_ environment: (String) -> String?, _ file: SettingsFile) {
        for variable in Self.names {
            let names = [variable, CacheSettings.neutralName(of: variable)].compactMap(\.self)
            let said = names.compactMap { name in environment(name).map { (name, $0) } }
            guard said.isEmpty else {
                for (name, value) in said { values[name] = value }
                continue
            }
            for name in names {
                guard let entry = file[Self.key(name)] else { continue }
                let isPath = variable == "CACHE_DISK_PATH"
                values[name] = isPath ? file.folder.appending(path: entry.value) : entry.value
                locations[name] = entry.location
            }
        }
    }

    /// Reads what was said.
    ///
    /// - Throws: `invalidSetting`, whose message names the variable, with its location in a file.
    func settings() throws(MigratorError) -> CacheSettings {
        do throws(CacheError) {
            return try CacheSettings.read(values)
        } catch {
            // Every such message begins with the name.
            let name = error.message.prefix { $0 != " " }
            throw MigratorError(.invalidSetting, error.message, location: locations[String(name)])
        }
    }

    private static func key(_ name: String) -> String {
        String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    }
}
