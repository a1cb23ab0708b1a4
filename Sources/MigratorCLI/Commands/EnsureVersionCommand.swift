import ArgumentParser
import Database
import Migrator

/// The verb `ensure-version`.
struct EnsureVersionCommand: Verb {
    static let name = "ensure-version"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Make the version table, and nothing else.",
            discussion: "Does nothing if it is there. 'upgrade' and 'stamp' make it too.",
            examples: [("", "in the default database"), ("--database sqlite:app.db", "in another one")]
        )
    }

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await session.migrator(for: .changing).ensureVersionTable()
        let table = session.settings.migrator.versionTable.description
        session.console.answer(
            .object(["command": .string("ensure-version"), "version_table": .string(table)])
        )
        session.console.status("\(TerminalText.line(table)) is there")
        return .done
    }
}
