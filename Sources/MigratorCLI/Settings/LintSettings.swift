import Migrator

/// The settings of `lint`: how much each rule counts, and which files it reads.
struct LintSettings: Sendable {
    /// The keys of a settings file, such as `lint.drop-column`.
    static let keys = files.map(key) + SafetyLevels.names.map(key)

    private static let files = ["facts", "baseline", "server-version"]

    /// How much each rule counts.
    var levels = SafetyLevels()
    /// A file of facts.
    var facts: String?
    /// A file of findings that are left out.
    var baseline: String?
    /// The oldest server.
    var serverVersion: String?

    /// Nothing is said.
    init() {}

    /// Gathers the settings.
    ///
    /// - Throws: `invalidSetting` with the location of a level that is none.
    init(_ file: SettingsFile) throws(MigratorError) {
        facts = file[Self.key("facts")].map { file.folder.appending(path: $0.value) }
        baseline = file[Self.key("baseline")].map { file.folder.appending(path: $0.value) }
        serverVersion = file[Self.key("server-version")]?.value
        for name in SafetyLevels.names {
            guard let entry = file[Self.key(name)] else { continue }
            switch entry.value {
            case "off": _ = levels.set(name, to: nil)
            case "warn": _ = levels.set(name, to: .warning)
            case "error": _ = levels.set(name, to: .error)
            default: throw file.invalid(Self.key(name), entry, "is 'off', 'warn' or 'error'")
            }
        }
    }

    private static func key(_ name: String) -> String { "lint.\(name)" }
}
