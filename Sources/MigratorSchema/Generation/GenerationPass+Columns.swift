import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

extension GenerationPass {
    mutating func addColumn(_ column: Column, _ table: ObjectName) {
        guard let whole = new.table(new.relation(table)) else { return }
        add(.addColumn(column.with(type: column.type.named, constraints: column.constraints)), to: whole)
    }

    /// Drops a column with what goes with it, which its definition and the steps that undo it keep.
    mutating func dropColumn(_ column: Column, _ key: ObjectKey, isListed: Bool = true) {
        guard let table = old.table(key.name) else { return }
        let name = old.column(column.name, of: table.name)
        blocked[key, default: []].insert(ExactText(dialect.comparedName(column.name)))
        var own: [Constraint] = []
        if dialect.comparisonRules.columnsTakeDependants {
            for form in oldTexts.forms(of: table, QuestionScope(table))
            where form.columns.contains(where: { $0.isExactly(name.text) }) {
                let constraint = named(form.constraint, in: table, oldTexts)
                if form.columns.count == 1, !isExclusion(constraint) {
                    own.append(constraint)
                } else if !isDropped(constraint, of: key) {
                    drop(constraint, of: table, key, isListed: isListed)
                }
            }
            loseIndexes(on: [name], of: key)
        }
        lose(.dropColumn(column.with(type: column.type.named, constraints: own)), of: table, key, isListed: isListed)
    }

    private func isExclusion(_ constraint: Constraint) -> Bool {
        guard case .exclude = constraint else { return false }
        return true
    }

    func isDropped(_ constraint: Constraint, of key: ObjectKey) -> Bool {
        [ActKey.Kind.alter, .narrow].contains { kind in
            acts[ActKey(kind, key)]?.changes.contains { change in
                guard case .dropConstraint(let dropped) = change else { return false }
                return dropped == constraint
            } ?? false
        }
    }

    /// Notes the indexes that go with columns: the way back makes them again.
    private mutating func loseIndexes(on columns: Set<ExactText>, of key: ObjectKey) {
        for (index, form) in indexes(of: key, on: columns) where acts[ActKey(.drop, index)] == nil {
            change(.drop, index) {
                $0.after.append(Step([], undo: SchemaObject.index(form.index).making(homeSchema: "")))
            }
        }
    }

    /// The old indexes of a table that name some of its columns.
    func indexes(of key: ObjectKey, on columns: Set<ExactText>) -> [(key: ObjectKey, form: IndexForm)] {
        old.objects.compactMap { object, entry in
            guard case .index(let index) = entry.object, old.relation(index.table) == key.name else { return nil }
            let table = old.table(key.name)
            let scope = QuestionScope(.table(index.table), over: table)
            let form = oldTexts.form(of: index, table, scope)
            return form.columns.contains { columns.contains(ExactText($0)) } ? (object, form) : nil
        }
    }

    // MARK: Changes

    mutating func alterColumn(
        _ old: Column,
        _ new: Column,
        _ aspects: ColumnAspects,
        _ table: ObjectName,
        _ key: ObjectKey
    ) {
        guard let newTable = self.new.table(key.name), let oldTable = self.old.table(key.name) else { return }
        var aspects = aspects
        if aspects.contains(.generation) {
            guard new.generation == nil, rules.keepsComputedValues else {
                return makeAnew(old, new, oldTable, newTable, key)
            }
            keepValues(old, new, newTable, key)
            aspects.remove(.generation)
        }
        // The server sets it anew with the type.
        let isRetyped = !aspects.isDisjoint(with: [.type, .collation])
        if isRetyped { keepStorage(old, new, newTable, key) }
        if !isRetyped, aspects.contains(.storage) { store(old, new, newTable, key) }
        aspects.remove(.storage)
        if aspects.contains(.numbering) {
            guard rules.changesNumbering else {
                return refuse(
                    .table(table),
                    "how rows are numbered in \(new.name) cannot change; make another table and fill it"
                )
            }
            if dialect.comparisonRules.keysNumberRows {
                numberKey(old, new, newTable)
            } else {
                number(old, new, oldTable, newTable, key)
            }
            aspects.remove(.numbering)
            // An identity refuses null from the start.
            if old.identity == nil, new.identity != nil { aspects.remove(.nullability) }
        }
        if aspects.contains(.nullability), loosens(new, newTable) { loosened.append(key) }
        guard !aspects.isEmpty else { return }
        if !aspects.isDisjoint(with: [.type, .collation]) {
            blocked[key, default: []].insert(ExactText(dialect.comparedName(old.name)))
        }
        if aspects.contains(.type), !self.old.type(old.type).isHeld(with: self.new.type(new.type)) {
            retyped[key, default: []].insert(ExactText(dialect.comparedName(old.name)))
        }
        let conversion = TypeConversions(self, old, new)
        var changed = ChangedColumn(old, new, aspects, serial: (isSerial(old, oldTable), isSerial(new, newTable)))
        changed.setsDefault = changed.setsDefault || (aspects.contains(.type) && conversion.isTold)
        var altered = TableChange.AlteredColumn(name: new.name, change: changed.to, previous: changed.was)
        if aspects.contains(.type) {
            altered.using = conversion.using
            altered.usingBack = conversion.usingBack
        }
        add(.alterColumn(altered), to: newTable)
    }

