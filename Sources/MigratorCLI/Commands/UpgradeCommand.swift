import ArgumentParser
import Migrator

/// The verb `upgrade TARGET`.
struct UpgradeCommand: Verb {
    static let name = "upgrade"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Apply revisions, up to a target.",
            discussion: """
                The target is a revision's id or its first four characters, 'head', 'heads' for all of several, \
                '+2' for the next two, or one of them on a branch: 'label@head'. Each revision is a transaction of \
                its own; one that fails is rolled back, and those before it stay.
                """,
            examples: [
                ("head", "apply all that is missing"),
                ("+1", "apply the next one"),
                ("agents@head --dry-run", "show a branch's SQL"),
                ("9f94:head --sql", "a script for a database that is at 9f94"),
            ]
        )
    }

    @Argument(help: "Where to go.")
    var target: String

    @Flag(help: "Make the database first if the server does not have it and the role may.")
    var createDatabase = false

    @OptionGroup var run: RunOptions
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        guard !createDatabase || !run.sql && !run.dryRun else { throw UsageError.createsNothing }
        var session = session
        session.createsDatabase = createDatabase
        return try await MigrationRun(session: session, options: run).run(.upgrade, to: target)
    }
}
