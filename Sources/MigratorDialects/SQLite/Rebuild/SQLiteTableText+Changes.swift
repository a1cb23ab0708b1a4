import MigrationDSL
import MigratorCore
import MigratorDatabase

// What a rebuild makes of a table.
extension SQLiteTableText {
    /// Makes changes that take a rebuild.
    mutating func apply(_ changes: [Operation]) throws(MigratorError) {
        let wasWithoutRowID = isWithoutRowID
        // Which types the table takes is known before its columns change.
        for change in changes { if let options = change.details as? SetTableOptions { try set(options) } }
        var done: Set<Int> = []
        for (index, change) in changes.enumerated() where !done.contains(index) {
            if dropsKey(change), let other = sameKey(in: changes, after: index) {
                try replaceKey(by: other.key, of: change.alteredTable ?? ObjectName(name))
                done.insert(other.index)
            } else {
                try apply(change)
            }
        }
        guard isWithoutRowID, primaryKey.isEmpty else { return }
        throw problem(
            wasWithoutRowID
                ? "is WITHOUT ROWID and has to keep a primary key: what drops it has to add another"
                : "has no primary key, which a table WITHOUT ROWID needs"
        )
    }

    /// Makes one change that takes a rebuild.
    private mutating func apply(_ change: Operation) throws(MigratorError) {
        switch change.details {
        case let add as AddColumn: try self.add(add)
        case let drop as DropColumn: try self.drop(drop)
        case let alter as AlterColumn: try self.alter(alter)
        case let add as AddConstraint: try self.add(add.constraint, of: add.table)
        case let drop as DropConstraint: try self.drop(drop)
        case let rename as RenameConstraint: try self.rename(rename)
        // SQLite keeps no comments, and leaves no constraint unchecked; options are set before all else.
        case is CommentOn, is ValidateConstraint, is SetTableOptions: break
        default: throw MigratorError(.unsupportedByDialect, "SQLite cannot \(change.summary) while it rebuilds \(name)")
        }
    }
}
