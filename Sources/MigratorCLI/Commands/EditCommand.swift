import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `edit REV`.
struct EditCommand: Verb {
    static let name = "edit"
    /// The editor decides what a key such as Ctrl-C means.
    static let endsOnSignal = false

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Open the files of revisions in an editor.",
            discussion: "The editor is VISUAL, else EDITOR, else vi. What is applied anywhere must not be edited.",
            examples: [("head", "the newest"), ("current", "the one that the database is at")]
        )
    }

    @Argument(help: "The revision, or an expression for several.")
    var revision: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let entries = try await session.migrator(for: .looking).show(revision)
        var files: [String] = []
        for file in entries.compactMap(\.source?.file) where !files.contains(file) { files.append(file) }
        guard !files.isEmpty else {
            throw MigratorError(.invalidTarget, "No revision files indicated by symbol '\(revision)'")
        }
        if let missing = files.first(where: { System.kind(ofPath: $0) != .file }) {
            throw MigratorError(.fileSystem, "\(missing) is not there: the program was built somewhere else")
        }
        let editor = System.environment("VISUAL") ?? System.environment("EDITOR") ?? "vi"
        let status = try System.run(shell: editor, files)
        guard status == 0 else {
            throw MigratorError(.fileSystem, "Error executing editor ('\(editor)' exited with \(status))")
        }
        session.console.answer(JSON.object(["command": .string("edit"), "paths": .strings(files)]))
        return .done
    }
}
