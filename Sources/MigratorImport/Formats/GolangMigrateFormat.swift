import MigrationDSL
import MigratorCore

/// golang-migrate: `VERSION_title.up.sql` and `VERSION_title.down.sql`.
enum GolangMigrateFormat: ForeignFormat {
    static let depth = 0

    static func reads(_ name: String) -> Bool { parts(name) != nil }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        try PairedFiles.migrations(files, numbered: "golang-migrate", parts) { text in
            (.text(text), true)
        }
    }

    private static func parts(_ name: String) -> PairedFiles.Part? {
        for isUp in [true, false] {
            guard let stem = name.without(end: isUp ? ".up.sql" : ".down.sql") else { continue }
            return MigrationName(stem).map { PairedFiles.Part(name: $0, isUp: isUp) }
        }
        return nil
    }
}
