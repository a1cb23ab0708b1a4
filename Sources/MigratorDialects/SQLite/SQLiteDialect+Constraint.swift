package import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

extension SQLiteDialect {
    /// A table's constraint, named after PostgreSQL's rule where it has no name: both databases then agree.
    func constraint(_ constraint: Constraint, of table: ObjectName) throws(MigratorError) -> SQLFragment {
        let name = constraint.name ?? constraint.derivedName(for: table)
        let prefix: SQLFragment = name.map { "CONSTRAINT \(quote($0)) " } ?? ""
        switch constraint {
        case .primaryKey(let key):
            guard key.deferrable == nil else {
                throw unsupported("defer a primary key", "leave deferrable: out")
            }
            let columns = key.columns.map { column -> SQLFragment in
                quote(column) + (key.descending.hasExactly(column) ? " DESC" : "")
            }
            return "\(prefix)PRIMARY KEY (\(columns.joined(separator: ", ")))\(conflict(key.onConflict))"
        case .unique(let unique):
            guard unique.deferrable == nil else {
                throw unsupported("defer a unique constraint", "leave deferrable: out")
            }
            guard !unique.nullsNotDistinct else {
                throw unsupported("take two nulls for the same", "leave nullsNotDistinct: out")
            }
            return "\(prefix)UNIQUE (\(list(unique.columns)))\(conflict(unique.onConflict))"
        case .check(let check):
            return "\(prefix)CHECK (\(try expression(check.expression, of: "check \(name ?? "of \(table)")")))"
        case .foreignKey(let key):
            try refuseWhatIsPostgres(key)
            return "\(prefix)FOREIGN KEY (\(list(key.columns))) \(references(key))"
        case .exclude:
            throw unsupported("keep an exclusion constraint", "use a unique constraint or a trigger")
        }
    }

    func references(_ key: ForeignKey) -> SQLFragment {
        // A foreign key of SQLite points into its own schema and names none.
        var text: SQLFragment = "REFERENCES \(quote(key.referencedTable.name))"
        if !key.referencedColumns.isEmpty { text += " (\(list(key.referencedColumns)))" }
        if let action = key.onDelete { text += " ON DELETE \(action.rawValue)" }
        if let action = key.onUpdate { text += " ON UPDATE \(action.rawValue)" }
        switch key.deferrable {
        case .initiallyDeferred: text += " DEFERRABLE INITIALLY DEFERRED"
        case .initiallyImmediate: text += " DEFERRABLE INITIALLY IMMEDIATE"
        case nil: break
        }
        return text
    }

    private func refuseWhatIsPostgres(_ key: ForeignKey) throws(MigratorError) {
        if key.matchesFull, key.columns.count > 1 {
            throw unsupported("match a foreign key in full", "add a check that all its columns are null or none")
        }
        if !key.onDeleteColumns.isEmpty, key.onDeleteColumns.count < key.columns.count {
            throw unsupported("set some columns of a foreign key alone", "leave onDeleteColumns: out, or use a trigger")
        }
    }

    func conflict(_ resolution: ConflictResolution?) -> String {
        resolution.map { " ON CONFLICT \($0.rawValue)" } ?? ""
    }
}

extension Constraint {
    /// The name that PostgreSQL would give it; `nil` for checks and exclusions, which it numbers.
    package func derivedName(for table: ObjectName) -> String? {
        let name: String
        switch self {
        case .primaryKey: name = "\(table.name)_pkey"
        case .unique(let unique): name = "\(table.name)_\(unique.columns.joined(separator: "_"))_key"
        case .foreignKey(let key): name = "\(table.name)_\(key.columns.joined(separator: "_"))_fkey"
        case .check, .exclude: return nil
        }
        // A longer one PostgreSQL shortens by a rule of its own.
        return name.utf8.count <= 63 ? name : nil
    }
}
