import ArgumentParser
import Migrator

/// The flags of `check` that say which gates look, and how much of what they find counts.
struct GateArguments: ParsableArguments {
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
    @Flag(help: "Allow revisions that cannot be written into a script, whatever the settings say.")
    var noOffline = false
    @Flag(help: "Look for revisions that cannot be written into a script, too.")
    var withOffline = false

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

    /// The gates that are switched off.
    private var off: [CheckReport.Kind] {
        let flags: [(CheckReport.Kind, Bool)] = [
            (.pending, noPending), (.heads, noHeads), (.edited, noEdited), (.irreversible, noIrreversible),
            (.payload, noPayload), (.broken, noBroken), (.drift, noDrift), (.model, noModel), (.offline, noOffline),
        ]
        return flags.filter(\.1).map(\.0)
    }

    /// What the gates do: what is said by flags, else by the settings file.
    func options(_ settings: CheckSettings) throws(UsageError) -> CheckOptions {
        let (off, warned, required) = (off, try Self.kinds(warned), try Self.kinds(required))
        if let kind = off.first(where: { warned.contains($0) || required.contains($0) }) {
            throw UsageError("--no-\(kind) switches off what another flag asks for")
        }
        guard !(noOffline && withOffline) else {
            throw UsageError("--no-offline switches off what another flag asks for")
        }
        var options = CheckOptions(settings.gates, required: Set(required))
        // One that is asked for looks, whatever the settings file says, or is off by default.
        for kind in required + (withOffline ? [.offline] : []) where options[kind] == .off {
            options.gates[kind] = nil
            if options[kind] == .off { options.gates[kind] = .error }
        }
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
}
