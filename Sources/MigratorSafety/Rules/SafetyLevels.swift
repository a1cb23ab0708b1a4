import MigrationDSL

/// How much each rule counts, as the settings say.
public struct SafetyLevels: Sendable {
    private var own: [SafetyRule: SafetyLevel?] = [:]
    private var presets: [String: SafetyLevel?] = [:]

    /// Creates levels that are as the rules say.
    public init() {}

    /// The names that may be set: those of rules and of presets.
    public static var names: [String] {
        Rule.Preset.allCases.map(\.rawValue) + RuleTable.rules.map(\.id.rawValue)
    }

    /// Sets the level of a rule or of a preset; `nil` switches it off.
    ///
    /// - Returns: Whether there is such a rule or preset.
    public mutating func set(_ name: String, to level: SafetyLevel?) -> Bool {
        if Rule.Preset(rawValue: name) != nil {
            presets[name] = .some(level)
            return true
        }
        let rule = SafetyRule(rawValue: name)
        guard RuleTable.rule(rule) != nil else { return false }
        own[rule] = .some(level)
        return true
    }

    /// How much a rule counts; `nil` if it is off.
    func level(of rule: Rule) -> SafetyLevel? {
        if let own = own[rule.id] { return own }
        if let preset = presets[rule.preset.rawValue] { return preset }
        return rule.level
    }
}
