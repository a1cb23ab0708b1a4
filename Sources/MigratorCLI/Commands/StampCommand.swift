import ArgumentParser
import Migrator

/// The verb `stamp TARGET…`.
struct StampCommand: Verb {
    static let name = "stamp"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Write where the database stands, and run no revision.",
            discussion: """
                For a database whose tables are there already, or whose version rows are wrong. With --purge the \
                rows are emptied first: the way out when one of them names a revision that is gone.
                """,
            examples: [
                ("head", "say that everything is applied"),
                ("9f94d908afb9 --dry-run", "show which rows would change"),
                ("--purge base", "forget all rows"),
                ("--sql 9f94:head", "a script for a database that is at 9f94"),
            ]
        )
    }

    @Argument(help: "The revisions whose rows are to be there afterwards.")
    var targets: [String]

    @Flag(help: "Empty the version table first.")
    var purge = false

    @Flag(help: "Show what would change, and write nothing.")
    var dryRun = false

    @Flag(help: "Print a script that does it, and open no database; targets may be ranges A:B.")
    var sql = false

    @Option(help: "A word about the run, which the journal keeps.")
    var tag: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        if sql { return try await writeScript(session) }
        var settings = session.settings.migrator
        settings.tag = tag
        let migrator = try session.migrator(for: dryRun ? .looking : .changing, settings: settings)
        let hear = session.console.hearNotice
        let report = try await migrator.stamp(targets, purge: purge, dryRun: dryRun, observe: hear)
        await migrator.shareFigures(eventsPending: report.eventsPending)
        let console = session.console
        console.answer(.stamp(report))
        if report.eventsPending > 0, !dryRun {
            console.tellWaiting(report.eventsPending, for: "redis", nil, isAssumed: session.assumesRedis)
        }
        for row in report.removed { console.status("\(dryRun ? "would remove" : "removed") \(TerminalText.line(row))") }
        for row in report.added { console.status("\(dryRun ? "would add" : "added") \(RevisionText.safe(row))") }
        if report.removed.isEmpty, report.added.isEmpty {
            // A purge that moves no row vouches all the same for revisions that were edited.
            let done = purge && !dryRun ? "vouched for what is applied" : "nothing to do"
            console.status("\(done): the database is at \(RevisionText.position(report.heads))")
        } else {
            console.log("the database \(dryRun ? "would be" : "is") at \(RevisionText.position(report.heads))")
        }
        return .done
    }

    private func writeScript(_ session: Session) async throws -> ExitStatus {
        guard !dryRun else { throw UsageError.scriptOrDryRun }
        var settings = session.settings.migrator
        settings.tag = tag
        let migrator = try session.migrator(for: .looking, settings: settings)
        let options = try session.scriptOptions()
        let report = try migrator.stampScript(targets, purge: purge, options, to: session.console.printScript)
        session.console.answer(.stamp(report))
        return .done
    }
}
