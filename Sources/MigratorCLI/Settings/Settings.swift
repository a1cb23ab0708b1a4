import MigrationDSL
import Migrator
import MigratorDatabase

/// The settings of a command, from flags, environment and file, each of them overriding the next.
struct Settings: Sendable {
    static let defaultFile = "migrator.conf"

    /// The URL of the database; `nil` if nothing names one, and the program has none of its own.
    var database = Naming.current.database
    var revisions: [String] = []
    var withCompiled = false
    var format = OutputFormat.text
    var isVerbose = false
    var isQuiet = false
    /// Whether colour is allowed, where there is a terminal.
    var color = true
    /// Whether a progress bar is allowed, where there is a terminal.
    var progress = true
    var migrator = Settings.engine
    /// How long to wait for a server that is not up yet.
    var wait: Duration = .zero
    /// Whether what earlier runs have left in caches may be used.
    var usesCache = true
    /// The settings of caches, unread until a verb needs them.
    var caches = CacheVariables()
    /// The settings of verbs that read schemas.
    var schema = SchemaSettings()
    /// The settings of the gates of `check`.
    var check = CheckSettings()
    /// The settings of `lint`.
    var lint = LintSettings()

    /// Gathers the settings.
    ///
    /// - Parameters:
    ///   - options: The flags.
    ///   - environment: Returns a variable that is set and not empty.
    ///   - read: Returns the text of a file, or `nil` if there is none.
    /// - Throws: `invalidSetting` with the location of the wrong setting, or what `read` throws.
    init(
        _ options: GlobalOptions,
        environment: (String) -> String?,
        read: (String) throws(MigratorError) -> String?
    ) throws(MigratorError) {
        let named = try Naming.value(of: .config, in: environment)
        let file = try Self.file(options.config ?? named, read)
        try apply(file)
        try apply(environment)
        try apply(options)
        caches = CacheVariables(environment, file)
        schema = try SchemaSettings(environment, file)
        check = try CheckSettings(file)
        lint = try LintSettings(file)
    }

    /// The settings before anything was read, for errors about reading them.
    init(format: OutputFormat) {
        self.format = format
    }

    private static func file(
        _ path: String?,
        _ read: (String) throws(MigratorError) -> String?
    ) throws(MigratorError) -> SettingsFile {
        guard let path else {
            guard let text = try read(defaultFile) else { return SettingsFile() }
            return try SettingsFile(text: text, path: defaultFile)
        }
        guard let text = try read(path) else {
            throw MigratorError(.invalidSetting, "there is no settings file \(path)")
        }
        return try SettingsFile(text: text, path: path)
    }

    private mutating func apply(_ file: SettingsFile) throws(MigratorError) {
        if let entry = file["database"] { database = Self.located(entry.value, in: file.folder) }
        if let entry = file["revisions"] { revisions = Self.list(entry.value).map { file.folder.appending(path: $0) } }
        if let entry = file["payloads"] { migrator.payloadFolder = file.folder.appending(path: entry.value) }
        migrator.arguments = file.arguments
        setVersionTable(file["version-table"]?.value, schema: file["version-table-schema"]?.value)
        for (key, setting) in Self.durations {
            guard let entry = file[key] else { continue }
            guard let time = Self.duration(entry.value) else {
                throw file.invalid(key, entry, "is a number of seconds")
            }
            setting(&self, time)
        }
        if let entry = file["lock-retries"] {
            guard let count = Int(entry.value), count >= 0 else {
                throw file.invalid("lock-retries", entry, "is a whole number")
            }
            migrator.lockRetries = count
        }
        if let entry = file["format"] {
            guard let known = OutputFormat(rawValue: entry.value), OutputFormat.everywhere.contains(known) else {
                throw file.invalid("format", entry, "is 'text' or 'json'")
            }
            format = known
        }
        withCompiled = try file.bool("with-compiled") ?? withCompiled
        migrator.showsValues = try file.bool("show-values") ?? migrator.showsValues
        isVerbose = try file.bool("verbose") ?? isVerbose
        isQuiet = try file.bool("quiet") ?? isQuiet
        color = try file.bool("color") ?? color
        progress = try file.bool("progress") ?? progress
    }

    private mutating func apply(_ environment: (String) -> String?) throws(MigratorError) {
        if let url = try Naming.value(of: .database, in: environment) { database = url }
        if let folders = try Naming.value(of: .revisions, in: environment) { revisions = Self.list(folders) }
        if let folder = try Naming.value(of: .payloads, in: environment) { migrator.payloadFolder = folder }
        if environment("NO_COLOR") != nil || environment("TERM") == "dumb" { color = false }
    }

    private mutating func apply(_ options: GlobalOptions) throws(MigratorError) {
        if let url = options.database { database = url }
        if !options.revisions.isEmpty { revisions = options.revisions }
        if let folder = options.payloads { migrator.payloadFolder = folder }
        setVersionTable(options.versionTable, schema: options.versionTableSchema)
        let times = [
            "lock-timeout": options.lockTimeout, "statement-lock-timeout": options.statementLockTimeout,
            "wait": options.wait,
        ]
        for (key, setting) in Self.durations {
            guard let text = times[key] ?? nil else { continue }
            guard let time = Self.duration(text) else {
                throw MigratorError(.invalidSetting, "--\(key) is a number of seconds, not '\(text)'")
            }
            setting(&self, time)
        }
        if let count = options.lockRetries {
            guard count >= 0 else {
                throw MigratorError(.invalidSetting, "--lock-retries is a whole number, not '\(count)'")
            }
            migrator.lockRetries = count
        }
        if let format = options.format { self.format = format }
        if options.withCompiled { withCompiled = true }
        if options.showValues { migrator.showsValues = true }
        if options.verbose { (isVerbose, isQuiet) = (true, false) }
        if options.quiet { (isVerbose, isQuiet) = (false, true) }
        if options.noColor { color = false }
        if options.noProgress { progress = false }
        if options.noCache { usesCache = false }
    }

    /// The settings that are numbers of seconds.
    private static let durations: [(key: String, set: @Sendable (inout Settings, Duration) -> Void)] = [
        ("lock-timeout", { $0.migrator.lockTimeout = $1 }),
        ("statement-lock-timeout", { $0.migrator.statementLockTimeout = $1 == .zero ? nil : $1 }),
        ("wait", { $0.wait = $1 }),
    ]

    private mutating func setVersionTable(_ name: String?, schema: String?) {
        let now = migrator.versionTable
        migrator.versionTable = TableName(name ?? now.name, schema: schema ?? now.schema)
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ":").map(String.init)
    }

    /// A SQLite file beside the settings file that names it.
    private static func located(_ url: String, in folder: String) -> String {
        guard folder != ".", let parsed = try? DatabaseURL(url), parsed.kind == .sqlite, parsed.location != ":memory:"
        else {
            return url
        }
        return "sqlite:\(folder.appending(path: parsed.location))"
    }

    /// Seconds, with a fraction perhaps.
    static func duration(_ text: String) -> Duration? {
        guard let seconds = Double(text), seconds >= 0, seconds <= 1_000_000_000 else { return nil }
        return .seconds(seconds)
    }
}
