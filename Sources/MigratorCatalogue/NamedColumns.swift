package import MigrationDSL
import MigratorCore
package import MigratorDatabase

/// Columns that an operation names, and the table that must have them.
package struct NamedColumns {
    package let table: ObjectName
    package let columns: [String]
    /// Columns that the operation makes itself, or all that the table will have.
    package var made: [String] = []
    /// Whether the table is the operation's own, so that no other columns are there.
    package var isNew = false
    /// Whether they stand in SQL of the revision's own, where SQLite takes a name in quotes for text if none is so called.
    package var isSQL = false
}

extension Operation {
    /// The columns that must be there for it.
    package func names(on kind: DatabaseKind) -> [NamedColumns] {
        switch self {
        case .createTable(let create): Names(create.table.name, kind, made: create.table).of(create.table)
        case .dropTable(let drop): drop.ifExists ? [] : [NamedColumns(table: drop.name, columns: [])]
        case .renameTable(let rename): [NamedColumns(table: rename.name, columns: [])]
        case .addColumn(let add): Names(add.table, kind, made: [add.column.name]).of(add.column)
        case .dropColumn(let drop): drop.ifExists ? [] : [NamedColumns(table: drop.table, columns: [drop.name])]
        case .renameColumn(let rename): [NamedColumns(table: rename.table, columns: [rename.name])]
        case .alterColumn(let alter): Names(alter.table, kind).of(alter)
        case .addConstraint(let add): Names(add.table, kind).of(add.constraint)
        case .createIndex(let create): Names(create.index.table, kind).of(create.index)
        case .comment(let comment):
            comment.column.map { [NamedColumns(table: comment.table, columns: [$0])] } ?? []
        case .update(let update): Names(update.table, kind).of(update)
        case .delete(let delete):
            [NamedColumns(table: delete.table, columns: delete.predicate.columnList)]
        default: []
        }
    }

    /// What foreign keys that it makes point to.
    package func references(on kind: DatabaseKind) -> [NamedColumns] {
        switch self {
        case .createTable(let create):
            create.table.constraints.compactMap { $0.reference(from: create.table.name, create.table, kind) }
        case .addColumn(let add): add.column.constraints.compactMap { $0.reference(from: add.table, nil, kind) }
        case .addConstraint(let add): add.constraint.reference(from: add.table, nil, kind).map { [$0] } ?? []
        default: []
        }
    }

    /// The changes that it groups, or itself.
    package var ungrouped: [Operation] {
        guard case .alterTable(let group) = self else { return [self] }
        return group.changes
    }
}

extension Constraint {
    fileprivate func reference(from table: ObjectName, _ made: Table?, _ kind: DatabaseKind) -> NamedColumns? {
        guard case .foreignKey(let key) = self else { return nil }
        // A foreign key of SQLite points into its own schema.
        let parent =
            kind == .sqlite ? ObjectName(key.referencedTable.name, schema: table.schema) : key.referencedTable
        guard parent == table, let made else { return NamedColumns(table: parent, columns: key.referencedColumns) }
        let columns = made.columns.map(\.name)
        return NamedColumns(table: parent, columns: key.referencedColumns, made: columns, isNew: true)
    }
}

/// Gathers the names of one operation on one table.
private struct Names {
    let table: ObjectName
    let kind: DatabaseKind
    let made: [String]
    let isNew: Bool

    init(_ table: ObjectName, _ kind: DatabaseKind, made: [String] = []) {
        self.table = table
        self.kind = kind
        self.made = made
        isNew = false
    }

    init(_ table: ObjectName, _ kind: DatabaseKind, made definition: Table) {
        self.table = table
        self.kind = kind
        made = definition.columns.map(\.name)
        isNew = true
    }

    func of(_ definition: Table) -> [NamedColumns] {
        definition.columns.flatMap(expressions) + definition.constraints.flatMap(of)
    }

    func of(_ column: Column) -> [NamedColumns] {
        // The table has to be there, whatever the column says.
        [named([])] + expressions(column) + column.constraints.flatMap(of)
    }

    private func expressions(_ column: Column) -> [NamedColumns] {
        let generation = column.generation.map { [sql($0.expression)] } ?? []
        return generation + (column.defaultValue.map(of) ?? [])
    }

    /// A default is of no row, so that no column can be meant.
    private func of(_ value: DefaultValue) -> [NamedColumns] {
        guard case .expression(let text) = value.kind else { return [] }
        return [NamedColumns(table: table, columns: sql(text).columns, isNew: true, isSQL: true)]
    }

    func of(_ alter: AlterColumn) -> [NamedColumns] {
        var names = [named([alter.name])]
        if let using = alter.using { names.append(sql(using)) }
        if case .set(let value) = alter.change.defaultValue { names += of(value) }
        return names
    }

    func of(_ constraint: Constraint) -> [NamedColumns] {
        switch constraint {
        case .primaryKey(let key): [named(key.columns)]
        case .unique(let unique): [named(unique.columns)]
        case .foreignKey(let key): [named(key.columns)]
        case .check(let check): [named([]), sql(check.expression)]
        case .exclude: []
        }
    }

    func of(_ index: Index) -> [NamedColumns] {
        var columns: [String] = []
        var names: [NamedColumns] = []
        for column in index.columns {
            switch column.key {
            case .column(let name): columns.append(name)
            case .expression(let text): names.append(sql(text))
            }
        }
        if let predicate = index.predicate { names.append(sql(predicate)) }
        return [named(columns + index.include)] + names
    }

    func of(_ update: UpdateRows) -> [NamedColumns] {
        [named(update.columns + update.predicate.columnList)] + update.computed.map { sql($0.expression) }
    }

    private func named(_ columns: [String]) -> NamedColumns {
        NamedColumns(table: table, columns: columns, made: made, isNew: isNew)
    }

    /// The names in double quotes of an expression over the table's rows; PostgreSQL looks them up itself.
    private func sql(_ text: SQLText) -> NamedColumns {
        let names = kind == .sqlite ? SQLiteQuotedNames.columns(in: text.sqlite ?? "") : []
        return NamedColumns(
            table: table,
            columns: names.filter { !SQLiteName.same($0, table.name) },
            made: made,
            isNew: isNew,
            isSQL: true
        )
    }
}
