package import MigrationDSL
import MigratorCore
import MigratorSources

/// A revision in SQL that was made of another tool's migration.
package struct ImportedRevision: Sendable {
    package let id: RevisionID
    package let parents: [RevisionID]
    package let branchLabels: [String]
    package let dependsOn: [String]
    package let message: String
    package let isTransactional: Bool
    package let importedFrom: ImportedFrom
    /// The path of the migration's file in its project.
    package let file: String
    /// The text of the revision's file.
    package private(set) var text = ""
    /// What did not become part of it.
    package private(set) var left: [ImportFinding] = []

    /// Makes the revision of a migration.
    ///
    /// One whose upgrade a revision cannot hold has a statement in its place that no database takes: the history is
    /// whole, and a run stops there until the file is written.
    init(_ migration: ForeignMigration, parents: [RevisionID], _ format: ImportFormat) {
        id = migration.id
        self.parents = migration.parents ?? parents
        branchLabels = migration.branchLabels
        dependsOn = migration.dependsOn
        message = migration.message
        importedFrom = ImportedFrom(format, migration.keys)
        file = migration.file
        let ownTable = ForeignTable.all.first { $0.format == format }?.name
        var upgrade = Part(migration.upgrade, migration, ownTable)
        var downgrade = Part(migration.downgrade, migration, ownTable)
        isTransactional = (upgrade.section?.isTransactional ?? true) && (downgrade.section?.isTransactional ?? true)
        // The reader of revisions has the last word; each time it refuses something, that is left out.
        while true {
            let (text, starts) = written(upgrade, downgrade)
            self.text = text
            guard let problem = problem(of: text) else { break }
            if let start = starts.downgrade, problem.line >= start, downgrade.refuse(problem, from: start) { continue }
            if let start = starts.upgrade, problem.line >= start, upgrade.refuse(problem, from: start) { continue }
            left.append(ImportFinding(file: file, problem.message))
            break
        }
        left += [upgrade.finding, downgrade.finding].compactMap { $0 }
        left += [upgrade, downgrade].flatMap { $0.section?.leftOut ?? [] }
        // Of a file that is none of SQL, both directions say the same.
        if left.count == 2, left[0] == left[1] { left.removeLast() }
    }

    /// A direction: its section, or why there is none.
    private struct Part {
        private(set) var section: RevisionSection?
        /// Why the project has none.
        private(set) var reason: String?
        private(set) var finding: ImportFinding?

        init(_ script: ForeignMigration.Script, _ migration: ForeignMigration, _ ownTable: String?) {
            switch script {
            case .none(let reason): self.reason = reason
            case .left(let finding): self.finding = finding
            case .text(let text):
                do throws(RevisionSection.Left) {
                    section = try RevisionSection(
                        text,
                        isTransactional: migration.isTransactional,
                        ownTable: ownTable
                    )
                } catch {
                    finding = error.finding
                }
            }
        }

        /// Takes the section out for a problem on a line of the revision; `false` if there is none.
        mutating func refuse(_ problem: (line: Int, message: String), from start: Int) -> Bool {
            guard let section else { return false }
            let line = section.number(ofLine: problem.line - start + 1)
            finding = ImportFinding(file: section.origin.file, line: line, problem.message)
            self.section = nil
            return true
        }
    }

    private func problem(of text: String) -> (line: Int, message: String)? {
        do throws(MigratorError) {
            _ = try SQLRevisionFile(path: file, contents: Array(text.utf8))
            return nil
        } catch {
            return (error.location?.line ?? 1, error.message)
        }
    }

    /// The text of the file, and the lines from 1 at which the sections' own lines begin.
    private func written(_ upgrade: Part, _ downgrade: Part) -> (text: String, starts: (upgrade: Int?, downgrade: Int?))
    {
        var header: [(key: String, value: String)] = [("revision", id.rawValue)]
        if !parents.isEmpty { header.append(("parents", parents.map(\.rawValue).joined(separator: ", "))) }
        if !branchLabels.isEmpty { header.append(("branch-labels", branchLabels.joined(separator: ", "))) }
        if !dependsOn.isEmpty { header.append(("depends-on", dependsOn.joined(separator: ", "))) }
        header.append(("message", message))
        if !isTransactional { header.append(("transaction", "off")) }
        if downgrade.section == nil {
            let reason = downgrade.reason ?? downgrade.finding.map { "\($0.place) was not imported: \($0.reason)" }
            header.append(("irreversible", OneLine.text(reason ?? "there is no way back")))
        }
        header.append(("imported-from", importedFrom.text))
        var text = header.map { "-- \($0): \($1)\n" }.joined() + "\n-- upgrade\n"
        var starts: (upgrade: Int?, downgrade: Int?)
        if let section = upgrade.section {
            starts.upgrade = text.utf8.count { $0 == 0x0A } + 1
            text += String(decoding: section.bytes, as: UTF8.self)
        } else {
            text += Self.standIn(upgrade.finding ?? ImportFinding(file: file, upgrade.reason ?? ""))
        }
        if let section = downgrade.section {
            text += "\n-- downgrade\n"
            starts.downgrade = text.utf8.count { $0 == 0x0A } + 1
            text += String(decoding: section.bytes, as: UTF8.self)
        }
        return (text, starts)
    }

    /// What stands where SQL is to be written.
    private static func standIn(_ finding: ImportFinding) -> String {
        let name = OneLine.text("not imported: \(finding.place)").split(separator: "\"").joined(separator: "'")
        return """
            -- Not imported, \(OneLine.text("\(finding.place): \(finding.reason)"))
            -- Write here what it does, in place of the statement below, which no database takes.
            SELECT * FROM "\(name)";

            """
    }
}

/// Text for one line of a header or a comment.
enum OneLine {
    static func text(_ text: String) -> String {
        let characters = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: Character(scalar)
            }
        }
        return String(characters).split(separator: " ").joined(separator: " ")
    }
}
