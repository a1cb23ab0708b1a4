import ArgumentParser
import Migrator

/// The verb `downgrade TARGET`.
struct DowngradeCommand: Verb {
    static let name = "downgrade"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Take revisions back, down to a target.",
            discussion: """
                The target is a revision that stays, 'base' for none, '-1' for the one before, or one of them on a \
                branch: 'label@base'. A branch point takes all its branches with it unless a label is given.
                """,
            examples: [
                ("-1", "take the last revision back"),
                ("agents@-1", "the same, on one branch"),
                ("base --dry-run", "show what going back to nothing would run"),
                ("9f94:base --sql", "a script for a database that is at 9f94"),
            ]
        )
    }

    @Argument(help: "Where to go.")
    var target: String

    @OptionGroup var run: RunOptions
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        try await MigrationRun(session: session, options: run).run(.downgrade, to: target)
    }
}
