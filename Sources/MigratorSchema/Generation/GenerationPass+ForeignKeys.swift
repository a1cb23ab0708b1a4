import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// Foreign keys that keep what they point to from being changed: they are dropped, and added again.
extension GenerationPass {
    /// Frees a key of a table from the foreign keys that point to it.
    mutating func freeKeys(on key: Constraint, _ target: ObjectKey) {
        if let columns = key.keyColumns { freeKeys(onColumns: columns, target) }
    }

    /// Frees an index from the foreign keys that point to its columns.
    mutating func freeKeys(on index: Index) {
        guard rules.dependantsBlockColumns, index.isUnique, index.predicate == nil else { return }
        let columns = index.columns.map { column -> String? in
            guard case .column(let name) = column.key else { return nil }
            return name
        }
        guard !columns.contains(nil) else { return }
        freeKeys(onColumns: columns.compactMap(\.self), ObjectKey(.table, old.relation(index.table)))
    }

    private mutating func freeKeys(onColumns columns: [String], _ target: ObjectKey) {
        guard new[target] != nil else { return }
        for key in oldEdges.referring[target] ?? [] {
            for (foreign, other) in oldEdges.keys[key] ?? [] where other == target {
                if names(referenced(by: foreign, other)) == names(columns) { free(foreign, of: key) }
            }
        }
    }

    /// Frees columns whose old and new types cannot be compared from the foreign keys that hold both.
    mutating func freeRetypedKeys() {
        guard rules.dependantsBlockColumns, !retyped.isEmpty else { return }
        for (key, foreigns) in oldEdges.keys {
            for (foreign, target) in foreigns {
                let touched = [(key, foreign.columns), (target, referenced(by: foreign, target))]
                let cause = touched.first { !(retyped[$0.0]?.isDisjoint(with: names($0.1)) ?? true) }?.0
                guard let cause, new[target] != nil else { continue }
                current = causes[cause] ?? current
                free(foreign, of: key)
            }
        }
    }

    func names(_ columns: [String]) -> Set<ExactText> {
        Set(columns.map { ExactText(dialect.comparedName($0)) })
    }

    private func referenced(by foreign: ForeignKey, _ target: ObjectKey) -> [String] {
        foreign.referencedColumns.isEmpty
            ? old.table(target.name)?.primaryKeyColumns ?? [] : foreign.referencedColumns
    }

    private mutating func free(_ foreign: ForeignKey, of key: ObjectKey) {
        guard let before = old.table(key.name), let after = new.table(key.name) else { return }
        let constraint = named(.foreignKey(foreign), in: before, oldTexts)
        let forms = newTexts.forms(of: after, QuestionScope(after))
        let oldForms = oldTexts.forms(of: before, QuestionScope(after))
        let part = constraint.name ?? ""
        guard acts[ActKey(.dropKey, key, part: part)] == nil,
            let former = oldForms.first(where: { $0.constraint == .foreignKey(foreign) }),
            let wanted = forms.first(where: { former.isSurely($0) })
        else { return }
        change(.dropKey, key, part: part) { act in
            act.after.append(Step { $0.dropConstraint(constraint, from: before.name) })
        }
        let again = wanted.constraint.name == nil ? wanted.constraint.named(part) : wanted.constraint
        change(.later, key, part: part) { act in
            act.after.append(Step { $0.addConstraint(again, to: after.name) })
        }
    }
}

extension Constraint {
    /// The columns that rows of other tables may name.
    var keyColumns: [String]? {
        switch self {
        case .primaryKey(let key): key.columns
        case .unique(let unique): unique.columns
        case .check, .foreignKey, .exclude: nil
        }
    }
}

extension ComparedType {
    /// Whether values of both can be compared, so that a foreign key may lead from one to the other.
    func isHeld(with other: ComparedType) -> Bool {
        switch (family, other.family) {
        case (.integer, .integer), (.text, .text): true
        default: text.isExactly(other.text)
        }
    }
}
