import ArgumentParser
import MigrationDSL
import Migrator
import MigratorImport

/// The verb `import FORMAT PATH`.
struct ImportCommand: Verb {
    static let name = "import"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Turn another tool's migrations into SQL revisions.",
            discussion: """
                FORMAT is dbmate, golang-migrate, goose, flyway, sqlx or diesel, and PATH the folder in which its \
                migrations lie. Ids, order, messages and both directions are kept, and each revision says what it was. \
                The folder of --into is made if need be; what is in it is never touched.

                What cannot be turned is listed by file, line and reason, and the status is 3. A revision whose upgrade \
                is left to you has a statement in its place that no database takes. A file that the tool itself would \
                refuse is an error, and nothing is written. Opens no database; 'adopt' takes one over.
                """,
            examples: [
                ("goose db/migrations --into revisions", "write them as revisions"),
                ("flyway src/main/resources/db --into revisions --dry-run", "show what would be written and what not"),
            ]
        )
    }

    @Argument(help: ArgumentHelp("The tool that the migrations are written for.", valueName: "format"))
    var format: ImportFormat

    @Argument(help: ArgumentHelp("The folder of its migrations.", valueName: "path"))
    var path: String

    @Option(help: ArgumentHelp("The folder for the revisions.", valueName: "folder"))
    var into: String

    @Flag(help: "Show what would be written, and write nothing.")
    var dryRun = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let folder = path
        let files = try ForeignFolder.files(format, in: folder)
        let project: ImportedProject
        do {
            project = try ImportedProject(format, files: files, in: folder)
        } catch {
            throw error.within(folder)
        }
        let writing = try ImportWriting(project, into: into)
        if !dryRun { try writing.write() }
        report(project, writing, session.console)
        return project.left.isEmpty ? .done : .found
    }

    private func report(_ project: ImportedProject, _ writing: ImportWriting, _ console: Console) {
        console.answer(
            JSON.object([
                "command": .string(Self.name), "format": .string(format.rawValue), "path": .string(path),
                "into": .string(into), "dry_run": .bool(dryRun),
                "revisions": .array(
                    writing.files.map { file in
                        .object([
                            "revision": .string(file.revision.id.rawValue), "path": .string(file.path),
                            "message": .string(file.revision.message), "parents": .strings(file.revision.parents),
                            "imported_from": .string(file.revision.importedFrom.text),
                        ])
                    }
                ),
                "left": .array(
                    project.left.map { finding in
                        .object([
                            "file": .string(path.appending(path: finding.file)),
                            "line": finding.line.map { .number($0) },
                            "reason": .string(finding.reason),
                        ])
                    }
                ),
            ])
        )
        for file in writing.files { console.answer(TerminalText.line(file.path)) }
        for finding in project.left {
            let place = path.appending(path: finding.place)
            console.complain("left \(TerminalText.line(place)): \(TerminalText.line(finding.reason))")
        }
        let count = project.revisions.count
        let revisions = count == 1 ? "1 revision" : "\(count) revisions"
        let left = project.left.isEmpty ? "" : "; \(project.left.count) left to you"
        console.note("\(dryRun ? "would write" : "wrote") \(revisions) to \(TerminalText.line(into))\(left)")
    }
}

extension ImportFormat: ExpressibleByArgument {}

extension MigratorError {
    /// The error with its place as a path that leads there from here.
    fileprivate func within(_ folder: String) -> MigratorError {
        guard let location else { return self }
        let place = SourceLocation(file: folder.appending(path: location.file), line: location.line)
        return MigratorError(code, message, revision: revision, location: place, cause: cause)
    }
}
