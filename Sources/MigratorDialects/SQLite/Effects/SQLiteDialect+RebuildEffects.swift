import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase

extension SQLiteDialect {
    /// What the engine's own rebuild does: it keeps foreign keys, indexes and triggers, so that the changes alone count.
    package func rebuildEffects(of item: WorkItem, in scope: inout EffectScope) -> [Effect] {
        guard case .rebuild(let rebuild) = item else { return [] }
        var effects: [Effect] = []
        let isLong = scope.facts(of: rebuild.table).map { $0.rows != nil && !$0.isSmall } ?? false
        if !rebuild.isInPlace {
            effects.append(
                scope.effect(on: rebuild.table, nil, isLong ? .writersLocked : nil, "the rebuild of the table") {
                    effect in
                    effect.rewrites = true
                    effect.scans = true
                }
            )
        }
        for change in rebuild.changes {
            // ALTER TABLE says in full what is to become of the table; it is only not SQLite's own.
            let texts = (try? PostgresDialect(isTransactional: true).render(change)) ?? []
            for case .statement(let sql) in texts {
                guard let words = StatementWords(sql.text, kind: .postgres),
                    case .alterTable(let altering) = StatementReader.read(words)
                else { continue }
                for change in altering.changes { effects += rebuildEffects(of: change, altering.table, in: &scope) }
                scope.follow(.alterTable(altering))
            }
        }
        return effects
    }

    private func rebuildEffects(
        of change: KnownStatement.TableChange,
        _ table: ObjectName,
        in scope: inout EffectScope
    ) -> [Effect] {
        func refused(_ what: String) -> Effect {
            scope.effect(on: table, nil, .rowsRefused, what) { $0.fails = true }
        }
        switch change {
        case .dropColumn(let name, _, _):
            let isOwn = scope.isTransient(name, of: table)
            return [
                scope.effect(on: table, nil, .columnDropped, name) { effect in
                    (effect.losesData, effect.breaksApplication) = (true, true)
                    if isOwn { effect.isNew = true }
                }
            ]
        case .addColumn(let making):
            let column = making.column
            scope.addedColumns[scope.inventory.key(table), default: []].append(column.name)
            guard !column.isNullable, column.defaultValue == nil, column.generation == nil, !column.isIdentity else {
                return []
            }
            let required = scope.effect(on: table, nil, .columnRequired, column.name) { effect in
                (effect.fails, effect.breaksApplication) = (true, true)
            }
            return [required, refused(column.name)]
        case .setNotNull(let name): return [refused(name)]
        case .addConstraint(let constraint) where constraint.kind == .check:
            return [refused(constraint.name ?? "a CHECK")]
        case .renameColumn(let name, _):
            let effect = scope.effect(on: table, nil, .columnRenamed, name) { $0.breaksApplication = true }
            scope.later.append(.columnRenamed(name, of: table, effect))
            return []
        default: return []
        }
    }
}
