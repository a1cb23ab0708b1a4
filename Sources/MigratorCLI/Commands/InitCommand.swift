import ArgumentParser
import Migrator

/// The verb `init DIR`.
struct InitCommand: Verb {
    static let name = "init"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Make a new home for revisions.",
            discussion: """
                Makes a Swift package with a program, a first revision, tests and settings, or with '-t sql' a folder for \
                SQL revisions. The folder must be missing or empty. A workflow of GitHub that checks the revisions is \
                part of both; with --database postgres://… it has a server of PostgreSQL, and the settings name that \
                database, without its password.
                """,
            examples: [
                ("shop", "a package; then: cd shop && swift run migrate upgrade head, and swift test"),
                ("shop -t sql", "a folder of SQL revisions"),
                ("shop -t sql-inside", "a package whose program has SQL revisions in it"),
                ("shop --migrator ../migrator", "with the engine from another folder or URL"),
            ]
        )
    }

    @Argument(help: "The folder.")
    var folder: String

    @Option(name: .shortAndLong, help: ArgumentHelp("What to make; see 'list-templates'.", valueName: "name"))
    var template = ProjectTemplate.swift

    @Option(help: ArgumentHelp("Where the package of this program is: a folder or a URL.", valueName: "place"))
    var migrator: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        guard System.kind(ofPath: folder) == .missing || System.names(inFolder: folder)?.isEmpty == true else {
            throw MigratorError(.fileSystem, "Directory \(folder) already exists and is not empty")
        }
        let files = try template.files(
            in: folder,
            engine: EnginePackage.find(migrator),
            database: global.database == nil ? nil : try session.databaseURL
        )
        for file in files {
            let path = folder.appending(path: file.path)
            try System.makeFolder(path.folder)
            try System.createFile(path, file.text)
        }
        session.console.answer(
            JSON.object([
                "command": .string("init"), "path": .string(folder), "files": .strings(files.map(\.path)),
            ])
        )
        for file in files { session.console.status("created \(TerminalText.line(folder.appending(path: file.path)))") }
        session.console.status("now: cd \(TerminalText.line(folder)) && \(template.nextStep)")
        return .done
    }
}
