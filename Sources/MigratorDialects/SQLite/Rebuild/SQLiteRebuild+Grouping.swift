package import MigrationDSL
package import MigratorCore

// Which operations of a revision become rebuilds.
extension SQLiteRebuild {
    /// What becomes of an operation.
    package enum Placement: Sendable {
        /// The dialect renders it as a statement.
        case native
        /// It begins a rebuild, which makes all its changes.
        case rebuild(SQLiteRebuild)
        /// The rebuild that an earlier operation began makes it.
        case covered
    }

    /// Says for each operation what becomes of it: changes of one table that follow each other rebuild it once.
    package static func placements(of operations: [Operation]) -> [Placement] {
        var placements = [Placement](repeating: .native, count: operations.count)
        var start = 0
        while start < operations.count {
            guard let table = operations[start].alteredTable else {
                start += 1
                continue
            }
            var end = start + 1
            while end < operations.count, operations[end].alteredTable == table { end += 1 }
            let rebuild = SQLiteRebuild(table: table, changes: Array(operations[start..<end]))
            if rebuild.changes.contains(where: \.needsRebuild) {
                placements[start] = .rebuild(rebuild)
                for covered in start + 1..<end { placements[covered] = .covered }
            }
            start = end
        }
        return placements
    }
}

extension SQLiteRebuild {
    /// Refuses what SQLite cannot do to any table, before a database is touched.
    package func check() throws(MigratorError) {
        let dialect = SQLiteDialect(isTransactional: true)
        for change in changes {
            switch change.details {
            case let add as AddColumn:
                _ = try dialect.column(add.column, of: add.table)
                for constraint in add.column.constraints { _ = try dialect.constraint(constraint, of: add.table) }
            case let add as AddConstraint: _ = try dialect.constraint(add.constraint, of: add.table)
            case is AlterConstraint: _ = try dialect.render(change)
            case let options as SetTableOptions: try dialect.refuseWhatIsPostgres(options)
            case let alter as AlterColumn:
                try dialect.refuseWhatIsPostgres(alter)
                guard case .set(let value) = alter.change.defaultValue else { break }
                _ = try dialect.column(Column(alter.name, .text).default(value), of: alter.table)
            default: break
            }
        }
    }
}

extension Operation {
    /// The table that it alters and that a rebuild could alter with it.
    package var alteredTable: ObjectName? {
        switch details {
        case let add as AddColumn: add.table
        case let drop as DropColumn: drop.table
        case let alter as AlterColumn: alter.table
        case let rename as RenameColumn: rename.table
        case let rename as RenameIndex: rename.table
        case let add as AddConstraint: add.table
        case let drop as DropConstraint: drop.table
        case let rename as RenameConstraint: rename.table
        case let options as SetTableOptions: options.change.sqliteOptions == nil ? nil : options.table
        case let group as AlterTable: group.table
        default: nil
        }
    }

    /// Whether it takes a rebuild, or at least the definition that the table has.
    var needsRebuild: Bool {
        switch details {
        case is RenameColumn: false
        case let alter as AlterColumn:
            alter.change.type != nil || alter.change.collation != nil || alter.change.isNullable != nil
                || alter.change.notNullConflict != nil || alter.change.defaultValue != nil
                || alter.change.identity != nil
        case let add as AddColumn:
            add.ifNotExists || add.column.needsRebuild || add.typeDependsOnTable
        case let options as SetTableOptions: options.change.sqliteOptions != nil
        case is DropColumn, is RenameIndex, is AddConstraint, is DropConstraint, is RenameConstraint: true
        default: false
        }
    }
}

extension AddColumn {
    /// Whether a table that is strict would refuse the type as others are told it.
    fileprivate var typeDependsOnTable: Bool {
        let dialect = SQLiteDialect(isTransactional: true)
        return dialect.type(column.type) != dialect.type(column.type, strict: true)
            && (table.schema ?? "main") == "main"
    }
}

extension Column {
    /// Whether ALTER TABLE ADD COLUMN of SQLite would refuse it.
    var needsRebuild: Bool {
        if identity != nil || generation?.isStored == true { return true }
        var hasValue = false
        switch defaultValue?.kind {
        case .value(.null), nil: break
        case .value: hasValue = true
        default: return true
        }
        // A column that refuses null needs a value for the rows there are; one that refers to others must have none.
        if !isNullable, !hasValue, generation == nil { return true }
        return constraints.contains { constraint in
            switch constraint {
            case .check: false
            case .foreignKey: hasValue
            case .primaryKey, .unique, .exclude: true
            }
        }
    }
}
