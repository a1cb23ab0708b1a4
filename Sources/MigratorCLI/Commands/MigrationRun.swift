import ArgumentParser
import Migrator
import MigratorDatabase

/// The flags of `upgrade` and `downgrade`.
struct RunOptions: ParsableArguments {
    @Flag(help: "Show what would be run, and run nothing.")
    var dryRun = false

    @Flag(help: "Run all revisions in one transaction.")
    var singleTransaction = false

    @Flag(help: "Take the statement at which an earlier run was interrupted for carried out.")
    var markDone = false

    @Flag(help: "Run the statement at which an earlier run was interrupted again.")
    var runAgain = false

    @Flag(help: "Print a script that does it, and open no database; the target may be a range A:B.")
    var sql = false

    @OptionGroup var arguments: RevisionArgumentOptions

    @Option(help: "A word about the run, which revisions read as op.tag and the journal keeps.")
    var tag: String?

    func validate() throws {
        if markDone, runAgain { throw ValidationError("--mark-done and --run-again exclude each other") }
    }

    /// Writes the options into a run's settings.
    func apply(to settings: inout MigratorSettings) throws(UsageError) {
        try arguments.apply(to: &settings)
        settings.tag = tag
        settings.isSingleTransaction = singleTransaction
        if markDone { settings.interruptedStatement = .markDone }
        if runAgain { settings.interruptedStatement = .runAgain }
    }
}

/// The common part of `upgrade` and `downgrade`.
struct MigrationRun {
    let session: Session
    let options: RunOptions

    func run(_ direction: Direction, to target: String) async throws -> ExitStatus {
        if options.sql { return try await writeScript(direction, to: target) }
        var settings = session.settings.migrator
        try options.apply(to: &settings)
        let migrator = try await session.runner(for: options.dryRun ? .looking : .changing, settings: settings)
        let watch = RunWatch(
            session.console,
            isDryRun: options.dryRun,
            assumesRedis: session.assumesRedis
        )
        let report: RunReport
        do {
            switch direction {
            case .upgrade:
                report = try await migrator.upgrade(to: Target(target), dryRun: options.dryRun, observe: watch.observe)
            case .downgrade:
                report = try await migrator.downgrade(
                    to: Target(target),
                    dryRun: options.dryRun,
                    observe: watch.observe
                )
            }
        } catch {
            watch.end()
            guard let note = await note(on: error, watch, migrator) else { throw error }
            throw RunStopped(cause: error, note: note)
        }
        watch.end()
        await migrator.shareFigures(eventsPending: report.eventsPending)
        show(report)
        return .done
    }

    private func writeScript(_ direction: Direction, to target: String) async throws -> ExitStatus {
        guard !options.dryRun else { throw UsageError.scriptOrDryRun }
        var settings = session.settings.migrator
        try options.apply(to: &settings)
        let migrator = try session.migrator(for: .looking, settings: settings)
        let script = try session.scriptOptions()
        let console = session.console
        let report =
            switch direction {
            case .upgrade: try await migrator.upgradeScript(target, script, to: console.printScript)
            case .downgrade: try await migrator.downgradeScript(target, script, to: console.printScript)
            }
        console.answer(.run(report))
        return .done
    }

    private func show(_ report: RunReport) {
        let console = session.console
        console.answer(.run(report, withPayloads: session.settings.isVerbose))
        for payload in report.payloads { console.log(PayloadText.line(payload)) }
        guard !report.steps.isEmpty else {
            return console.status("nothing to do: the database is at \(RevisionText.position(report.heads))")
        }
        if report.isDryRun {
            console.answer(DryRunText.text(report))
        } else {
            console.log("the database is at \(RevisionText.position(report.heads))")
        }
    }

    /// A note on where an interrupted run has left the database; the error of a failed run says so itself.
    private func note(on error: any Error, _ watch: RunWatch, _ migrator: MigrationEngine) async -> String? {
        guard ErrorReport.isCancellation(error), !options.dryRun else { return nil }
        // The database was perhaps not even reached; to ask it now would delay a user who wants to leave.
        guard let progress = watch.progress else { return "nothing was done" }
        // A task of its own, as this one has been cancelled; and a short one, as the answer is not needed for long.
        let asking = Task { try? await migrator.current() }
        let limit = Task {
            try await Task.sleep(for: .seconds(3))
            asking.cancel()
        }
        let rows = await asking.value?.rows
        limit.cancel()
        let position = rows.map { "the database is at \(RevisionText.position($0))" } ?? progress
        return watch.hasOpenStep ? "the open step was rolled back; \(position)" : position
    }
}
