import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What of tables calls a function that is dropped, or made anew under its name.
extension GenerationPass {
    /// Drops the constraints, defaults, computed columns and indexes that call such functions, and makes them again.
    mutating func remakeCallers() {
        let functions = old.objects.map(\.key).filter {
            [.function, .procedure].contains($0.kind) && acts[ActKey(.drop, $0)] != nil
        }
        for function in functions {
            current = causes[function] ?? current
            for user in oldEdges.uses[function] ?? [] where acts[ActKey(.drop, user)] == nil {
                switch user.kind {
                case .table: remakeCalls(of: function.name.name, in: user)
                case .index:
                    guard let before = old[user]?.object, let after = new[user]?.object else { continue }
                    replace(before, by: after, isListed: false)
                default: continue
                }
            }
        }
    }

    private mutating func remakeCalls(of function: ExactText, in key: ObjectKey) {
        guard let before = old.table(key.name), let after = new.table(key.name) else { return }
        func calls(_ text: String?) -> Bool {
            text.map { SQLNames($0, kind: dialect.kind).mention(function.text) } ?? false
        }
        narrowed.insert(key)
        let wanted = newTexts.forms(of: after, QuestionScope(after))
        for form in oldTexts.forms(of: before, QuestionScope(after)) {
            guard form.texts.contains(where: { calls($0?.question.text) }),
                let same = wanted.first(where: { form.isSurely($0) })
            else { continue }
            let former = named(form.constraint, in: before, oldTexts)
            guard !isDropped(former, of: key) else { continue }
            drop(former, of: before, key, isListed: false)
            let again = same.constraint.name == nil ? former.name.map(same.constraint.named) : nil
            add(.addConstraint(again ?? same.constraint), to: after, isListed: false)
        }
        for column in before.columns {
            let name = old.column(column.name, of: before.name)
            let same = after.columns.first { new.column($0.name, of: after.name) == name }
            guard let other = same else { continue }
            if let generation = column.generation, other.generation != nil, calls(dialect.text(generation.expression)),
                !isDropped(column, key)
            {
                makeAnew(column, other, before, after, key)
            } else if let value = column.defaultValue, let next = other.defaultValue, calls(dialect.text(of: value)),
                !setsDefault(of: other, key)
            {
                let none = ColumnChange(default: .remove)
                lose(
                    .alterColumn(.init(name: column.name, change: none, previous: ColumnChange(default: .set(value)))),
                    of: before,
                    key,
                    isListed: false
                )
                add(
                    .alterColumn(.init(name: other.name, change: ColumnChange(default: .set(next)), previous: none)),
                    to: after,
                    isListed: false
                )
            }
        }
    }

    private func setsDefault(of column: Column, _ key: ObjectKey) -> Bool {
        acts[ActKey(.alter, key)]?.changes.contains { change in
            guard case .alterColumn(let altered) = change, altered.name.isExactly(column.name) else { return false }
            return altered.change.defaultValue != nil
        } ?? false
    }
}
