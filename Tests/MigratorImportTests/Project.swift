import MigrationDSL
import MigratorCore
import MigratorImport

/// A project of another tool, written by hand.
struct Project {
    let format: ImportFormat
    let files: [ForeignFile]

    init(_ format: ImportFormat, _ files: KeyValuePairs<String, String>) {
        self.format = format
        self.files = files.map { ForeignFile(path: $0, contents: Array($1.utf8)) }
    }

    func imported() throws(MigratorError) -> ImportedProject {
        try ImportedProject(format, files: files, in: "there")
    }

    /// The text of the only revision.
    func text() throws -> String {
        let project = try imported()
        guard project.revisions.count == 1 else { return "\(project.revisions.count) revisions" }
        return project.revisions[0].text
    }

    /// The error, with its place.
    func refusal() -> String {
        do throws(MigratorError) {
            _ = try imported()
            return "none"
        } catch {
            return error.description
        }
    }
}

extension ImportedProject {
    /// The ids, each with its parents.
    var chain: [String] { revisions.map { "\($0.id) < \($0.parents.map(\.rawValue).joined(separator: " "))" } }

    /// What is left, each with its place.
    var leftover: [String] { left.map { "\($0.place): \($0.reason)" } }
}
