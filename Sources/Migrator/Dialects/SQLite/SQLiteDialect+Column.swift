import MigrationDSL

extension SQLiteDialect {
    func addColumn(_ add: AddColumn) throws(MigratorError) -> String {
        let column = add.column
        var text = "ALTER TABLE \(quote(add.table)) ADD COLUMN \(try self.column(column, of: add.table))"
        guard !add.ifNotExists else {
            throw unsupported("add a column only if it is not there", "leave ifNotExists: out")
        }
        guard column.identity == nil else {
            throw unsupported("add an identity column to a table", "make the table anew and copy the rows")
        }
        if let value = column.defaultValue, case .value = value.kind {
            // A constant is what ALTER TABLE can add.
        } else if column.defaultValue != nil {
            throw unsupported(
                "add column \(add.table).\(column.name) with a default that is no constant",
                "add it without, and set the values with an update"
            )
        }
        if let generation = column.generation, generation.isStored {
            throw unsupported("add a stored generated column to a table", "say stored: false")
        }
        for constraint in column.constraints {
            switch constraint {
            case .foreignKey(let key):
                let name = constraint.name ?? constraint.derivedName(for: add.table)
                text += (name.map { " CONSTRAINT \(quote($0))" } ?? "") + " " + references(key)
            case .check:
                text += " " + (try self.constraint(constraint, of: add.table))
            case .primaryKey, .unique, .exclude:
                throw unsupported(
                    "add column \(add.table).\(column.name) with a key of its own",
                    "add the column, then create a unique index"
                )
            }
        }
        return text
    }

    func dropColumn(_ drop: DropColumn) throws(MigratorError) -> String {
        guard !drop.ifExists else {
            throw unsupported("drop a column only if it is there", "leave ifExists: out")
        }
        return "ALTER TABLE \(quote(drop.table)) DROP COLUMN \(quote(drop.name))"
    }

    func renameColumn(_ rename: RenameColumn) -> String {
        "ALTER TABLE \(quote(rename.table)) RENAME COLUMN \(quote(rename.name)) TO \(quote(rename.newName))"
    }

    /// Nothing to do for a comment, which SQLite does not keep; anything else takes a new table.
    func alterColumn(_ alter: AlterColumn) throws(MigratorError) -> [WorkItem] {
        let change = alter.change
        guard change.type == nil, change.isNullable == nil, change.defaultValue == nil else {
            throw rebuildNeeded(.alterColumn(alter))
        }
        return []
    }
}
