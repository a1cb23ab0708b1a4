import ArgumentParser
import Migrator
import MigratorDatabase

/// The verb `ensure-version`.
struct EnsureVersionCommand: Verb {
    static let name = "ensure-version"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Make the version table, and nothing else.",
            discussion: "Does nothing if it is there. 'upgrade' and 'stamp' make it too.",
            examples: [
                ("", "in the default database"), ("--database sqlite:app.db", "in another one"),
                ("--sql --database postgres://server/app", "a script for whoever may make tables there"),
            ]
        )
    }

    @Flag(help: "Print a script that does it, and open no database.")
    var sql = false

    @Flag(help: "Make the database first if the server does not have it and the role may.")
    var createDatabase = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        guard !createDatabase || !sql else { throw UsageError.createsNothing }
        var session = session
        session.createsDatabase = createDatabase
        if sql { return try await writeScript(session) }
        try await session.migrator(for: .changing).ensureVersionTable(observe: session.console.hearNotice)
        let table = session.settings.migrator.versionTable.description
        session.console.answer(
            .object(["command": .string("ensure-version"), "version_table": .string(table)])
        )
        session.console.status("\(TerminalText.line(table)) is there")
        return .done
    }

    private func writeScript(_ session: Session) async throws -> ExitStatus {
        let options = try session.scriptOptions()
        let migrator = try session.migrator(for: .looking)
        let statements = try migrator.ensureVersionScript(options, to: session.console.printScript)
        let table = session.settings.migrator.versionTable.description
        session.console.answer(
            .object([
                "command": .string("ensure-version"), "version_table": .string(table), "sql": .strings(statements),
            ])
        )
        return .done
    }
}
