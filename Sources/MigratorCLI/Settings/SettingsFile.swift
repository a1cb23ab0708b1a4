import MigrationDSL
import Migrator
import MigratorDatabase

/// A file of settings: lines of `key = value`, and comments that begin with `#`.
struct SettingsFile {
    /// Every key that a file may hold: those of the flags, of schemas, of gates, of rules, and of the caches' variables.
    static let keys = flags + SchemaSettings.keys + CheckSettings.keys + LintSettings.keys + CacheVariables.keys

    private static let flags = [
        "database", "revisions", "with-compiled", "payloads", "version-table", "version-table-schema", "lock-timeout",
        "statement-lock-timeout", "lock-retries", "format", "show-values", "verbose", "quiet", "color", "progress",
        "wait",
    ]

    /// What the keys of arguments begin with that revisions read: `x.schema = app` is `-x schema=app`.
    private static let argumentPrefix = "x."

    /// The arguments that revisions read.
    var arguments: [String: String] {
        var arguments: [String: String] = [:]
        for (key, entry) in entries where key.hasPrefix(Self.argumentPrefix) {
            arguments[String(key.dropFirst(Self.argumentPrefix.count))] = entry.value
        }
        return arguments
    }

    /// One setting and its location.
    struct Entry {
        let value: String
        let location: SourceLocation
    }

    private(set) var entries: [String: Entry] = [:]
    /// The folder from which relative paths in it start.
    private(set) var folder = "."

    /// No file: nothing is set.
    init() {}

    /// Reads the text of a file.
    init(text: String, path: String) throws(MigratorError) {
        folder = path.folder
        var number = 0
        // An editor may have put a byte-order mark before the first key.
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let location = SourceLocation(file: path, line: number)
            let content = Self.trimmed(Self.withoutComment(line))
            guard !content.isEmpty else { continue }
            guard let equals = content.firstIndex(of: "=") else {
                throw MigratorError(.invalidSetting, "a setting is written 'key = value'", location: location)
            }
            let name = String(Self.trimmed(content[..<equals]))
            let isArgument = name.hasPrefix(Self.argumentPrefix) && name != Self.argumentPrefix
            let written = isArgument ? name : String(name.map { $0 == "_" ? "-" : $0 })
            // A variable may be copied as the environment writes it.
            let key = CacheVariables.keys.contains(written.lowercased()) ? written.lowercased() : written
            guard isArgument || Self.keys.contains(key) else {
                throw MigratorError(
                    .invalidSetting,
                    "unknown key '\(key)'; known are \(Self.keys.joined(separator: ", "))",
                    location: location
                )
            }
            guard entries[key] == nil else {
                throw MigratorError(.invalidSetting, "'\(key)' is set twice; keep one", location: location)
            }
            let value = Self.trimmed(content[content.index(after: equals)...])
            guard !value.isEmpty else {
                throw MigratorError(.invalidSetting, "'\(key)' has no value", location: location)
            }
            entries[key] = Entry(value: String(value), location: location)
        }
    }

    subscript(key: String) -> Entry? { entries[key] }

    /// The setting as yes or no.
    func bool(_ key: String) throws(MigratorError) -> Bool? {
        guard let entry = entries[key] else { return nil }
        switch entry.value.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw invalid(key, entry, "is yes or no")
        }
    }

    func invalid(_ key: String, _ entry: Entry, _ reason: String) -> MigratorError {
        MigratorError(.invalidSetting, "'\(key)' \(reason), not '\(entry.value)'", location: entry.location)
    }

    /// A comment begins a line or follows white space: a password may hold a `#`.
    private static func withoutComment(_ line: Substring) -> Substring {
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#", previous.isWhitespace { return line[..<index] }
            previous = line[index]
        }
        return line
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
