import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// The names of constraints that were given none.
extension GenerationPass {
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
