import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What holds of a table's rows.
extension GenerationPass {
    mutating func takeConstraint(
        _ difference: SchemaDifference,
        _ old: Constraint?,
        _ new: Constraint?,
        _ key: ObjectKey
    ) {
        guard let newTable = self.new.table(key.name), let oldTable = self.old.table(key.name) else { return }
        let former = old.map { $0.named(difference.part ?? named($0, in: oldTable, oldTexts).name ?? "") }
        let name = former?.name ?? ""
        switch (difference.change, former, new) {
        case (.renameConstraint, _, let new?):
            add(.alter, key, Step { $0.renameConstraint(name, of: newTable.name, to: new.name ?? name) })
        case (.validateConstraint, _, let new?):
            let current = new.name ?? name
            change(.alter, key) { act in
                act.after.append(Step(undo: []) { $0.validateConstraint(current, on: newTable.name) })
            }
            details[self.current].operations += Step { $0.validateConstraint(current, on: newTable.name) }.operations
        case (.alterConstraint, .foreignKey(let first)?, .foreignKey(let second)?):
            func deferral(_ key: ForeignKey) -> ColumnChange.Change<Deferral> {
                key.deferrable.map { .set($0) } ?? .remove
            }
            add(.alterConstraint(second.name ?? name, to: deferral(second), was: deferral(first)), to: newTable)
        default:
            if let former { drop(former, of: oldTable, key) }
            if let new { addConstraint(new, to: newTable, replacing: former) }
            // Where nothing blocks a table, a key of the same columns takes the place of another at once.
            let isFree = !rules.dependantsBlockColumns && (new == nil || former?.keyColumns == new?.keyColumns)
            if let former, !isFree { freeKeys(on: former, key) }
        }
    }

    /// Drops a constraint while the table and its columns have the names that its definition says.
    mutating func drop(
        _ constraint: Constraint,
        of table: Table,
        _ key: ObjectKey,
        isListed: Bool = true,
        isAhead: Bool = false
    ) {
        lose(.dropConstraint(constraint), of: table, key, isListed: isListed, isAhead: isAhead)
    }

    /// Notes what a table loses: with its other changes, or ahead of new names.
    mutating func lose(
        _ tableChange: TableChange,
        of table: Table,
        _ key: ObjectKey,
        isListed: Bool = true,
        isAhead: Bool = false
    ) {
        if isAhead { narrowed.insert(key) }
        let kind: ActKey.Kind = isAhead || takesOtherNames(key) ? .narrow : .alter
        let name = kind == .narrow ? table.name : self.new.table(key.name)?.name ?? table.name
        change(kind, key) {
            $0.tableName = name
            $0.changes.append(tableChange)
        }
        if isListed { details[current].operations.append([tableChange].operation(on: name)) }
    }

    /// Whether the table or a column of it takes another name.
    private func takesOtherNames(_ key: ObjectKey) -> Bool {
        guard let table = old.table(key.name) else { return false }
        return !dialect.comparedName(table.name.name).isExactly(key.name.name.text)
            || !old.newNames(of: table.name).isEmpty
    }

    mutating func addConstraint(_ constraint: Constraint, to table: Table, replacing former: Constraint? = nil) {
        // A column that is added brings its own.
        let key = ObjectKey(.table(table.name), dialect)
        let isBrought = acts[ActKey(.alter, key)]?.changes.contains { change in
            guard case .addColumn(let column) = change else { return false }
            return column.constraints.contains(constraint)
        }
        if isBrought ?? false { return }
        // One that takes the place of another without a name of its own takes the name as well.
        let wanted = constraint.name == nil ? former?.name.map(constraint.named) : nil
        let own = named(constraint, in: table, newTexts, addedTo: old.table(key.name))
        if case .primaryKey(let primaryKey) = constraint { refuseNull(in: primaryKey, of: table, key) }
        add(.addConstraint(wanted ?? own), to: table)
    }
}
