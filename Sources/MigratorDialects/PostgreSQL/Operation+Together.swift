import MigrationDSL

// What PostgreSQL's order within one ALTER TABLE needs to be known: it drops first, then changes types, adds columns,
// sets what they are and adds constraints, in whichever order these are written.
extension Operation {
    /// Whether it means something else, or nothing, in one statement with a change that is written before it.
    func mustFollow(_ earlier: Operation) -> Bool {
        switch self {
        case .alterColumn(let alter): earlier.column == alter.name
        case .dropColumn(let drop): earlier.column == drop.name || earlier.mayConstrain(drop.name)
        case .dropConstraint: earlier.addsConstraint
        default: false
        }
    }

    /// The column that it adds, drops or alters.
    private var column: String? {
        switch self {
        case .addColumn(let add): add.column.name
        case .dropColumn(let drop): drop.name
        case .alterColumn(let alter): alter.name
        default: nil
        }
    }

    private func mayConstrain(_ column: String) -> Bool {
        switch self {
        case .addColumn(let add):
            add.column.generation != nil || add.column.constraints.contains { $0.mayConstrain(column) }
        case .addConstraint(let add): add.constraint.mayConstrain(column)
        default: false
        }
    }

    private var addsConstraint: Bool {
        switch self {
        case .addConstraint: true
        case .addColumn(let add): !add.column.constraints.isEmpty
        default: false
        }
    }
}

extension Constraint {
    fileprivate func mayConstrain(_ column: String) -> Bool {
        switch self {
        case .primaryKey(let key): (key.columns + key.include).contains(column)
        case .unique(let unique): (unique.columns + unique.include).contains(column)
        case .foreignKey(let key): key.columns.contains(column) || key.referencedColumns.contains(column)
        case .check, .exclude: true
        }
    }
}

// Which types a change gives to a column of a table, or takes from it.
extension Operation {
    var typeToCome: ColumnType? {
        switch self {
        case .addColumn(let add): add.column.type
        case .alterColumn(let alter): alter.change.type
        default: nil
        }
    }

    var typeToGo: ColumnType? {
        switch self {
        case .dropColumn(let drop): drop.definition?.type
        case .alterColumn(let alter): alter.change.type.flatMap { _ in alter.previous?.type }
        default: nil
        }
    }
}