    func isSerial(_ column: Column, _ table: Table) -> Bool {
        (new.table(new.relation(table.name)) == table ? new : old).isNumbered(column, of: table)
    }

    /// Drops a column that is computed, and adds it again with what it had.
    mutating func makeAnew(
        _ old: Column,
        _ new: Column,
        _ oldTable: Table,
        _ newTable: Table,
        _ key: ObjectKey,
        isAhead: Bool = false
    ) {
        let name = self.old.column(old.name, of: oldTable.name)
        let kept = oldTexts.forms(of: oldTable, QuestionScope(newTable)).filter { form in
            form.columns.contains { $0.isExactly(name.text) }
        }
        let wanted = newTexts.forms(of: newTable, QuestionScope(newTable))
        for form in kept {
            guard let same = wanted.first(where: { form.isSurely($0) }) else { continue }
            let former = named(form.constraint, in: oldTable, oldTexts)
            if isDropped(former, of: key) { continue }
            drop(former, of: oldTable, key, isAhead: isAhead)
            if rules.dependantsBlockColumns { freeKeys(on: former, key) }
            let again = same.constraint.name == nil ? former.name.map(same.constraint.named) : nil
            add(.addConstraint(again ?? same.constraint), to: newTable)
        }
        for (index, _) in indexes(of: key, on: [name]) {
            guard let before = self.old[index]?.object, let after = successor(of: index) else { continue }
            replace(before, by: after)
        }
        blocked[key, default: []].insert(ExactText(dialect.comparedName(old.name)))
        lose(.dropColumn(old.with(type: old.type.named, constraints: [])), of: oldTable, key, isAhead: isAhead)
        add(.addColumn(new.with(type: new.type.named, constraints: [])), to: newTable)
    }

    /// Lets a computed column be a plain one; the way back computes it again.
    private mutating func keepValues(_ old: Column, _ new: Column, _ table: Table, _ key: ObjectKey) {
        guard let generation = old.generation else { return }
        let undo = Step { op in
            op.alterTable(table.name) { changes in
                changes.dropColumn(new.with(type: new.type.named, constraints: []))
                changes.addColumn(old.with(type: old.type.named, constraints: []))
            }
        }
        let step = Step(undo: undo.operations) {
            $0.alterColumn(
                new.name,
                of: table.name,
                to: ColumnChange(generated: .remove),
                was: ColumnChange(generated: .set(generation))
            )
        }
        change(.alter, key) { $0.before.append(step) }
        details[current].operations += step.operations
        notes.append("values of \(table.name).\(new.name) that were changed by hand are computed anew")
    }
}

/// The change of a column, and its way back.
private struct ChangedColumn {
    private let old: Column
    private let new: Column
    private let aspects: ColumnAspects
    private let isSerial: (old: Bool, new: Bool)
    /// Whether the default goes and comes back with the type.
    var setsDefault: Bool

    init(_ old: Column, _ new: Column, _ aspects: ColumnAspects, serial: (Bool, Bool)) {
        self.old = old
        self.new = new
        self.aspects = aspects
        isSerial = serial
        setsDefault = aspects.contains(.defaultValue)
    }

    var to: ColumnChange { change(new, isSerial: isSerial.new, saysType: aspects.contains(.type)) }

    // A collation is set with the type, which the way back has to know.
    var was: ColumnChange {
        change(old, isSerial: isSerial.old, saysType: !aspects.isDisjoint(with: [.type, .collation]))
    }

    private func change(_ column: Column, isSerial: Bool, saysType: Bool) -> ColumnChange {
        let hasDefault = (old.defaultValue != nil || new.defaultValue != nil) && !isSerial
        let hasCollation =
            aspects.contains(.collation)
            || (aspects.contains(.type) && (old.collation != nil || new.collation != nil))
        return ColumnChange(
            type: saysType ? column.type.withoutSerial : nil,
            collation: hasCollation ? column.collation.map { .set($0) } ?? .remove : nil,
            nullable: aspects.contains(.nullability) ? nullable(column) : nil,
            onNull: aspects.contains(.nullConflict) ? column.notNullConflict.map { .set($0) } ?? .remove : nil,
            default: setsDefault && hasDefault ? column.defaultValue.map { .set($0) } ?? .remove : nil
        )
    }

    private func nullable(_ column: Column) -> Bool {
        // Where both say the same, a key said otherwise of one of them.
        old.isNullable == new.isNullable ? (column == new) == new.isNullable : column.isNullable
    }
}
