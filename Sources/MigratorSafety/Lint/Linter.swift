import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
package import MigratorDialects
import MigratorSystem

/// Holds one direction of a revision against the rules.
package struct Linter {
    private let dialect: any Dialect
    private let levels: SafetyLevels

    package init(_ dialect: any Dialect, _ levels: SafetyLevels = SafetyLevels()) {
        self.dialect = dialect
        self.levels = levels
    }

    /// The effects of a revision in the order of its statements; the scope has it behind it then.
    package func effects(of revision: LintedRevision, in scope: inout EffectScope) -> [Effect] {
        var effects: [Effect] = []
        for (position, piece) in revision.pieces.enumerated() {
            scope.position = position
            effects += self.effects(of: piece.work, in: &scope)
        }
        if revision.waitsForever {
            var effect = Effect("lock_timeout")
            effect.cause = .timeoutDisabled
            effects.append(effect)
        }
        effects += dialect.conclusion(of: scope)
        return effects
    }

    private func effects(of work: LintedRevision.Work, in scope: inout EffectScope) -> [Effect] {
        switch work {
        case .statement(let sql):
            guard let words = StatementWords(sql, kind: dialect.kind) else {
                scope.inventory.doubt()
                return [uninspected("this statement cannot be read", scope)]
            }
            return dialect.effects(of: StatementReader.read(words), words, in: &scope)
        case .prelude(let sql):
            guard let words = StatementWords(sql, kind: dialect.kind) else { return [] }
            scope.inventory.apply(StatementReader.read(words))
            return []
        case .rebuild(let item): return dialect.rebuildEffects(of: item, in: &scope)
        case .rows: return []
        case .closed(let why):
            scope.inventory.doubt()
            return [uninspected(why, scope)]
        }
    }

    private func uninspected(_ why: String, _ scope: EffectScope) -> Effect {
        var effect = Effect("")
        effect.cause = .uninspected
        effect.detail = why
        effect.position = scope.position
        return effect
    }

    /// What of a revision breaks a rule and is not allowed to.
    package func findings(in revision: LintedRevision, _ scope: inout EffectScope) -> [SafetyFinding] {
        let effects = effects(of: revision, in: &scope)
        return findings(of: effects, in: revision)
    }

    package func findings(of effects: [Effect], in revision: LintedRevision) -> [SafetyFinding] {
        var used: Set<Allowance> = []
        var seen: Set<String> = []
        var findings: [SafetyFinding] = []
        let isDowngrade = revision.direction == .downgrade
        for effect in effects.sorted(by: { $0.position < $1.position }) {
            for rule in RuleTable.rules where rule.isBroken(by: effect, isDowngrade: isDowngrade) {
                let piece = revision.pieces.indices.contains(effect.position) ? revision.pieces[effect.position] : nil
                if let allowance = piece?.allowances.first(where: { $0.rule == rule.id }) {
                    used.insert(allowance)
                    continue
                }
                guard let level = levels.level(of: rule) else { continue }
                let text = RuleText(rule.id, effect, revision.direction)
                guard seen.insert("\(rule.id.rawValue)|\(effect.position)|\(effect.object)|\(effect.detail)").inserted else {
                    continue
                }
                findings.append(
                    SafetyFinding(
                        rule: rule.id,
                        level: level,
                        revision: revision.id,
                        direction: revision.direction,
                        location: piece?.location ?? revision.location,
                        object: "\(effect.object)",
                        message: text.message,
                        fix: text.fix
                    )
                )
            }
        }
        return findings + unused(revision, used)
    }

    private func unused(_ revision: LintedRevision, _ used: Set<Allowance>) -> [SafetyFinding] {
        guard let rule = RuleTable.rule(.unusedAllow), let level = levels.level(of: rule) else { return [] }
        return revision.pieces.flatMap { piece in
            piece.allowances.filter { !used.contains($0) }.map { allowance in
                let isKnown = RuleTable.rule(allowance.rule) != nil
                let name = allowance.rule.rawValue
                return SafetyFinding(
                    rule: .unusedAllow,
                    level: level,
                    revision: revision.id,
                    direction: revision.direction,
                    location: allowance.location ?? piece.location ?? revision.location,
                    object: name,
                    message: isKnown
                        ? "\(name) is allowed here, and nothing here breaks it" : "there is no rule \(name) to be allowed",
                    fix: "delete the allowance"
                )
            }
        }
    }
}
