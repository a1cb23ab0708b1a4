import MigrationDSL

// What PostgreSQL's order within one ALTER TABLE needs to be known: it drops first, then changes types, adds columns,
// sets what they are and adds constraints, in whichever order these are written.
extension Operation {
    /// Whether it means something else, or nothing, in one statement with a change that is written before it.
    func mustFollow(_ earlier: Operation) -> Bool {
        switch details {
        case let alter as AlterColumn: earlier.column == alter.name
        case let drop as DropColumn: earlier.column == drop.name || earlier.mayConstrain(drop.name)
        case is DropConstraint: earlier.addsConstraint
        default: false
        }
    }

    /// The column that it adds, drops or alters.
    private var column: String? {
        switch details {
        case let add as AddColumn: add.column.name
        case let drop as DropColumn: drop.name
        case let alter as AlterColumn: alter.name
        default: nil
        }
    }

    private func mayConstrain(_ column: String) -> Bool {
        switch details {
        case let add as AddColumn:
            add.column.generation != nil || add.column.constraints.contains { $0.mayConstrain(column) }
        case let add as AddConstraint: add.constraint.mayConstrain(column)
        default: false
        }
    }

    private var addsConstraint: Bool {
        switch details {
        case is AddConstraint: true
        case let add as AddColumn: !add.column.constraints.isEmpty
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
        switch details {
        case let add as AddColumn: add.column.type
        case let alter as AlterColumn: alter.change.type
        default: nil
        }
    }

    var typeToGo: ColumnType? {
        switch details {
        case let drop as DropColumn: drop.definition?.type
        case let alter as AlterColumn: alter.change.type.flatMap { _ in alter.previous?.type }
        default: nil
        }
    }
}
