package import MigrationDSL
package import MigratorDialects

/// How much a finding of a rule counts.
public enum SafetyLevel: String, Sendable, CaseIterable {
    /// It is worth knowing, and nothing is to be done.
    case note
    /// It should be looked at.
    case warning
    /// It stops a build.
    case error
}

/// A rule: which effects it is about, and when it is silent.
package struct Rule: Sendable {
    /// Rules that are switched together.
    package enum Preset: String, Sendable, CaseIterable {
        /// What makes others wait.
        case locks
        /// What loses data.
        case data
        /// What breaks the application that runs, or fails.
        case compat
        /// What is amiss and harms nobody yet.
        case style
    }

    /// What a rule says nothing about.
    package enum Silence: Hashable, Sendable {
        /// What the revision itself has made.
        case new
        /// What has few rows.
        case small
        /// What has no rows.
        case empty
    }

    package let id: SafetyRule
    package let level: SafetyLevel
    package let preset: Preset
    let silences: Set<Silence>
    let up: Set<Effect.Cause>
    let down: Set<Effect.Cause>

    init(
        _ id: SafetyRule,
        _ level: SafetyLevel,
        _ preset: Preset,
        silentFor silences: Set<Silence>,
        up: Set<Effect.Cause>,
        down: Set<Effect.Cause>
    ) {
        self.id = id
        self.level = level
        self.preset = preset
        self.silences = silences
        self.up = up
        self.down = down
    }

    /// Whether an effect breaks it.
    package func isBroken(by effect: Effect, isDowngrade: Bool) -> Bool {
        guard let cause = effect.cause, (isDowngrade ? down : up).contains(cause) else { return false }
        if effect.isNew, silences.contains(.new) { return false }
        if effect.isSmall, silences.contains(.small) { return false }
        return !(effect.rows == 0 && silences.contains(.empty))
    }
}

/// The table of all rules.
package enum RuleTable {
    /// The rule of a name; `nil` if there is none.
    package static func rule(_ id: SafetyRule) -> Rule? { byID[id] }

    private static let byID = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
}
