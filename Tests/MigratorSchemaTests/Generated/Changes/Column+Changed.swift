import MigrationDSL

/// The parts of a column, to be put together anew.
struct ColumnParts {
    var name: String
    var type: ColumnType
    var isNullable: Bool
    var defaultValue: DefaultValue?
    var identity: Column.Identity?
    var generation: Column.Generation?
    var collation: SQLText?
    var comment: String?
    var constraints: [Constraint]
    var formerName: String?
    private let old: Column

    init(_ column: Column) {
        name = column.name
        type = column.type
        isNullable = column.isNullable
        defaultValue = column.defaultValue
        identity = column.identity
        generation = column.generation
        collation = column.collation
        comment = column.comment
        constraints = column.constraints
        formerName = column.formerName
        old = column
    }

    var column: Column {
        var column = Column(name, type)
        if !isNullable { column = column.notNull(name: old.notNullName, onConflict: old.notNullConflict) }
        if let defaultValue { column = column.default(defaultValue) }
        for constraint in constraints { column = column.constrained(by: constraint) }
        if let identity { column = column.identity(identity, old.identityOptions) }
        if let generation { column = column.generated(as: generation.expression, stored: generation.isStored) }
        if let collation { column = column.collate(collation) }
        if let comment { column = column.comment(comment) }
        if let storage = old.storage, type == old.type { column = column.storage(storage) }
        if let formerName { column = column.renamed(from: formerName) }
        return column
    }
}

extension Table {
    /// The table with other parts.
    func changed(
        name: ObjectName? = nil,
        comment: String?? = .none,
        columns: [Column]? = nil,
        constraints: [Constraint]? = nil
    ) -> Table {
        let (columns, constraints) = (columns ?? self.columns, constraints ?? tableConstraints)
        var table = Table(name ?? self.name, comment: comment ?? self.comment, sqliteOptions: sqliteOptions) {
            columns
            for constraint in constraints { constraint }
        }
        if isUnlogged { table = table.unlogged() }
        if !storage.isEmpty { table = table.storage(storage) }
        if !rowSecurity.isEmpty { table = table.rowSecurity(rowSecurity) }
        if let replicaIdentity { table = table.replicaIdentity(replicaIdentity) }
        if let formerName { table = table.renamed(from: formerName) }
        return table
    }
}
