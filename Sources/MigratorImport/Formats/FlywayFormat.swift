import MigrationDSL
import MigratorCore

/// Flyway: `V1.2__title.sql`, `U1.2__title.sql`, and `V1.2__title.sql.conf`.
enum FlywayFormat: ForeignFormat {
    static let depth = 16

    static func reads(_ name: String) -> Bool { FlywayName(name) != nil || callback(name) }

    static func migrations(_ files: [ForeignFile]) throws(MigratorError) -> ForeignProject {
        var project = ForeignProject()
        var versioned: [(name: FlywayName, file: ForeignFile)] = []
        var undos: [(name: FlywayName, file: ForeignFile)] = []
        var settings: [String: ForeignFile] = [:]
        for file in files {
            guard let name = FlywayName(file.name) else {
                if callback(file.name) { project.left.append(ImportFinding(file: file.path, Self.noCallbacks)) }
                continue
            }
            switch name.kind {
            case .version: versioned.append((name, file))
            case .undo: undos.append((name, file))
            case .settings: settings[file.path] = file
            case .repeatable: project.left.append(ImportFinding(file: file.path, Self.noRepeatables))
            case .baseline: project.left.append(ImportFinding(file: file.path, Self.noBaselines))
            }
        }
        versioned.sort { $0.name.order.lexicographicallyPrecedes($1.name.order) }
        for (first, second) in zip(versioned, versioned.dropFirst()) where first.name.order == second.name.order {
            let version = second.name.version
            throw second.file.error("the version \(version) is that of \(first.file.path) as well")
        }
        for (name, file) in versioned {
            let undo = undos.firstIndex { $0.name.order == name.order }.map { undos.remove(at: $0).file }
            project.migrations.append(try migration(name, file, undo: undo, settings[file.path + ".conf"]))
        }
        for (name, file) in undos {
            project.left.append(ImportFinding(file: file.path, "there is no migration of the version \(name.version)"))
        }
        project.left.sort { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
        return project
    }

    private static func migration(
        _ name: FlywayName,
        _ file: ForeignFile,
        undo: ForeignFile?,
        _ settings: ForeignFile?
    ) throws(MigratorError) -> ForeignMigration {
        let settings =
            try settings.map { file throws(MigratorError) in try FlywayScriptSettings(file) }
            ?? FlywayScriptSettings()
        let downgrade: ForeignMigration.Script =
            if let undo { try script(undo, settings) } else { .none("there is no migration U\(name.version)") }
        return ForeignMigration(
            id: RevisionID(name.version),
            keys: [name.version],
            message: MigrationName.message(name.title, else: "version \(name.version)"),
            file: file.path,
            upgrade: try script(file, settings),
            downgrade: downgrade,
            isTransactional: settings.isTransactional
        )
    }

    private static func script(
        _ file: ForeignFile,
        _ settings: FlywayScriptSettings
    ) throws(MigratorError) -> ForeignMigration.Script {
        if !file.name.hasSuffix(".sql") {
            return .left(ImportFinding(file: file.path, "it is no SQL; write in SQL what it does"))
        }
        let text = try file.text()
        if let unknown = settings.unknown { return .left(unknown) }
        guard settings.replacesPlaceholders else { return .text(text) }
        for line in text.lines where !line.isComment && line.text.range(ofText: "${") != nil {
            let reason = "Flyway puts the value of a placeholder ${…} in here; write it"
            return .left(ImportFinding(file: file.path, line: line.number, reason))
        }
        return .text(text)
    }

    private static let noCallbacks = "a callback, which Flyway runs at each of its runs; revisions have none"
    private static let noRepeatables =
        "a repeatable migration, which Flyway runs whenever it has changed; write a revision that makes what it makes"
    private static let noBaselines = "a baseline, which stands for the versions before it; it is not needed beside them"

    /// Whether Flyway would run a file before or after others.
    private static func callback(_ name: String) -> Bool {
        guard let stem = name.without(end: ".sql") else { return false }
        let event = stem.range(ofText: "__").map { String(stem[..<$0.lowerBound]) } ?? stem
        guard event.hasPrefix("before") || event.hasPrefix("after") else { return false }
        let events = ["Migrate", "Undo", "Each", "Validate", "Baseline", "Repair", "Clean", "Info", "Versioned"]
        return (events + ["Repeatables"]).contains { event.range(ofText: $0) != nil }
    }
}
