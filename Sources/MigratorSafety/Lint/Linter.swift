package import MigrationDSL
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
        case .rows, .nothing: return []
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

    /// What breaks a rule and is not allowed to.
    package func findings(of effects: [Effect], in revision: LintedRevision) -> Lint {
        var lint = Lint(given: revision.pieces.flatMap(\.allowances))
        var seen: Set<String> = []
        let isDowngrade = revision.direction == .downgrade
        let dropped = effects.filter { $0.cause == .tableDropped }.map(\.object)
        for effect in effects.sorted(by: { $0.position < $1.position }) {
            // Of a table that goes with it nobody waits for the index.
            if effect.cause == .indexDropped, dropped.contains(effect.object) { continue }
            for rule in RuleTable.rules where rule.isBroken(by: effect, isDowngrade: isDowngrade) {
                let piece = revision.pieces.indices.contains(effect.position) ? revision.pieces[effect.position] : nil
                if let allowance = piece?.allowances.first(where: { $0.rule == rule.id }) {
                    lint.used.insert(allowance)
                    continue
                }
                guard let level = levels.level(of: rule) else { continue }
                let key = "\(rule.id.rawValue)|\(effect.position)|\(effect.object)|\(effect.detail)"
                guard seen.insert(key).inserted else { continue }
                let text = RuleText(rule.id, effect, revision.direction)
                lint.findings.append(
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
        return lint
    }

    /// The allowances that hit nothing, in neither direction.
    package func unused(_ lint: Lint, of revision: RevisionID?) -> [SafetyFinding] {
        guard let rule = RuleTable.rule(.unusedAllow), let level = levels.level(of: rule) else { return [] }
        var seen: Set<Allowance> = lint.used
        return lint.given.filter { seen.insert($0).inserted }.map { allowance in
            let name = allowance.rule.rawValue
            let isKnown = RuleTable.rule(allowance.rule) != nil
            return SafetyFinding(
                rule: .unusedAllow,
                level: level,
                revision: revision,
                direction: .upgrade,
                location: allowance.location,
                object: name,
                message: isKnown
                    ? "\(name) is allowed here, and nothing here breaks it" : "there is no rule \(name) to be allowed",
                fix: "delete the allowance"
            )
        }
    }

    /// That a revision cannot be taken back and does not say why.
    package func missingDowngrade(
        of revision: RevisionID,
        _ why: String,
        at location: SourceLocation?
    ) -> [SafetyFinding] {
        guard let rule = RuleTable.rule(.downMissing), let level = levels.level(of: rule) else { return [] }
        return [
            SafetyFinding(
                rule: .downMissing,
                level: level,
                revision: revision,
                direction: .downgrade,
                location: location,
                object: revision.rawValue,
                message: why,
                fix: "write a downgrade, or say that it is irreversible and why"
            )
        ]
    }
}

/// What one revision breaks, and which of its allowances were needed.
package struct Lint: Sendable {
    package var findings: [SafetyFinding] = []
    var used: Set<Allowance> = []
    var given: [Allowance] = []

    /// Takes the other direction in.
    package mutating func add(_ other: Lint) {
        findings += other.findings
        used.formUnion(other.used)
        given += other.given
    }
}
