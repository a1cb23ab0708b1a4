import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `check`.
struct CheckCommand: Verb {
    static let name = "check"

    static let formats: [OutputFormat] = OutputFormat.everywhere + [.sarif, .github]

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Look for what should stop a build or a deployment.",
            discussion: """
                Finds pending revisions, more than one head, revisions that were edited after they ran, revisions \
                that cannot be downgraded, payloads that are missing or malformed, revisions that do not run on an \
                empty database, what was changed in the database by hand (drift), what the model has and no revision \
                makes, and with --with-offline revisions that no script can hold. Exits with 3 if it found any; drift \
                is a warning, which does not count. Each finding names its rule, its file and line, and the command \
                that mends it; --explain says what a rule means.

                Each of these gates can be switched off, made to warn only by --warn, and required by --require: that \
                it could not look is then an error. 'check.NAME = off', 'warn' or 'error' in the settings file does \
                the same for every call; flags beat it. Without another gate that asks the database, drift looks \
                only if it is required; model looks only where a schema is declared.

                The empty database lies in memory, or on PostgreSQL beside the database, if the role may make one; it \
                is dropped afterwards.

                With --since or --since-ref only new revisions are looked at, as in a pull request; heads, drift and \
                model are about the whole history all the same. Format sarif is a log for code scanning, github \
                annotations for a workflow of GitHub; --sarif-output writes the log beside any other form.
                """,
            examples: [
                ("", "look for everything"),
                ("--no-pending", "before a deployment"),
                ("--no-pending --no-edited --format json", "without a database that matters"),
                ("--warn irreversible --require model", "let some pass, and miss no model"),
                ("--since-ref origin/main --no-pending", "what a pull request brings"),
                ("--format github --sarif-output check.sarif", "in a workflow of GitHub"),
                ("--explain unknown-row", "what a rule means"),
            ]
        )
    }

    @Argument(help: ArgumentHelp("With --explain: a rule; 'list' or none for all.", valueName: "rule"))
    var rule: String?

    @OptionGroup var gates: GateArguments

    @Option(
        help: ArgumentHelp(
            "Look only at revisions that are new since this one: neither it nor what it stands on.",
            valueName: "rev"
        )
    )
    var since: String?
    @Option(
        help: ArgumentHelp(
            "Look only at revisions whose files or payloads changed since a branch or a commit of Git.",
            valueName: "ref"
        )
    )
    var sinceRef: String?

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("A file to write, whole or not at all, in place of standard output.", valueName: "file")
    )
    var output: String?
    @Option(help: ArgumentHelp("A file for SARIF, beside what is printed.", valueName: "file"))
    var sarifOutput: String?
    @Option(help: ArgumentHelp("A file for JSON, beside what is printed.", valueName: "file"))
    var jsonOutput: String?

    @Flag(help: "Explain a rule, or all: what it finds, why, and what mends it. Looks at nothing.")
    var explain = false

    @OptionGroup var revisionArguments: RevisionArgumentOptions
    @OptionGroup var arguments: SchemaArguments
    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws -> ExitStatus {
        guard !explain else { return try explain(session.console, session.settings.format) }
        guard rule == nil else {
            throw UsageError("'check' takes no argument; 'check --explain RULE' explains a rule")
        }
        var session = session
        try revisionArguments.apply(to: &session.settings.migrator)
        var options = try gates.options(session.settings.check)
        options.model = try session.modelOfRevisions(arguments)
        options.schema = arguments.options(session.settings.schema)
        let since = try sinceWhat()
        let beside = [(sarifOutput, OutputFormat.sarif), (jsonOutput, .json)].compactMap { path, format in
            path.map { CheckOutput.File(path: $0, format: format) }
        }
        let output = try CheckOutput(
            session.console,
            .find(),
            session.settings.format,
            output: output,
            beside: beside
        )
        let engine = try session.schemaEngine()
        if let since { options.revisions = try await NewRevisions(engine).revisions(since: since) }
        let report = try await report(session, engine, options)
        let graph = engine.revisions.graph
        try output.write(report, fallback: graph.heads.last.flatMap { graph[$0]?.source })
        return report.hasErrors ? .found : .done
    }

    private func sinceWhat() throws(UsageError) -> NewRevisions.Since? {
        guard since == nil || sinceRef == nil else {
            throw UsageError("--since names a revision and --since-ref a commit; there can be one of them")
        }
        return since.map { .revision($0) } ?? sinceRef.map { .commit($0) }
    }

    /// Prints what rules say; needs neither revisions nor a database.
    private func explain(_ console: Console, _ format: OutputFormat) throws(UsageError) -> ExitStatus {
        guard OutputFormat.everywhere.contains(format), output == nil, sarifOutput == nil, jsonOutput == nil else {
            throw UsageError("--explain prints text or json, to standard output")
        }
        guard let rule, rule != "list" else {
            console.answer(JSON.rules(CheckRule.all))
            console.answer(RuleText.list())
            return .done
        }
        let explained = try RuleText.rule(rule)
        console.answer(JSON.rules([explained]))
        console.answer(RuleText.explained(explained))
        return .done
    }

    private func report(
        _ session: Session,
        _ engine: MigrationEngine,
        _ options: CheckOptions
    ) async throws -> CheckReport {
        let needsScratch = [CheckReport.Kind.payload, .broken].contains { options.looks(at: $0) }
        guard needsScratch else { return try await engine.check(with: options) }
        return try await session.withScratch { scratch, reason in
            var options = options
            options.whyNoScratch = reason
            return try await engine.check(with: options, scratch: scratch)
        }
    }
}
