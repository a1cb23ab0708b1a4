import MigrationDSL
import MigratorDatabase

/// A table as the generator knows it.
struct GeneratedTable {
    var name: ObjectName
    var columns: [GeneratedColumn]
    /// Its constraints in their order, but those that stand at a column of SQLite.
    var constraints: [Constraint]
    var atColumns: [Constraint] = []
    var indexes: [Index] = []
    var comment: String?
    /// The definition, as long as making the table of it gives this very table.
    var definition: Table?
    var isRenamed = false
    var hasTrigger = false
    var options: SQLiteTableOptions = []
    /// The column by which rows are found.
    var key: String
    /// The numbers of the rows that are there.
    var rows: [Int] = []

    var allConstraints: [Constraint] { constraints + atColumns }

    var primaryKey: PrimaryKey? {
        for case .primaryKey(let key) in allConstraints { return key }
        return nil
    }

    func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

    /// Whether something of the table speaks of a column.
    func uses(_ column: String) -> Bool {
        allConstraints.contains { $0.mentions(column) } || indexes.contains { $0.mentions(column) }
            || columns.contains { $0.generation?.mentions(column) == true }
    }

    /// Whether foreign keys may point to a column.
    func isKey(_ column: String) -> Bool {
        allConstraints.contains { constraint in
            switch constraint {
            case .primaryKey(let key): key.columns == [column]
            case .unique(let unique): unique.columns == [column] && unique.deferrable == nil
            default: false
            }
        }
    }

    func row(_ number: Int, only names: Set<String>? = nil) -> Row {
        Row(
            columns.filter { $0.isGiven && (names?.contains($0.name) ?? true) }
                .map { Value.Member($0.name, $0.value(number)) }
        )
    }
}

/// A view as the generator knows it.
struct GeneratedView {
    let name: ObjectName
    var table: ObjectName
    var columns: [String]
    let isMaterialized: Bool
    var version = 0

    var query: SQLText {
        let list = columns.enumerated().map { "\($1.quoted) AS \"Shown \($0)\"" }.joined(separator: ", ")
        let source = TableName(table.name, schema: table.schema).quoted
        return SQLText("SELECT \(list) FROM \(source) WHERE \(columns[0].quoted) IS NOT NULL AND \(version) < 100")
    }
}

extension Constraint {
    /// Whether it speaks of a column of its table.
    func mentions(_ column: String) -> Bool {
        switch self {
        case .primaryKey(let key): key.columns.contains(column)
        case .unique(let unique): unique.columns.contains(column)
        case .check(let check): check.expression.mentions(column)
        case .foreignKey(let key): key.columns.contains(column)
        case .exclude(let exclude): exclude.elements.contains { $0.expression.contains(column.quoted) }
        }
    }

    func renaming(column: String, to newName: String) -> Constraint {
        func renamed(_ names: [String]) -> [String] { names.map { $0 == column ? newName : $0 } }
        return switch self {
        case .primaryKey(let key): .primaryKey(PrimaryKey(renamed(key.columns), name: key.name))
        case .unique(let unique):
            .unique(Unique(renamed(unique.columns), name: unique.name, deferrable: unique.deferrable))
        case .check(let check):
            .check(
                Check(
                    check.expression.renaming(column, to: newName),
                    name: check.name,
                    notValid: check.isNotValid
                )
            )
        case .foreignKey(let key): .foreignKey(key.with(columns: renamed(key.columns)))
        case .exclude(let exclude):
            .exclude(
                Exclude(
                    exclude.elements.map { element in
                        Exclude.Element(
                            element.expression.renaming(column, to: newName),
                            with: element.comparison
                        )
                    },
                    using: exclude.method,
                    where: exclude.predicate,
                    name: exclude.name,
                    deferrable: exclude.deferrable
                )
            )
        }
    }

    /// The same constraint under another name, or checked.
    func with(name newName: String?) -> Constraint {
        switch self {
        case .primaryKey(let key): .primaryKey(PrimaryKey(key.columns, name: newName))
        case .unique(let unique): .unique(Unique(unique.columns, name: newName, deferrable: unique.deferrable))
        case .check(let check): .check(Check(check.expression, name: newName, notValid: check.isNotValid))
        case .foreignKey(let key): .foreignKey(key.with(name: newName))
        case .exclude(let exclude):
            .exclude(
                Exclude(
                    exclude.elements,
                    using: exclude.method,
                    where: exclude.predicate,
                    name: newName,
                    deferrable: exclude.deferrable
                )
            )
        }
    }
}

extension ForeignKey {
    func with(
        columns newColumns: [String]? = nil,
        table newTable: ObjectName? = nil,
        referenced newReferenced: [String]? = nil,
        name newName: String?? = nil
    ) -> ForeignKey {
        ForeignKey(
            newColumns ?? columns,
            references: newTable ?? referencedTable,
            newReferenced ?? referencedColumns,
            onDelete: onDelete,
            onUpdate: onUpdate,
            deferrable: deferrable,
            notValid: isNotValid,
            name: newName ?? name
        )
    }
}

extension Index {
    func mentions(_ column: String) -> Bool {
        include.contains(column) || predicate?.mentions(column) == true
            || columns.contains { part in
                switch part.key {
                case .column(let name): name == column
                case .expression(let sql): sql.mentions(column)
                }
            }
    }
}

extension Index {
    func with(
        name newName: String? = nil,
        table newTable: ObjectName? = nil,
        renaming column: (String, String)? = nil
    ) -> Index {
        func renamed(_ name: String) -> String { column.map { $0.0 == name ? $0.1 : name } ?? name }
        func renamed(_ sql: SQLText) -> SQLText { column.map { sql.renaming($0.0, to: $0.1) } ?? sql }
        return Index(
            newName ?? name,
            on: newTable ?? table,
            columns: columns.map { part in
                var copy: IndexColumn =
                    switch part.key {
                    case .column(let name): .column(renamed(name))
                    case .expression(let sql): .expression(renamed(sql))
                    }
                if part.isDescending { copy = copy.descending() }
                if let nullsFirst = part.nullsFirst { copy = copy.nulls(first: nullsFirst) }
                if let collation = part.collation { copy = copy.collate(collation) }
                if let operatorClass = part.operatorClass { copy = copy.operatorClass(operatorClass) }
                return copy
            },
            unique: isUnique,
            where: predicate.map(renamed),
            include: include.map(renamed),
            using: method
        )
    }
}
