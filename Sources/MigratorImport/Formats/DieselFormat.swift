import MigrationDSL
import MigratorCore

/// diesel: a folder for each migration, with `up.sql`, `down.sql` and perhaps `metadata.toml`.
enum DieselFormat: ForeignFormat {
    static let depth = 1

    static func reads(_ name: String) -> Bool { ["up.sql", "down.sql", "metadata.toml"].contains(name) }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        var folders: [String: [String: ForeignFile]] = [:]
        for file in files where reads(file.name) && !file.folder.isEmpty {
            folders[file.folder, default: [:]][file.name] = file
        }
        var read: [(version: String, folder: String, files: [String: ForeignFile])] = []
        for (folder, files) in folders where files["up.sql"] != nil {
            read.append((version(folder), folder, files))
        }
        read.sort { ($0.version, $0.folder) < ($1.version, $1.folder) }
        try ForeignProject.checkDistinct(
            read.compactMap { entry in entry.files["up.sql"].map { (entry.version, $0) } }
        )
        var project = ForeignProject()
        for (version, folder, files) in read {
            guard let up = files["up.sql"] else { continue }
            let id = RevisionID(version)
            if let problem = id.problem { throw up.error("the version '\(version)' will not do as an id: \(problem)") }
            let title = folder.drop { $0 != "_" }
            let downgrade: ForeignMigration.Script =
                if let down = files["down.sql"] { .text(try down.text()) } else {
                    .none("there is no file \(folder)/down.sql")
                }
            project.migrations.append(
                ForeignMigration(
                    id: id,
                    keys: [version],
                    message: MigrationName.message(title, else: folder),
                    file: up.path,
                    upgrade: .text(try up.text()),
                    downgrade: downgrade,
                    isTransactional: try files["metadata.toml"].map(isTransactional) ?? true
                )
            )
        }
        return project
    }

    /// What stands before the first underscore, without dashes.
    private static func version(_ folder: String) -> String {
        String(folder.prefix { $0 != "_" }.filter { $0 != "-" })
    }

    /// Reads `run_in_transaction = false`, which is all that diesel reads there.
    private static func isTransactional(_ file: ForeignFile) throws(MigratorError) -> Bool {
        for line in try file.text().lines {
            let setting = line.text.prefix { $0 != "#" }.split(separator: "=", maxSplits: 1)
            guard setting.count == 2, words(setting[0]) == ["run_in_transaction"] else { continue }
            switch words(setting[1]) {
            case ["true"]: return true
            case ["false"]: return false
            default: throw file.error("run_in_transaction is true or false", line: line.number)
            }
        }
        return true
    }

    private static func words(_ text: Substring) -> [Substring] { text.split { $0 == " " || $0 == "\t" || $0 == "\r" } }
}
