import MigrationDSL
import MigratorCore

/// Migrations whose two directions lie in two files, named by a number.
enum PairedFiles {
    /// What a file's name says.
    struct Part {
        let name: MigrationName
        let isUp: Bool
        /// Whether the format knows of no way back for it.
        var isSimple = false
    }

    /// The text of a file, and whether it is run in a transaction.
    typealias Reading = (script: ForeignMigration.Script, isTransactional: Bool)

    private struct Pair {
        var up: (part: Part, file: ForeignFile)?
        var down: (part: Part, file: ForeignFile)?
    }

    /// The migrations in the order of their numbers, each with the two files that bear it.
    static func migrations(
        _ files: [ForeignFile],
        numbered tool: String,
        _ parts: (String) -> Part?,
        _ read: (ForeignText) -> Reading
    ) throws(MigratorError) -> ForeignProject {
        var pairs: [UInt64: Pair] = [:]
        for file in files {
            guard let part = parts(file.name) else { continue }
            guard let number = part.name.number, number <= UInt64(Int64.max) else {
                throw file.error("the version \(part.name.version) is too large for a number of \(tool)")
            }
            var pair = pairs[number] ?? Pair()
            if let other = part.isUp ? pair.up : pair.down {
                let path = other.file.path
                throw file.error("the version \(number) is that of \(path) as well; give one of them another")
            }
            if part.isUp { pair.up = (part, file) } else { pair.down = (part, file) }
            pairs[number] = pair
        }
        var project = ForeignProject()
        for (number, pair) in pairs.sorted(by: { $0.key < $1.key }) {
            if let migration = try migration(number, pair, read) { project.migrations.append(migration) }
        }
        return project
    }

    private static func migration(
        _ number: UInt64,
        _ pair: Pair,
        _ read: (ForeignText) -> Reading
    ) throws(MigratorError) -> ForeignMigration? {
        guard let first = pair.up ?? pair.down else { return nil }
        let up: Reading? = if let up = pair.up { read(try up.file.text()) } else { nil }
        let down: Reading? = if let down = pair.down { read(try down.file.text()) } else { nil }
        let noDown =
            first.part.isSimple
            ? "\(first.file.path) has no way back"
            : "there is no file \(first.file.path.replacingUpgrade)"
        return ForeignMigration(
            id: RevisionID(first.part.name.version),
            keys: [String(number)],
            message: MigrationName.message(first.part.name.title, else: first.part.name.version),
            file: first.file.path,
            // A version with a way back alone is passed through without a statement.
            upgrade: up?.script ?? .text(ForeignText(file: first.file.path)),
            downgrade: down?.script ?? .none(noDown),
            isTransactional: (up?.isTransactional ?? true) && (down?.isTransactional ?? true)
        )
    }
}

extension String {
    /// The path of the file that would lead back from this one.
    fileprivate var replacingUpgrade: String {
        without(end: ".up.sql").map { $0 + ".down.sql" } ?? self
    }
}
