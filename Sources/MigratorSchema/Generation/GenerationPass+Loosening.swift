import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What of a table would keep on to a type or a function that is made anew under its name.
extension GenerationPass {
    /// Takes from a table, or drops as an index, what calls a function that is dropped or made anew.
    mutating func loosen(_ user: ObjectKey, from function: ObjectKey) {
        guard acts[ActKey(.drop, user)] == nil else { return }
        current = causes[function] ?? current
        if user.kind == .table, let before = old.table(user.name), let after = new.table(user.name) {
            loosen(before, after, user, [], mentioning: function.name.name.text)
        } else if user.kind == .index, let former = old[user]?.object, let wanted = successor(of: user) {
            replace(former, by: wanted, isListed: false)
        }
    }

    /// Takes constraints, defaults, computed columns and indexes away before anything has another name, and puts them back.
    ///
    /// So their texts mean the same type each time that they are read, on the way back as well.
    ///
    /// - Parameters:
    ///   - before: The table as it is.
    ///   - after: The table as it is to be.
    ///   - key: The table.
    ///   - touched: The columns whose types are replaced, under their new names.
    ///   - name: The name that is made anew.
    mutating func loosen(
        _ before: Table,
        _ after: Table,
        _ key: ObjectKey,
        _ touched: Set<ExactText>,
        mentioning name: String
    ) {
        let dialect = dialect
        func mentions(_ text: String?) -> Bool {
            let names = SQLNames(text ?? "", kind: dialect.kind)
            return names.mention(name) || touched.contains { names.mention($0.text) }
        }
        for former in before.columns {
            let column = old.column(former.name, of: before.name)
            guard let wanted = after.columns.first(where: { new.column($0.name, of: after.name) == column }) else {
                continue
            }
            if let generation = former.generation {
                let isConcerned = touched.contains(column) || mentions(dialect.text(generation.expression))
                guard isConcerned, wanted.generation != nil, !isDropped(former, key) else { continue }
                makeAnew(former, wanted, before, after, key, isAhead: true)
            } else if case .expression(let sql)? = former.defaultValue?.kind,
                touched.contains(column) || mentions(dialect.text(sql))
            {
                loosenDefault(former, wanted, key, before, after)
            }
        }
        loosenConstraints(before, after, key) { form in
            let isOfTouched = form.isCheck && form.columns.contains { touched.contains(ExactText($0)) }
            return isOfTouched || form.texts.contains { mentions($0?.question.text) }
        }
        for (index, entry) in old.objects {
            guard case .index(let former) = entry.object, old.relation(former.table) == key.name,
                entry.object.texts.contains(where: { mentions(dialect.text($0)) }), acts[ActKey(.drop, index)] == nil,
                let wanted = successor(of: index)
            else { continue }
            replace(entry.object, by: wanted, isListed: false)
        }
    }

    private mutating func loosenConstraints(
        _ before: Table,
        _ after: Table,
        _ key: ObjectKey,
        _ isConcerned: (ConstraintForm) -> Bool
    ) {
        // Their texts name the old type, which the server does not compare with the new one.
        let forms = newTexts.forms(of: after, QuestionScope(after))
        for form in oldTexts.forms(of: before, QuestionScope(after)) {
            guard isConcerned(form),
                let same = forms.first(where: { form.isSurely($0) }) ?? forms.first(where: { form.isNamed(as: $0) })
            else { continue }
            let former = named(form.constraint, in: before, oldTexts)
            guard !isDropped(former, of: key) else { continue }
            drop(former, of: before, key, isAhead: true)
            let again = same.constraint.name == nil ? former.name.map(same.constraint.named) : nil
            add(.addConstraint(again ?? same.constraint), to: after)
        }
    }

    /// Takes a default that says a type away, unless that was done.
    private mutating func loosenDefault(
        _ former: Column,
        _ wanted: Column,
        _ key: ObjectKey,
        _ before: Table,
        _ after: Table
    ) {
        guard let value = former.defaultValue, !old.isNumbered(former, of: before), !new.isNumbered(wanted, of: after)
        else { return }
        let isDone = acts[ActKey(.narrow, key)]?.changes.contains { change in
            guard case .alterColumn(let alter) = change else { return false }
            return alter.name.isExactly(former.name)
        }
        if isDone ?? false { return }
        let removal = TableChange.AlteredColumn(
            name: former.name,
            change: ColumnChange(default: .remove),
            previous: ColumnChange(default: .set(value))
        )
        lose(.alterColumn(removal), of: before, key, isAhead: true)
        // The changes that are there begin and end without a default.
        change(.alter, key) { act in
            act.changes = act.changes.compactMap { change in
                guard case .alterColumn(var alter) = change, alter.name.isExactly(wanted.name) else { return change }
                alter.change = alter.change.withoutDefault
                alter.previous = alter.previous.withoutDefault
                return alter.change == ColumnChange() ? nil : .alterColumn(alter)
            }
        }
        guard let value = wanted.defaultValue else { return }
        let step = Step {
            $0.alterColumn(
                wanted.name,
                of: after.name,
                to: ColumnChange(default: .set(value)),
                was: ColumnChange(default: .remove)
            )
        }
        change(.alter, key) { $0.after.append(step) }
    }
}

extension ConstraintForm {
    /// Whether another bears its name, by its own word or by the database's.
    fileprivate func isNamed(as other: ConstraintForm) -> Bool {
        guard isSameKind(as: other), let name else { return false }
        return other.name.map { $0 == name } ?? other.automatic.matches(name.text)
    }

    fileprivate var isCheck: Bool {
        guard case .check = constraint else { return false }
        return true
    }
}

extension ColumnChange {
    /// The change without the default, but for its type.
    fileprivate var withoutDefault: ColumnChange {
        ColumnChange(
            type: type,
            collation: collation,
            nullable: isNullable,
            onNull: notNullConflict,
            comment: comment,
            identity: identity,
            generated: generated
        )
    }
}
