import MigrationDSL
import MigratorCore

/// The name of a file of Flyway.
struct FlywayName {
    enum Kind {
        case version, undo, repeatable, baseline
        /// What belongs to a file of SQL and changes how it is run.
        case settings
    }

    let kind: Kind
    /// As Flyway's table has it: with dots.
    let version: String
    let title: String
    /// The numbers of the version, without zeros behind: 1 and 1.0 are one version.
    let order: [UInt64]

    /// Reads `V1_2__title.sql`; `nil` for what Flyway would pass over.
    init?(_ name: String) {
        let isSettings = name.hasSuffix(".sql.conf")
        let stem =
            isSettings ? name.without(end: ".sql.conf") : name.without(end: ".sql") ?? name.without(end: ".java")
        guard let stem, let letter = stem.utf8.first else { return nil }
        let kind: Kind? =
            switch letter {
            case UInt8(ascii: "V"): .version
            case UInt8(ascii: "U"): .undo
            case UInt8(ascii: "R"): .repeatable
            case UInt8(ascii: "B"): .baseline
            default: nil
            }
        guard let kind, kind != .repeatable else {
            guard kind == .repeatable, stem.dropFirst().hasPrefix("__") else { return nil }
            self.kind = isSettings ? .settings : .repeatable
            (version, title, order) = ("", String(stem.dropFirst(3)), [])
            return
        }
        let rest = String(stem.dropFirst())
        let separator = rest.range(ofText: "__")
        let written = separator.map { rest[..<$0.lowerBound] } ?? rest[...]
        let parts = written.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "_" }
        var order: [UInt64] = []
        for part in parts {
            guard part.utf8.allSatisfy(\.isSQLDigit), let number = UInt64(part) else { return nil }
            order.append(number)
        }
        while order.count > 1, order.last == 0 { order.removeLast() }
        self.kind = isSettings ? .settings : kind
        version = parts.joined(separator: ".")
        title = separator.map { String(rest[$0.upperBound...]) } ?? ""
        self.order = order
    }
}

/// A file `V1__x.sql.conf`.
struct FlywayScriptSettings {
    private(set) var isTransactional = true
    private(set) var replacesPlaceholders = true
    /// A setting that has no meaning here.
    private(set) var unknown: ImportFinding?

    init() {}

    init(_ file: ForeignFile) throws(MigratorError) {
        for line in try file.text().lines where !line.isBlank && !line.text.hasPrefix("#") {
            let parts = line.text.split(separator: "=", maxSplits: 1).map { part in
                String(part.split { $0 == " " || $0 == "\t" || $0 == "\r" }.joined(separator: " "))
            }
            switch (parts.first, parts.last) {
            case ("executeInTransaction", "true"): isTransactional = true
            case ("executeInTransaction", "false"): isTransactional = false
            case ("placeholderReplacement", "true"): replacesPlaceholders = true
            case ("placeholderReplacement", "false"): replacesPlaceholders = false
            case ("encoding", "UTF-8"), ("encoding", "utf-8"): break
            default:
                let reason = "a setting that revisions do not know: '\(parts.first ?? "")'"
                unknown = unknown ?? ImportFinding(file: file.path, line: line.number, reason)
            }
        }
    }
}
