import MigrationDSL
package import MigratorCore

/// What ``AlembicScript`` has written.
package enum AlembicRecords {
    private static let fieldCount = 10

    /// The revisions of a project, parents first.
    ///
    /// - Throws: `MigratorError` for a file that is not whole.
    package static func project(_ contents: [UInt8]) throws(MigratorError) -> ForeignProject {
        var fields = contents.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.popLast()?.isEmpty == true, !fields.isEmpty, fields.count.isMultiple(of: fieldCount) else {
            throw MigratorError(.fileSystem, "what Alembic wrote is not whole, or the project has no revision")
        }
        var project = ForeignProject()
        for start in stride(from: 0, to: fields.count, by: fieldCount) {
            project.migrations.append(try migration(Array(fields[start..<start + fieldCount])))
        }
        return project
    }

    private static func migration(_ fields: [String]) throws(MigratorError) -> ForeignMigration {
        let path = fields[5]
        let upgrade = try script(fields[6], fields[7], path)
        let downgrade = try script(fields[8], fields[9], path)
        var migration = ForeignMigration(
            id: RevisionID(fields[0]),
            keys: [fields[0]],
            message: OneLine.text(fields[4].isEmpty ? fields[0] : fields[4]),
            file: path,
            upgrade: upgrade,
            downgrade: downgrade,
            isTransactional: fields[6] != "off" && fields[8] != "off"
        )
        migration.parents = names(fields[1]).map { RevisionID($0) }
        migration.branchLabels = names(fields[2])
        migration.dependsOn = names(fields[3])
        return migration
    }

    private static func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }

    private static func script(
        _ state: String,
        _ text: String,
        _ path: String
    ) throws(MigratorError) -> ForeignMigration.Script {
        guard state != "no" else {
            let reason = OneLine.text(text)
            return .left(
                ImportFinding(file: path, "Alembic cannot write it offline (\(reason)); write what it does in SQL")
            )
        }
        return .text(try ForeignText(file: path, text: text))
    }
}
