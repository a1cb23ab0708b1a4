import ArgumentParser
import Migrator
import MigratorDatabase

/// The verb `current`.
struct CurrentCommand: Verb {
    static let name = "current"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Show where the database stands, and what is pending.",
            discussion: """
                Prints the version rows, the branches that they imply, and the revisions that 'upgrade heads' would \
                apply. Changes nothing: neither table nor file is made. With --cached, what was found last is told, \
                with its age, and the database is asked only if nobody remembers.
                """,
            examples: [
                ("", "where it stands"),
                ("--check-heads", "exit with 3 unless nothing is pending"),
                ("--cached", "what the cache remembers"),
                ("-v --format json", "the same for programs"),
            ]
        )
    }

    /// How many pending revisions are listed unless more is asked for.
    private static let shortList = 10

    @Flag(name: [.customShort("c"), .long], help: "Exit with 3 unless the database is at all heads.")
    var checkHeads = false

    @Flag(help: "Tell what the cache remembers, and how old that is.")
    var cached = false

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        var caches = MigratorCaches()
        if cached, session.settings.usesCache { caches.engine = try session.engineCaches(try session.caches()) }
        let migrator = try session.migrator(for: .looking, caches: caches)
        let report = try await migrator.current(cached: cached)
        let console = session.console
        console.answer(json(report))
        if !console.isJSON { try show(report, migrator, session) }
        let (implied, maximal) = migrator.revisions.graph.implied(among: report.rows)
        if !implied.isEmpty {
            console.warn(
                "\(counted(implied.count, "version row")) too many: \(RevisionText.list(maximal)) implies "
                    + "\(RevisionText.list(implied)), and no upgrade goes on from both; "
                    + "'stamp \(maximal.map(RevisionText.safe).joined(separator: " "))' removes what is too many"
            )
        }
        guard report.unknown.isEmpty else {
            console.complain(UnknownRows.report(report.unknown))
            return .integrity
        }
        guard report.unfinished.isEmpty || report.isBeingRun else {
            console.complain(UnfinishedText.error(report.unfinished))
            return .integrity
        }
        for step in report.unfinished { console.note("a run is at work: \(TerminalText.line(step.description))") }
        guard checkHeads, !report.isAtHead else { return .done }
        console.note("the database is not on all head revisions: \(counted(report.pending.count, "revision")) pending")
        return .found
    }

    private func json(_ report: CurrentReport) -> JSON {
        .object([
            "heads": .strings(report.rows),
            "implied": .strings(report.implied),
            "pending": .strings(report.pending),
            "at_head": .bool(report.isAtHead),
            "source": .string(report.source == .database ? "database" : "cache"),
            "age_ms": age(report).map { .number($0.milliseconds) },
            "unknown": report.unknown.isEmpty ? nil : .strings(report.unknown),
            "unfinished": UnfinishedText.json(report.unfinished),
        ])
    }

    private func age(_ report: CurrentReport) -> Duration? {
        guard case .cache(let age) = report.source else { return nil }
        return age
    }

    private func show(_ report: CurrentReport, _ migrator: MigrationEngine, _ session: Session) throws {
        let console = session.console
        let text = RevisionText(migrator.revisions.graph, console.style)
        if let age = age(report) {
            console.status("as the cache remembers it from \(age.readable) ago:")
        } else if cached {
            console.note("the cache does not remember; the database was asked")
        }
        if console.isVerbose {
            let url = try session.databaseURL.description
            console.answer("Current revision(s) for \(TerminalText.line(url)):")
        }
        if report.rows.isEmpty, report.unknown.isEmpty {
            console.status("the database is at base: nothing is applied")
        }
        for (ids, mark) in [(report.rows, ""), (report.implied, " (implied)")] {
            for entry in ids.compactMap({ migrator.entry($0) }) {
                console.answer(console.isVerbose ? text.paragraph(entry) : text.line(entry, []) + mark)
            }
        }
        guard !report.pending.isEmpty else { return }
        console.status("\(counted(report.pending.count, "revision")) pending:")
        let listed = console.isVerbose ? report.pending[...] : report.pending.prefix(Self.shortList)
        for entry in listed.compactMap({ migrator.entry($0) }) {
            console.status("  " + text.line(entry, [.message]))
        }
        let left = report.pending.count - listed.count
        if left > 0 { console.status("  … and \(left) more; -v lists them") }
    }
}

extension UnknownRows {
    /// The message of a verb that only looks: the user can see whether any program still has such a revision.
    static func report(_ rows: [String]) -> ErrorReport {
        ErrorReport(
            code: MigratorError.Code.unknownDatabaseRevision.description,
            message: "\(sentence(rows.map { "'\(TerminalText.line($0))'" })); \(purging)"
        )
    }
}
