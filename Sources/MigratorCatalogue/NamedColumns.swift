package import MigrationDSL
import MigratorCore
import MigratorDatabase

/// Columns that an operation names, and the table that must have them.
package struct NamedColumns {
    package let table: ObjectName
    package let columns: [String]
    /// Columns that the operation makes itself, or all that the table will have.
    package var made: [String] = []
    /// Whether the table is the operation's own, so that no other columns are there.
    package var isNew = false
    /// Whether they stand in SQL of the revision's own, as ``CatalogueRules/columns(in:)`` finds them.
    package var isSQL = false
}

extension Operation {
    /// The columns that must be there for it.
    package func names(on rules: any CatalogueRules) -> [NamedColumns] {
        switch details {
        case let create as CreateTable: Names(rules, made: create.table).of(create.table)
        case let drop as DropTable: drop.ifExists ? [] : [NamedColumns(table: drop.name, columns: [])]
        case let rename as RenameTable: [NamedColumns(table: rename.name, columns: [])]
        case let add as AddColumn: Names(add.table, rules, made: [add.column.name]).of(add.column)
        case let drop as DropColumn: drop.ifExists ? [] : [NamedColumns(table: drop.table, columns: [drop.name])]
        case let rename as RenameColumn: [NamedColumns(table: rename.table, columns: [rename.name])]
        case let alter as AlterColumn: Names(alter.table, rules).of(alter)
        case let add as AddConstraint: Names(add.table, rules).of(add.constraint)
        case let create as CreateIndex: Names(create.index.table, rules).of(create.index)
        case let comment as CommentOn:
            comment.column.map { [NamedColumns(table: comment.table, columns: [$0])] } ?? []
        case let create as CreatePolicy: [NamedColumns(table: create.policy.table, columns: [])]
        case let options as SetTableOptions: [NamedColumns(table: options.table, columns: [])]
        case let alter as AlterConstraint: [NamedColumns(table: alter.table, columns: [])]
        case let update as UpdateRows: Names(update.table, rules).of(update)
        case let delete as DeleteRows:
            [NamedColumns(table: delete.table, columns: delete.predicate.columnList)]
        default: []
        }
    }

    /// What foreign keys that it makes point to.
    package func references(on rules: any CatalogueRules) -> [NamedColumns] {
        switch details {
        case let create as CreateTable:
            create.table.constraints.compactMap { $0.reference(from: create.table.name, create.table, rules) }
        case let add as AddColumn: add.column.constraints.compactMap { $0.reference(from: add.table, nil, rules) }
        case let add as AddConstraint: add.constraint.reference(from: add.table, nil, rules).map { [$0] } ?? []
        default: []
        }
    }

    /// The changes that it groups, or itself.
    package var ungrouped: [Operation] {
        guard let group = details as? AlterTable else { return [self] }
        return group.changes
    }
}

extension Constraint {
    fileprivate func reference(from table: ObjectName, _ made: Table?, _ rules: any CatalogueRules) -> NamedColumns? {
        guard case .foreignKey(let key) = self else { return nil }
        let parent =
            rules.keepsKeysInSchema
            ? ObjectName(key.referencedTable.name, schema: table.schema) : key.referencedTable
        guard parent == table, let made, made.givers.isEmpty else {
            return NamedColumns(table: parent, columns: key.referencedColumns)
        }
        let columns = made.columns.map(\.name)
        return NamedColumns(table: parent, columns: key.referencedColumns, made: columns, isNew: true)
    }
}

extension Table {
    /// The tables that give it columns beside its own.
    fileprivate var givers: [ObjectName] { partition.map { [$0.parent] } ?? parents }
}

/// Gathers the names of one operation on one table.
private struct Names {
    /// The table that has the columns which the operation does not make.
    let table: ObjectName
    /// What expressions may call the table.
    let ownName: String
    let rules: any CatalogueRules
    let made: [String]
    let isNew: Bool

    init(_ table: ObjectName, _ rules: any CatalogueRules, made: [String] = []) {
        self.table = table
        ownName = table.name
        self.rules = rules
        self.made = made
        isNew = false
    }

    init(_ rules: any CatalogueRules, made definition: Table) {
        table = definition.givers.first ?? definition.name
        ownName = definition.name.name
        self.rules = rules
        made = definition.columns.map(\.name)
        isNew = definition.givers.isEmpty
    }

    func of(_ definition: Table) -> [NamedColumns] {
        // Of several tables that give it columns, it takes any one's names.
        guard definition.givers.count < 2 else {
            return definition.givers.map { NamedColumns(table: $0, columns: []) }
        }
        let given = isNew ? [] : [named([])]
        return given + definition.columns.flatMap(expressions) + definition.constraints.flatMap(of)
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
        case .primaryKey(let key): [named(key.columns + key.include)]
        case .unique(let unique): [named(unique.columns + unique.include)]
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

    /// The columns that an expression over the table's rows must mean.
    private func sql(_ text: SQLText) -> NamedColumns {
        let names = text.text(for: rules.spelling).map(rules.columns) ?? []
        return NamedColumns(
            table: table,
            columns: names.filter { !rules.kind.isSame($0, ownName) },
            made: made,
            isNew: isNew,
            isSQL: true
        )
    }
}
