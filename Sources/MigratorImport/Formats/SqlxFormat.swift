import MigrationDSL
import MigratorCore

/// sqlx: `VERSION_title.sql`, or `VERSION_title.up.sql` and `.down.sql`; `-- no-transaction` at the top.
enum SqlxFormat: ForeignFormat {
    static let depth = 0

    static func reads(_ name: String) -> Bool { parts(name) != nil }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        try PairedFiles.migrations(files, numbered: "sqlx", parts) { text in
            (.text(text), text.lines.first?.text.hasPrefix("-- no-transaction") != true)
        }
    }

    private static func parts(_ name: String) -> PairedFiles.Part? {
        if let stem = name.without(end: ".up.sql") {
            return MigrationName(stem).map { PairedFiles.Part(name: $0, isUp: true) }
        }
        if let stem = name.without(end: ".down.sql") {
            return MigrationName(stem).map { PairedFiles.Part(name: $0, isUp: false) }
        }
        return name.without(end: ".sql").flatMap { MigrationName($0) }
            .map { PairedFiles.Part(name: $0, isUp: true, isSimple: true) }
    }
}
