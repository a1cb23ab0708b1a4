import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// The names of constraints that were given none, and new names.
extension GenerationPass {
    /// Leaves out the new names of indexes and constraints that are dropped for something else: made again, they have
    /// them.
    mutating func forgetNames() {
        let formers = Dictionary(renamedIndexes.map { ($1, $0) }) { first, _ in first }
        for act in acts.keys.filter({ $0.kind == .rename && $0.object.kind == .index }) {
            // A rename that is told gives both one key.
            let keys = [formers[act.object], act.object].compactMap(\.self)
            guard let former = keys.first(where: { acts[ActKey(.drop, $0)] != nil }), let index = successor(of: former)
            else { continue }
            acts[act] = nil
            create(index, isListed: false)
            let steps = [ActKey(.drop, former), ActKey(.create, ObjectKey(index.reference, dialect))]
                .flatMap { acts[$0]?.steps ?? [] }
            if let cause = causes[act.object] { details[cause].operations = steps.flatMap(\.operations) }
        }
        for act in acts.keys.filter({ $0.kind == .alter && $0.object.kind == .table }) {
            let kept = acts[act]?.after.filter { step in
                guard let rename = step.operations.first?.details as? RenameConstraint else { return true }
                return dropping(constraint: rename.name, of: act.object) == nil
            }
            acts[act]?.after = kept ?? []
        }
    }

    /// What an object of the old schema is in the new one; an index is told by what it is, too.
    func successor(of key: ObjectKey) -> SchemaObject? {
        if let same = new[key]?.object { return same }
        guard case .index(let former)? = old[key]?.object else { return nil }
        if let renamed = renamedIndexes[key] { return new[renamed]?.object }
        // Names that the database made up are no difference.
        let relation = old.relation(former.table)
        func form(_ index: Index, _ texts: TextSpeller, _ side: ComparedSide) -> IndexForm {
            texts.form(of: index, side.table(relation), QuestionScope(.table(former.table), over: side.table(relation)))
        }
        let wanted = form(former, oldTexts, old)
        return new.objects.first { key, entry in
            guard case .index(let index) = entry.object, new.relation(index.table) == relation, old[key] == nil else {
                return false
            }
            return wanted.isSurely(form(index, newTexts, new))
        }?.entry.object
    }

    /// The table with names for the constraints that are added after it is made.
    func named(_ table: Table) -> Table {
        let unnamed = table.constraints.filter { $0.isNotValid && $0.name == nil }
        guard !unnamed.isEmpty else { return table.named(without: []) }
        let bare = table.named(without: unnamed)
        return bare.with(
            columns: bare.columns,
            constraints: bare.tableConstraints + unnamed.map { named($0, in: table, newTexts) }
        )
    }

    /// A constraint with the name that the database gives it, where it has none of its own.
    ///
    /// - Parameters:
    ///   - constraint: The constraint.
    ///   - table: The table that has it.
    ///   - texts: Those of the table's schema.
    ///   - old: The table that it is added to, of which other constraints may have the name.
    /// - Returns: The constraint, named.
    func named(
        _ constraint: Constraint,
        in table: Table,
        _ texts: TextSpeller,
        addedTo old: Table? = nil
    ) -> Constraint {
        guard constraint.name == nil else { return constraint }
        var forms = texts.forms(of: table, QuestionScope(table))
        var taken = Set(forms.compactMap(\.name))
        func take(_ form: ConstraintForm) -> String {
            if let name = form.name { return name.text }
            var (name, number) = (form.automatic.first, 0)
            // Where another has it, the next one is numbered.
            while !taken.insert(ExactText(dialect.comparedName(name))).inserted {
                number += 1
                name = form.automatic.name(number: "\(number)")
            }
            return name
        }
        if let old {
            for former in oldTexts.forms(of: old, QuestionScope(table)) {
                taken.insert(ExactText(dialect.comparedName(take(former))))
                // It has its name already.
                if let same = forms.firstIndex(where: { $0.constraint != constraint && former.isSurely($0) }) {
                    forms.remove(at: same)
                }
            }
        }
        for form in forms where form.name == nil {
            let name = take(form)
            if form.constraint == constraint { return constraint.named(name) }
        }
        return constraint
    }
}
