import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// Which constraints of two tables are one.
struct ConstraintMatching {
    private(set) var pairs: [(old: ConstraintForm, new: ConstraintForm, likeness: Likeness)] = []
    private(set) var dropped: [ConstraintForm]
    private(set) var added: [ConstraintForm]

    /// Matches those of one name first, then what is the same under another or none, then what may be the same, then
    /// what another takes the place of.
    init(_ olds: [ConstraintForm], _ news: [ConstraintForm], _ pass: inout ComparisonPass) {
        dropped = olds
        added = news
        pair(&pass) { old, new, _ in old.isSameKind(as: new) && new.name != nil && old.name == new.name }
        // Of several that are the same, the one that bears the name which the database would give comes first.
        pair(&pass) { old, new, _ in
            old.isSurely(new) && (new.name == nil && old.name.map { new.automatic.matches($0.text) } ?? false)
        }
        pair(&pass) { old, new, _ in old.isSurely(new) }
        pair(&pass) { old, new, pass in pass.likeness(old, new) == .equal }
        // Of two that bear other names, only what is surely the same is one.
        pair(&pass) { old, new, pass in
            old.isSameKind(as: new) && pass.isUnnamed(new) && pass.likeness(old, new) == .unknown
        }
        pair(&pass) { old, new, _ in
            old.isSameKind(as: new) && new.name == nil
                && old.name.map { $0.text.isExactly(new.automatic.first) } ?? false
        }
        pair(&pass) { old, new, _ in old.isAbout(new) }
    }

    private mutating func pair(
        _ pass: inout ComparisonPass,
        _ belong: (ConstraintForm, ConstraintForm, inout ComparisonPass) -> Bool
    ) {
        guard !dropped.isEmpty, !added.isEmpty else { return }
        var left: [ConstraintForm] = []
        for new in added {
            var found: Int?
            for (index, old) in dropped.enumerated() where belong(old, new, &pass) {
                found = index
                break
            }
            guard let found else {
                left.append(new)
                continue
            }
            let old = dropped.remove(at: found)
            pairs.append((old, new, pass.likeness(old, new)))
        }
        added = left
    }
}

extension ConstraintForm {
    func isSameKind(as other: ConstraintForm) -> Bool {
        switch (constraint, other.constraint) {
        case (.primaryKey, .primaryKey), (.unique, .unique), (.check, .check), (.foreignKey, .foreignKey),
            (.exclude, .exclude):
            true
        default: false
        }
    }
}

extension ComparisonPass {
    /// Whether the constraint's name was not chosen: it has none, or one that the database made up.
    func isUnnamed(_ form: ConstraintForm) -> Bool {
        guard let name = form.constraint.name else { return true }
        return !new.isDeclared && form.automatic.matches(name)
    }

    mutating func likeness(_ old: ConstraintForm, _ new: ConstraintForm) -> Likeness {
        old.structure.isExactly(new.structure) ? likeness(old.texts, new.texts) : .different
    }
}
