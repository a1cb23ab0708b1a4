import ArgumentParser
import Migrator
import MigratorDatabase

/// The verb `lint`.
struct LintCommand: Verb {
    static let name = "lint"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Say what revisions would do to a running system.",
            discussion: """
                Looks at both directions of each revision: who waits for how long, what data goes, what breaks the \
                application that runs, what fails as soon as there are rows. What is there is known from the revisions \
                before; nothing is run. Exits with 3 if a finding is an error.

                Without a range it looks at what is pending, or with --no-database at all revisions. --facts names a \
                file of rows and sizes, which 'facts pull' writes: work on small tables is then no finding.

                'lint.RULE = off', 'warn' or 'error' in the settings file sets how much a rule counts, or a preset of \
                them: locks, data, compat, style. One statement is allowed to break a rule by a comment before it, \
                '-- allow: RULE because REASON', or by .allow(RULE, because: REASON) in Swift.
                """,
            examples: [
                ("", "what is pending"),
                ("base:heads --no-database", "the whole history, from its files alone"),
                ("--facts facts.json --server-version 16", "with what is known of the database"),
                ("--no-database --write-baseline lint.json", "leave an old history as it is"),
            ]
        )
    }

    @Argument(help: ArgumentHelp("From which revision to which: 'A:B', 'A:', ':B' or one.", valueName: "range"))
    var range: String?

    @Flag(name: [.customLong("no-database"), .customLong("offline")], help: "Work from the files alone.")
    var noDatabase = false

    @Option(help: ArgumentHelp("A file of rows and sizes of tables.", valueName: "file"))
    var facts: String?

    @Option(help: ArgumentHelp("The oldest server that revisions must work on.", valueName: "n"))
    var serverVersion: String?

    @Option(help: ArgumentHelp("A file of findings that are left out.", valueName: "file"))
    var baseline: String?

    @Option(help: ArgumentHelp("A file to write all findings into, to be left out from now on.", valueName: "file"))
    var writeBaseline: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        let settings = session.settings.lint
        var options = LintOptions(kind: try session.databaseURL.kind, range: range, asksDatabase: !noDatabase)
        options.levels = settings.levels
        options.serverVersion = serverVersion ?? settings.serverVersion
        if let path = facts ?? settings.facts { options.facts = try DatabaseFacts(json: Self.text(path), file: path) }
        if writeBaseline == nil, let path = baseline ?? settings.baseline {
            options.baseline = try LintBaseline(json: Self.text(path), file: path)
        }
        let report = try await session.migrator(for: .looking).lint(options)
        let console = session.console
        if let writeBaseline {
            try System.replaceFile(writeBaseline, LintBaseline(report.findings).json)
            console.answer(
                JSON.object([
                    "command": .string(Self.name), "path": .string(writeBaseline),
                    "findings": .number(report.findings.count),
                ])
            )
            console.status(
                "\(counted(report.findings.count, "finding")) written to \(TerminalText.line(writeBaseline))"
            )
            return .done
        }
        console.answer(LintText.json(report))
        for finding in report.findings where finding.level != .note || console.isVerbose {
            console.answer(LintText.lines(finding))
        }
        console.status(LintText.summary(report))
        return report.hasErrors ? .found : .done
    }

    private static func text(_ path: String) throws -> String {
        guard let text = try System.readText(path) else {
            throw MigratorError(.invalidSetting, "there is no file \(path)")
        }
        return text
    }
}
