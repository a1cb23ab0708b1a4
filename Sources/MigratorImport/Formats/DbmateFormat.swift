import MigrationDSL
import MigratorCore

/// dbmate: `VERSION_title.sql` with `-- migrate:up` and `-- migrate:down`.
enum DbmateFormat: ForeignFormat {
    static let depth = 0

    static func reads(_ name: String) -> Bool { name.hasSuffix(".sql") && version(name) != nil }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        let read = files.compactMap { file in version(file.name).map { (version: $0, file: file) } }
        try ForeignProject.checkDistinct(read)
        var project = ForeignProject()
        // dbmate goes by the whole names.
        for (version, file) in read.sorted(by: { $0.file.name.utf8.lexicographicallyPrecedes($1.file.name.utf8) }) {
            project.migrations.append(try migration(version, file))
        }
        return project
    }

    private static func version(_ name: String) -> String? {
        let digits = name.utf8.prefix { $0.isSQLDigit }
        return digits.isEmpty ? nil : String(digits)
    }

    private static func migration(_ version: String, _ file: ForeignFile) throws(MigratorError) -> ForeignMigration {
        let text = try file.text()
        var upgrade = ForeignText(file: file.path)
        var downgrade: ForeignText?
        var hasUpgrade = false
        var isTransactional = true
        var second: Int?
        for line in text.lines {
            if let directive = Directive(line.text) {
                let isSecond = directive.isUp ? hasUpgrade : downgrade != nil
                if isSecond { second = second ?? line.number }
                if !directive.isUp, !hasUpgrade {
                    throw file.error("'-- migrate:down' stands before '-- migrate:up'", line: line.number)
                }
                if directive.isUp { hasUpgrade = true } else { downgrade = downgrade ?? ForeignText(file: file.path) }
                if !directive.isTransactional { isTransactional = false }
            } else if downgrade != nil {
                downgrade?.append(line)
            } else {
                if !hasUpgrade, !line.isBlank, !line.isComment {
                    throw file.error("a statement before '-- migrate:up'", line: line.number)
                }
                upgrade.append(line)
            }
        }
        guard hasUpgrade else { throw file.error("the file has no line '-- migrate:up'") }
        let stem = file.name.without(end: ".sql") ?? file.name
        var migration = ForeignMigration(
            id: RevisionID(version),
            keys: [version],
            message: MigrationName.message(stem.dropFirst(version.count).drop { $0 == "_" || $0 == "-" }, else: stem),
            file: file.path,
            upgrade: .text(upgrade),
            downgrade: downgrade.map { .text($0) } ?? .none("\(file.path) has no line '-- migrate:down'"),
            isTransactional: isTransactional
        )
        if let second {
            let reason = "a second block of one direction; make a migration of its own of it"
            migration.upgrade = .left(ImportFinding(file: file.path, line: second, reason))
            migration.downgrade = migration.upgrade
        }
        return migration
    }

    /// A line `-- migrate:up` or `-- migrate:down`, with its options.
    private struct Directive {
        let isUp: Bool
        let isTransactional: Bool

        init?(_ line: String) {
            guard line.hasPrefix("--") else { return nil }
            let words = line.dropFirst(2).split { $0 == " " || $0 == "\t" || $0 == "\r" }
            switch words.first {
            case "migrate:up": isUp = true
            case "migrate:down": isUp = false
            default: return nil
            }
            isTransactional = !words.dropFirst().contains("transaction:false")
        }
    }
}
