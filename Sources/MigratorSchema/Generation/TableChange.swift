import MigrationDSL

/// A change of one table that may be made together with others of it.
enum TableChange {
    case dropConstraint(Constraint)
    case dropColumn(Column)
    case alterColumn(AlteredColumn)
    case addColumn(Column)
    case addConstraint(Constraint)
    case alterConstraint(String, to: ColumnChange.Change<Deferral>, was: ColumnChange.Change<Deferral>)
    case setOptions(TableOptionsChange, was: TableOptionsChange)

    /// A change of a column, and its way back.
    struct AlteredColumn {
        let name: String
        var change: ColumnChange
        var previous: ColumnChange
        var using: SQLText?
        var usingBack: SQLText?
    }

    func record(_ table: TableChanges) {
        switch self {
        case .dropConstraint(let constraint): table.dropConstraint(constraint)
        case .dropColumn(let column): table.dropColumn(column)
        case .alterColumn(let alter):
            table.alterColumn(
                alter.name,
                to: alter.change,
                was: alter.previous,
                using: alter.using,
                usingBack: alter.usingBack
            )
        case .addColumn(let column): table.addColumn(column)
        case .addConstraint(let constraint): table.addConstraint(constraint)
        case .alterConstraint(let name, let deferrable, let previous):
            table.alterConstraint(name, deferrable: deferrable, was: previous)
        case .setOptions(let change, let previous): table.setOptions(to: change, was: previous)
        }
    }

    /// What the database itself does first within one statement.
    fileprivate var rank: Int {
        switch self {
        case .dropConstraint: 0
        // What is computed, or points to another column, goes before that, and comes behind it.
        case .dropColumn(let column): column.generation == nil && !column.refers ? 2 : 1
        // A column is numbered once it is the key.
        case .alterColumn(let alter): if case .set = alter.change.identity { 7 } else { 3 }
        case .addColumn(let column): column.generation == nil ? 4 : 5
        case .addConstraint, .alterConstraint: 6
        case .setOptions: 8
        }
    }
}

extension Column {
    /// Whether it points to columns of another table or of its own.
    fileprivate var refers: Bool {
        constraints.contains { constraint in
            if case .foreignKey = constraint { true } else { false }
        }
    }
}

extension [TableChange] {
    /// The changes as one operation.
    func operation(on table: ObjectName) -> Operation {
        let op = Operations()
        let ordered = enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
        op.alterTable(table) { changes in for change in ordered { change.element.record(changes) } }
        guard let group = op.recorded.first?.details as? AlterTable, group.changes.count == 1 else {
            return op.recorded[0]
        }
        return group.changes[0]
    }
}
