import ArgumentParser
import MigrationDSL
import Migrator

/// The verb `check`.
struct CheckCommand: Verb {
    static let name = "check"

    static var configuration: CommandConfiguration {
        verbConfiguration(
            name,
            "Look for what should stop a build or a deployment.",
            discussion: """
                Finds pending revisions, more than one head, revisions that were edited after they ran, revisions \
                that cannot be downgraded, payloads that are missing or malformed, revisions that do not run on an \
                empty database, what was changed in the database by hand (drift), and what the model has and no \
                revision makes. Exits with 3 if it found any; drift is a warning, which does not count.

                Each of these gates can be switched off, made to warn only by --warn, and required by --require: that \
                it could not look is then an error. 'check.NAME = off', 'warn' or 'error' in the settings file does \
                the same for every call; flags beat it. Without another gate that asks the database, drift looks \
                only if it is required; model looks only where a schema is declared.

                The empty database lies in memory, or on PostgreSQL beside the database, if the role may make one; it \
                is dropped afterwards.
                """,
            examples: [
                ("", "look for everything"),
                ("--no-pending", "before a deployment"),
                ("--no-pending --no-edited --format json", "without a database that matters"),
                ("--warn irreversible --require model", "let some pass, and miss no model"),
            ]
        )
    }

    @Flag(help: "Allow pending revisions.")
    var noPending = false
    @Flag(help: "Allow more than one head.")
    var noHeads = false
    @Flag(help: "Allow revisions that were edited after they ran, and unknown version rows.")
    var noEdited = false
    @Flag(help: "Allow revisions that cannot be downgraded.")
    var noIrreversible = false
    @Flag(help: "Do not read the payloads.")
    var noPayload = false
    @Flag(help: "Do not run the revisions on an empty database.")
    var noBroken = false

    @Flag(help: "Allow a database that differs from its applied revisions.")
    var noDrift = false
    @Flag(help: "Allow revisions that do not make what the model declares.")
    var noModel = false

    @Option(
        name: .customLong("warn"),
        help: ArgumentHelp("A gate whose findings are warnings, such as pending; repeatable.", valueName: "name")
    )
    var warned: [String] = []
    @Option(
        name: .customLong("require"),
        help: ArgumentHelp("A gate that must be able to look, such as drift; repeatable.", valueName: "name")
    )
    var required: [String] = []

    @OptionGroup var arguments: SchemaArguments
    @OptionGroup var global: GlobalOptions

    /// The gates that are switched off.
    private var off: [CheckReport.Kind] {
        let flags: [(CheckReport.Kind, Bool)] = [
            (.pending, noPending), (.heads, noHeads), (.edited, noEdited), (.irreversible, noIrreversible),
            (.payload, noPayload), (.broken, noBroken), (.drift, noDrift), (.model, noModel),
        ]
        return flags.filter(\.1).map(\.0)
    }

    /// What the gates do: what is said by flags, else by the settings file.
    func gates(_ settings: CheckSettings) throws(UsageError) -> CheckOptions {
        let (off, warned, required) = (off, try Self.kinds(warned), try Self.kinds(required))
        if let kind = off.first(where: { warned.contains($0) || required.contains($0) }) {
            throw UsageError("--no-\(kind) switches off what another flag asks for")
        }
        var options = CheckOptions(settings.gates, required: Set(required))
        // One that is required looks, whatever the settings file says.
        for kind in required where options[kind] == .off { options.gates[kind] = nil }
        for kind in warned { options.gates[kind] = .warn }
        for kind in off { options.gates[kind] = .off }
        return options
    }

    private static func kinds(_ names: [String]) throws(UsageError) -> [CheckReport.Kind] {
        var kinds: [CheckReport.Kind] = []
        for name in names {
            guard let kind = CheckReport.Kind(rawValue: name) else {
                let known = CheckReport.Kind.allCases.map(\.rawValue)
                let guess = VerbProblem.guess(name, among: known).map { "did you mean '\($0)'? " } ?? ""
                throw UsageError("there is no gate '\(name)'; \(guess)there are \(known.joined(separator: ", "))")
            }
            kinds.append(kind)
        }
        return kinds
    }

    func run(_ session: Session) async throws -> ExitStatus {
        var options = try gates(session.settings.check)
        options.model = try session.modelOfRevisions(arguments)
        options.schema = arguments.options(session.settings.schema)
        let report = try await report(session, options)
        let console = session.console
        console.answer(JSON.check(report))
        for remark in report.skipped {
            console.note(TerminalText.line("\(remark.kind.rawValue) is skipped: \(remark.message)"))
        }
        for remark in report.remarks { console.warn(TerminalText.line("\(remark.kind.rawValue): \(remark.message)")) }
        let checked = report.checked.map(\.rawValue).joined(separator: ", ")
        guard !report.findings.isEmpty else {
            console.status("nothing found in \(counted(report.revisions, "revision")) (\(checked))")
            return .done
        }
        console.answer(CheckText.table(report))
        for command in CheckText.commands(report) { console.note(TerminalText.line(command)) }
        console.note("\(CheckText.count(report)) in \(counted(report.revisions, "revision"))")
        return report.hasErrors ? .found : .done
    }

    private func report(_ session: Session, _ options: CheckOptions) async throws -> CheckReport {
        let engine = try session.schemaEngine()
        let needsScratch = [CheckReport.Kind.payload, .broken].contains { options.looks(at: $0) }
        guard needsScratch else { return try await engine.check(with: options) }
        return try await session.withScratch { scratch, reason in
            var options = options
            options.whyNoScratch = reason
            return try await engine.check(with: options, scratch: scratch)
        }
    }
}
