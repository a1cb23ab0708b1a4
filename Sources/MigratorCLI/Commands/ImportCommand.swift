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
                migrations lie; or alembic, and PATH the folder of alembic.ini. Ids, order, messages and both \
                directions are kept, and each revision says what it was. The folder of --into is made if need be; \
                what is in it is never touched. Alembic runs in its offline mode, from PATH or as --alembic says. \
                Of fluent, hummingbird and grdb a database knows the names alone: one revision makes what --database has.

                What cannot be turned is listed by file, line and reason, and the status is 3. A revision whose upgrade \
                is left to you has a statement in its place that no database takes. A file that the tool itself would \
                refuse is an error, and nothing is written. 'adopt' takes the database over.
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
    var path: String?

    @Option(help: ArgumentHelp("The folder for the revisions.", valueName: "folder"))
    var into: String

    @Option(help: ArgumentHelp("The program alembic, or the Python that has it.", valueName: "path"))
    var alembic: String?

    @Option(
        name: .customShort("x"),
        help: ArgumentHelp("An argument -x for Alembic; repeatable.", valueName: "key=value")
    )
    var arguments: [String] = []

    @Flag(help: "Show what would be written, and write nothing.")
    var dryRun = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let project = try await project(session)
        let writing = try ImportWriting(project, into: into)
        if !dryRun { try writing.write() }
        report(project, writing, session.console)
        return project.left.isEmpty ? .done : .found
    }

    private func project(_ session: Session) async throws -> ImportedProject {
        if format != .alembic {
            guard alembic == nil, arguments.isEmpty else {
                throw UsageError("--alembic and -x say nothing to \(format.rawValue)")
            }
        }
        if format.isNamesOnly {
            guard path == nil else {
                throw UsageError("\(format.rawValue) has no files to read: leave the path out, and name the --database")
            }
            return try await namesOnly(session)
        }
        guard let path else { throw UsageError("name the folder of the project: import \(format.rawValue) PATH") }
        guard format != .alembic else {
            let run = try AlembicRun(project: path, alembic: alembic)
            return try ImportedProject(format, try run.project(arguments))
        }
        let files = try ForeignFolder.files(format, in: path)
        do {
            return try ImportedProject(format, files: files, in: path)
        } catch {
            throw error.within(path)
        }
    }

    /// One revision, which makes what the database has.
    private func namesOnly(_ session: Session) async throws -> ImportedProject {
        let engine = try session.schemaEngine()
        let options = SchemaOptions(ignore: session.settings.schema.ignore)
        let (names, schema) = try await engine.migrations(of: format, options)
        guard !names.isEmpty else {
            throw MigratorError(
                .behind,
                "\(format.rawValue) has run nothing in this database; there is nothing to import"
            )
        }
        session.console.warn(ofUnsupported: schema.unsupported)
        let id = RevisionName.newID { _ in false }
        let migration = ForeignMigration(
            id: id,
            keys: names,
            message: "what \(format.rawValue) has made",
            file: "the database",
            upgrade: .text(try ForeignText(file: "the database", text: schema.text(.sql))),
            downgrade: .none("it stands for all that \(format.rawValue) has run")
        )
        return try ImportedProject(format, ForeignProject([migration]))
    }

    /// A place in the project as it is seen from here.
    private func place(_ inner: String) -> String {
        guard let path else { return inner }
        return (System.kind(ofPath: path) == .file ? path.folder : path).appending(path: inner)
    }

    private func report(_ project: ImportedProject, _ writing: ImportWriting, _ console: Console) {
        console.answer(
            JSON.object([
                "command": .string(Self.name), "format": .string(format.rawValue),
                "path": path.map { .string($0) } ?? .null,
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
                            "file": .string(place(finding.file)),
                            "line": finding.line.map { .number($0) },
                            "reason": .string(finding.reason),
                        ])
                    }
                ),
            ])
        )
        for file in writing.files { console.answer(TerminalText.line(file.path)) }
        for finding in project.left {
            console.complain("left \(TerminalText.line(place(finding.place))): \(TerminalText.line(finding.reason))")
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
