package import MigrationDSL
import MigratorCore
import MigratorSystem

/// Leave to break a rule, with the reason.
package struct Allowance: Hashable, Sendable {
    package let rule: SafetyRule
    package let reason: String
    package let location: SourceLocation?
    /// The index of the operation that it was given to, if it was given in Swift.
    package let operation: Int?

    package init(
        _ rule: SafetyRule,
        because reason: String,
        at location: SourceLocation? = nil,
        operation: Int? = nil
    ) {
        self.rule = rule
        self.reason = reason
        self.location = location
        self.operation = operation
    }

    /// Reads the line of a comment in SQL: `allow: RULE because REASON`, or `migrator: allow RULE -- REASON`.
    package init?(comment: String, at location: SourceLocation? = nil) {
        var words = comment.split(whereSeparator: \.isWhitespace).map { String($0) }
        guard let first = words.first else { return nil }
        words.removeFirst()
        switch first.lowercased() {
        case "allow:": break
        case "migrator:":
            guard words.first?.lowercased() == "allow" else { return nil }
            words.removeFirst()
        default: return nil
        }
        guard let rule = words.first else { return nil }
        words.removeFirst()
        if let word = words.first, ["because", "--", "because:"].contains(word.lowercased()) { words.removeFirst() }
        self.init(SafetyRule(rawValue: rule.lowercased()), because: words.joined(separator: " "), at: location)
    }
}
