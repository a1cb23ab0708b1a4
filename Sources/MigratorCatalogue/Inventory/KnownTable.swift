package import MigrationDSL
import MigratorSystem

/// A table as the statements before have made it.
package struct KnownTable: Sendable {
    /// What it is.
    package enum Kind: Sendable {
        case table
        /// Its rows are in its partitions.
        case partitioned
        case view
        case materializedView
    }

    package var name: ObjectName
    package var kind: Kind
    package var columns: [KnownColumn] = []
    package var constraints: [KnownConstraint] = []
    package var indexes: [KnownIndex] = []
    package var triggers: [KnownTrigger] = []
    /// The partitioned table that it is a part of.
    package var parent: ObjectName?
    /// Whether it is the partition of the rows that fit no other.
    package var isDefaultPartition = false
    /// The columns by which its rows are parted.
    package var partitionColumns: [String] = []
    /// The query of a view.
    package var query: StatementPart?
    /// In which revision it was made, as ``Inventory/revision`` counts.
    package var madeIn: Int
    /// Whether all of its columns are known.
    package var isComplete = true
    /// The table whose rows were copied into it.
    package var copyOf: ObjectName?
    /// The columns that were filled by the copy.
    package var copied: [String] = []

    package init(_ name: ObjectName, _ kind: Kind, madeIn: Int) {
        self.name = name
        self.kind = kind
        self.madeIn = madeIn
    }
}

/// A column of such a table.
package struct KnownColumn: Sendable {
    package var name: String
    package var type: SQLType
    package var isNullable = true
    /// The expression of its default.
    package var defaultValue: StatementPart?
    /// What it is computed from.
    package var generation: StatementPart?
    package var isStored = false
    package var isIdentity = false

    package init(_ name: String, _ type: SQLType) {
        self.name = name
        self.type = type
    }
}

/// A constraint of such a table.
package struct KnownConstraint: Sendable {
    package enum Kind: Sendable {
        case primaryKey, unique, check, foreignKey, exclude, notNull
    }

    package var kind: Kind
    package var name: String?
    package var columns: [String] = []
    /// The condition of a check.
    package var condition: StatementPart?
    /// The table that a foreign key refers to, and its columns; none are its primary key.
    package var references: ObjectName?
    package var referencedColumns: [String] = []
    /// What becomes of a row whose parent goes: `cascade`, `set null` and so on.
    package var onDelete: String?
    /// The index that it takes over.
    package var index: String?
    package var isValid = true
    package var isEnforced = true
    /// Whether it is looked at only at the end of a transaction.
    package var isDeferred = false
    package var madeIn = 0

    package init(_ kind: Kind) { self.kind = kind }
}

/// An index of such a table.
package struct KnownIndex: Sendable {
    package var name: String
    /// Its columns in order; `nil` for an expression.
    package var columns: [String?] = []
    package var isUnique = false
    package var isPartial = false
    /// All that its text says behind the table's name.
    package var text: StatementPart?
    package var madeIn = 0

    package init(_ name: String) { self.name = name }
}

/// A trigger of such a table.
package struct KnownTrigger: Sendable {
    package var name: String
    package var isDeferred = false
    package var text: StatementPart
    package var madeIn = 0
}
