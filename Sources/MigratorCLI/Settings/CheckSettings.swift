import Migrator

/// The settings of `check`: what each gate does.
struct CheckSettings: Hashable, Sendable {
    /// The keys of a settings file, such as `check.drift`.
    static let keys = CheckReport.Kind.allCases.map(key)

    /// What the gates do that are named.
    var gates: [CheckReport.Kind: CheckOptions.Gate] = [:]

    /// Nothing is said.
    init() {}

    /// Gathers the settings.
    ///
    /// - Throws: `invalidSetting` with the location of one that says nothing that a gate does.
    init(_ file: SettingsFile) throws(MigratorError) {
        for kind in CheckReport.Kind.allCases {
            guard let entry = file[Self.key(kind)] else { continue }
            guard let gate = CheckOptions.Gate(rawValue: entry.value) else {
                throw file.invalid(Self.key(kind), entry, "is 'off', 'warn' or 'error'")
            }
            gates[kind] = gate
        }
    }

    private static func key(_ kind: CheckReport.Kind) -> String { "check.\(kind.rawValue)" }
}
