import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension ComparisonPass {
    /// Compares what holds of two tables' rows, without what goes with the columns that are lost.
    mutating func compareConstraints(_ old: Table, _ new: Table, without lost: Set<ExactText>) {
        let reference = ObjectReference.table(new.name)
        let scope = QuestionScope(new)
        var olds = oldTexts.forms(of: old, scope)
        if rules.columnsTakeDependants {
            olds.removeAll { form in form.columns.contains { lost.contains(ExactText($0)) } }
        }
        let matching = ConstraintMatching(olds, newTexts.forms(of: new, scope), &self)
        for pair in matching.pairs {
            compare(pair.old, pair.new, pair.likeness, of: new, reference)
        }
        for form in matching.added {
            let name = form.constraint.name
            let summary = "\(form.words) of \(new.name): added"
            report(.addConstraint, reference, part: name, new: .constraint(form.constraint), summary)
        }
        for form in matching.dropped {
            let summary = "\(form.words) of \(new.name): dropped"
            report(.dropConstraint, reference, part: realName(form), old: .constraint(form.constraint), summary)
        }
    }

    private mutating func compare(
        _ old: ConstraintForm,
        _ new: ConstraintForm,
        _ likeness: Likeness,
        of table: Table,
        _ reference: ObjectReference
    ) {
        let (former, wanted) = (SchemaValue.constraint(old.constraint), SchemaValue.constraint(new.constraint))
        switch likeness {
        case .different:
            let texts = [old, new].map { $0.definition(dialect) }
            let words = texts[0].isExactly(texts[1]) ? "options changed" : "\(texts[0]) -> \(texts[1])"
            let summary = "\(new.words) of \(table.name): \(words)"
            report(.addConstraint, reference, part: realName(old), old: former, new: wanted, summary)
            return
        case .unknown: doubt(reference, "\(new.words) of \(table.name)", old.texts, new.texts)
        case .equal: break
        }
        let name = realName(old)
        if let newName = newName(old, new) {
            let summary = "\(old.words) of \(table.name) -> \(newName)"
            report(.renameConstraint, reference, part: name, old: former, new: wanted, summary)
        }
        if case .foreignKey(let first) = old.constraint, case .foreignKey(let second) = new.constraint {
            if first.deferrable != second.deferrable {
                let words = [first, second].map { Self.words($0.deferrable) }
                let summary = "\(new.words) of \(table.name): \(words[0]) -> \(words[1])"
                // Where an option cannot be changed, the constraint is made anew.
                let change: SchemaChange = rules.namesConstraints ? .alterConstraint : .addConstraint
                report(change, reference, part: name, old: former, new: wanted, summary)
            }
        }
        if rules.namesConstraints, old.constraint.isNotValid, !new.constraint.isNotValid {
            let summary = "\(new.words) of \(table.name): to be validated"
            report(.validateConstraint, reference, part: name, old: former, new: wanted, summary)
        }
        if let words = commentWords(old.constraint.comment, new.constraint.comment),
            let name = new.constraint.name ?? name
        {
            report(
                .comment,
                .constraint(name, on: table.name),
                old: .comment(old.constraint.comment),
                new: .comment(new.constraint.comment),
                "constraint \(name) of \(table.name): \(words)"
            )
        }
    }

    /// The name that the database has for a constraint, as far as it is known.
    private func realName(_ form: ConstraintForm) -> String? {
        form.constraint.name ?? (rules.namesConstraints ? form.automatic.first : nil)
    }

    /// The name that a constraint gets; `nil` where it keeps its own, or none was declared.
    private func newName(_ old: ConstraintForm, _ new: ConstraintForm) -> String? {
        guard let wanted = new.constraint.name, let former = realName(old) else { return nil }
        guard !dialect.comparedName(former).isExactly(dialect.comparedName(wanted)) else { return nil }
        return isUnnamed(new) ? nil : wanted
    }

    private static func words(_ deferral: Deferral?) -> String {
        switch deferral {
        case .initiallyImmediate: "deferrable"
        case .initiallyDeferred: "deferred"
        case nil: "not deferrable"
        }
    }

    /// What differs between the checks of two domains, in words.
    mutating func checkWords(_ old: Domain, _ new: Domain) -> [String] {
        let reference = ObjectReference.domain(new.name)
        let scope = QuestionScope(reference, type: new.type)
        let olds = old.checks.map { oldTexts.form(of: $0, of: old, scope) }
        let news = new.checks.map { newTexts.form(of: $0, of: new, scope) }
        let matching = ConstraintMatching(olds, news, &self)
        var words: [String] = []
        for pair in matching.pairs {
            if pair.likeness == .unknown {
                doubt(reference, "\(pair.new.words) of \(reference)", pair.old.texts, pair.new.texts)
            }
            if pair.likeness == .different {
                words.append("\(pair.new.words) \(pair.old.definition(dialect)) -> \(pair.new.definition(dialect))")
            } else if let name = newName(pair.old, pair.new) {
                words.append("\(pair.old.words) -> \(name)")
            }
        }
        words += matching.dropped.map { "\($0.words) dropped" }
        return words + matching.added.map { "\($0.words) added" }
    }
}

extension ConstraintForm {
    /// What it is, with its name.
    var words: String {
        let kind =
            switch constraint {
            case .primaryKey: "primary key"
            case .unique: "unique constraint"
            case .check: "check"
            case .foreignKey: "foreign key"
            case .exclude: "exclusion constraint"
            }
        guard let name = constraint.name else {
            return columns.isEmpty ? kind : "\(kind) (\(columns.joined(separator: ", ")))"
        }
        return "\(kind) \(name)"
    }

    /// What it says, short enough for a line.
    func definition(_ dialect: any Dialect) -> String {
        switch constraint {
        case .check(let check): dialect.text(check.expression) ?? ""
        case .foreignKey(let key):
            "(\(key.columns.joined(separator: ", "))) to \(key.referencedTable)"
                + "(\(key.referencedColumns.joined(separator: ", ")))"
                + (key.onDelete.map { " on delete \($0.rawValue.lowercased())" } ?? "")
                + (key.onUpdate.map { " on update \($0.rawValue.lowercased())" } ?? "")
        case .primaryKey, .unique, .exclude: "(\(columns.joined(separator: ", ")))"
        }
    }
}
