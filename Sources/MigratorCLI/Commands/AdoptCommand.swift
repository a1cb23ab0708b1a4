import ArgumentParser
import Migrator
import MigratorDatabase

/// The verb `adopt`.
struct AdoptCommand: Verb {
    static let name = "adopt"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Take over a database that another tool has run so far.",
            discussion: """
                Holds the tool's own table against the revisions that 'import' has made of its project, runs those \
                that it has run on an empty database, and compares. If the two are equal, the version rows are written, \
                and the journal says where they come from; else the differences are shown, and the status is 3. \
                A migration that is half done, failed, unknown or missing between others stops it. For revisions \
                that come from no tool, all of them are compared with the database.

                Nothing of the other tool's is changed. 'stamp --purge base' takes it back.
                """,
            examples: [
                ("--revisions revisions --dry-run", "show what would be taken over"),
                ("--revisions revisions --table app.goose_db_version", "where the tool's table has another name"),
            ]
        )
    }

    @Option(help: ArgumentHelp("The tool's table, as NAME or SCHEMA.NAME.", valueName: "name"))
    var table: String?

    @Option(help: ArgumentHelp("Objects to leave alone, as patterns of 'diff'; repeatable.", valueName: "pattern"))
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "A database in whose place empty ones are made, such as one of another server; else "
                + "\(Naming.current.name(of: .scratch)).",
            valueName: "url"
        )
    )
    var scratch: String?

    @Flag(help: "Show what would be taken over, and write nothing.")
    var dryRun = false

    @Option(help: "A word about the run, which the journal keeps.")
    var tag: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        var settings = session.settings.migrator
        settings.tag = tag
        // To look must not create a file.
        let onlyLooks = try dryRun || session.isYetToCome(session.databaseURL)
        let migrator = try session.migrator(for: onlyLooks ? .looking : .changing, settings: settings)
        var options = SchemaOptions()
        options.exclude = exclude
        options.ignore = session.settings.schema.ignore
        options.scratch = scratch ?? session.settings.schema.scratch
        let console = session.console
        let report = try await migrator.adopt(
            table: tableName,
            options,
            dryRun: dryRun,
            observe: console.hearNotice
        )
        show(report, console)
        return report.isEqual ? .done : .found
    }

    private var tableName: TableName? {
        guard let table else { return nil }
        let parts = table.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? TableName(parts[1], schema: parts[0]) : TableName(table)
    }

    private func show(_ report: AdoptReport, _ console: Console) {
        console.answer(.adoption(report))
        if let comparison = report.comparison {
            console.warn(ofUnsupported: comparison.unsupported)
            console.warn(ofUnverifiedIn: comparison)
            if !comparison.isEqual {
                if !console.isJSON { console.answer(DifferenceText(style: console.style).text(comparison)) }
                console.note(DifferenceText.sentence(comparison))
                console.note("nothing was taken over: make the two equal, or leave objects alone with --exclude")
                return
            }
        }
        let count = report.revisions.count == 1 ? "1 revision" : "\(report.revisions.count) revisions"
        let tool = report.tool.map { " of \($0)" } ?? ""
        if let stamp = report.stamp {
            let heads = RevisionText.position(stamp.heads)
            console.status("\(dryRun ? "would take over" : "took over") \(count)\(tool); the database is at \(heads)")
        } else if report.revisions.isEmpty {
            console.status("nothing was run yet: 'upgrade' runs the revisions")
        } else {
            console.status("\(count)\(tool) are applied, and the version rows stay as they are")
        }
    }
}

extension JSON {
    /// The answer of `adopt`.
    fileprivate static func adoption(_ report: AdoptReport) -> JSON {
        .object([
            "command": .string(AdoptCommand.name),
            "dry_run": .bool(report.isDryRun),
            "tool": report.tool.map { .string($0) } ?? .null,
            "table": report.table.map { .string($0) } ?? .null,
            "revisions": .strings(report.revisions),
            "equal": .bool(report.isEqual),
            "differences": report.comparison.map { .strings($0.differences.map(\.summary)) } ?? .array([]),
            "heads": .strings(report.stamp?.heads ?? []),
        ])
    }
}
