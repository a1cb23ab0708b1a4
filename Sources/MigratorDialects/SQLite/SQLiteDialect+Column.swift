import MigrationDSL
import MigratorCore
import MigratorDatabase

extension SQLiteDialect {
    /// A column that takes no rebuild.
    func addColumn(_ add: AddColumn, strict: Bool = false) throws(MigratorError) -> SQLFragment {
        let column = try self.column(add.column, of: add.table, strict: strict)
        var text: SQLFragment = "ALTER TABLE \(quote(add.table)) ADD COLUMN \(column)"
        for constraint in add.column.constraints {
            if case .foreignKey(let key) = constraint {
                _ = try self.constraint(constraint, of: add.table)
                // At its column it does not say which that is.
                let name = constraint.name ?? constraint.derivedName(for: add.table)
                text += (name.map { " CONSTRAINT \(quote($0))" as SQLFragment } ?? "") + " " + references(key)
            } else {
                text += " " + (try self.constraint(constraint, of: add.table))
            }
        }
        return text
    }

    /// Refuses changes that SQLite has nothing for.
    func refuseWhatIsPostgres(_ alter: AlterColumn) throws(MigratorError) {
        if case .set(let identity) = alter.change.identity, identity.options != nil {
            throw unsupported("\(alter.summary): say how its rows are counted", "AUTOINCREMENT counts by one")
        }
        if alter.change.generated != nil {
            throw unsupported("\(alter.summary): change what it is computed from", "drop the column and add it again")
        }
    }

    /// Refuses options that SQLite has nothing for.
    func refuseWhatIsPostgres(_ options: SetTableOptions) throws(MigratorError) {
        let change = options.change
        guard change.sqliteOptions != nil, change.isLogged == nil, change.storage.isEmpty, change.rowSecurity == nil,
            change.replicaIdentity == nil
        else { throw refusal(of: Operation(options)) }
    }

    func renameColumn(_ rename: RenameColumn) -> SQLFragment {
        "ALTER TABLE \(quote(rename.table)) RENAME COLUMN \(quote(rename.name)) TO \(quote(rename.newName))"
    }

    /// The statement that changes a table where it stands; `nil` for a change that is none or takes more.
    static func inPlace(_ operation: Operation, strict: Bool = false) throws(MigratorError) -> SQLFragment? {
        let dialect = SQLiteDialect(isTransactional: true)
        return switch operation.details {
        case let add as AddColumn: try dialect.addColumn(add, strict: strict)
        case let rename as RenameColumn: dialect.renameColumn(rename)
        default: nil
        }
    }

    /// The rebuild that makes a change; a step gathers those of one table that follow each other.
    func rebuild(_ operation: Operation) throws(MigratorError) -> [WorkItem] {
        guard let table = operation.alteredTable else { return [] }
        let rebuild = SQLiteRebuild(table: table, changes: [operation])
        try rebuild.check()
        return [.rebuild(rebuild)]
    }
}
