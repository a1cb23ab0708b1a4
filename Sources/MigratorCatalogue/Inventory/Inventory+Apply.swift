package import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

extension Inventory {
    /// Follows what a statement does.
    package mutating func apply(_ statement: KnownStatement) {
        switch statement {
        case .createTable(let making): make(making)
        case .alterTable(let altering): for change in altering.changes { alter(altering.table, change) }
        case .drop(let dropping): drop(dropping)
        case .createIndex(let making):
            let revision = revision
            edit(making.table) { table in
                guard !table.indexes.contains(where: { $0.name.isExactly(making.index.name) }) else { return }
                var index = making.index
                index.madeIn = revision
                table.indexes.append(index)
            }
        case .renameIndex(let name, let newName):
            guard let table = index(name)?.table.name else { break }
            let kind = rules.kind
            edit(table) { table in
                for index in table.indexes.indices where kind.isSame(table.indexes[index].name, name.name) {
                    table.indexes[index].name = newName
                }
            }
        case .createView(let making):
            var view = KnownTable(making.name, .view, madeIn: self.table(making.name)?.madeIn ?? revision)
            view.query = making.query
            if let columns = making.columns.isEmpty ? output(of: making.query) : making.columns {
                view.columns = columns.map { KnownColumn($0, SQLType("")) }
            } else {
                view.isComplete = false
            }
            tables[key(making.name)] = view
        case .renameView(let name, let newName): move(name, to: ObjectName(newName, schema: name.schema))
        case .createEnum(let name, let labels): enums[key(name)] = (labels, revision)
        case .addEnumValue(let name, let label): enums[key(name)]?.labels.append(label)
        case .renameEnumValue(let name, let label, let newLabel):
            guard let type = enums[key(name)] else { break }
            enums[key(name)] = (type.labels.map { $0.isExactly(label) ? newLabel : $0 }, type.madeIn)
        case .createDomain(let name, let base, let isConstrained):
            domains[ExactText(key(name).name)] = (base, isConstrained)
        case .constrainDomain(let name, _): domains[ExactText(key(name).name)]?.isConstrained = true
        case .createFunction(let name, let isVolatile): functions[ExactText(name)] = isVolatile
        case .createTrigger(let making):
            let trigger = KnownTrigger(
                name: making.name,
                isDeferred: making.isDeferred,
                text: making.text,
                madeIn: revision
            )
            edit(making.table) { $0.triggers.append(trigger) }
        case .dropTrigger(let name, let table):
            let kind = rules.kind
            for key in table.map({ [key($0)] }) ?? Array(tables.keys) where tables[key]?.triggers.isEmpty == false {
                tables[key]?.triggers.removeAll { kind.isSame($0.name, name) }
            }
        case .rows(let change): follow(change)
        case .uninspected: doubt()
        case .reindex, .refresh, .truncate, .query, .vacuum, .cluster, .lockTables, .set, .setConstraintsImmediate,
            .pragma, .transactionControl, .outside, .harmless:
            break
        }
    }

    /// The columns that a query answers.
    package func output(of query: StatementPart) -> [String]? {
        query.output { name in
            table(name).flatMap { $0.isComplete && !$0.columns.isEmpty ? $0.columns.map(\.name) : nil }
        }
    }

    private mutating func make(_ making: KnownStatement.TableMaking) {
        // What may have been there is no new table.
        if making.ifNotExists, table(making.name) != nil { return }
        let kind: KnownTable.Kind =
            making.isMaterializedView ? .materializedView : making.isPartitioned ? .partitioned : .table
        var made = KnownTable(making.name, kind, madeIn: making.ifNotExists ? revision - 1 : revision)
        made.columns = making.columns.map(\.column)
        made.partitionColumns = making.partitionColumns
        if let parent = making.parent {
            made.parent = parent
            made.isDefaultPartition = making.bound?.isDefault ?? false
            made.columns = table(parent)?.columns ?? []
            made.constraints = table(parent)?.constraints.filter { $0.kind == .check } ?? []
        }
        if let like = making.like { made.columns += table(like)?.columns ?? [] }
        if let query = making.query {
            made.query = making.isMaterializedView ? query : nil
            if let names = output(of: query) {
                let sources = query.tables
                made.columns = names.map { name in
                    var column = KnownColumn(name, SQLType(""))
                    if sources.count == 1, let source = self.column(name, of: sources[0]) { column.type = source.type }
                    return column
                }
            } else {
                made.isComplete = false
            }
            made.copyOf = query.tables.first
        }
        tables[key(making.name)] = made
        for column in making.columns { for constraint in column.constraints { add(constraint, to: making.name) } }
        for constraint in making.constraints { add(constraint, to: making.name) }
    }

    private mutating func follow(_ change: KnownStatement.RowsChange) {
        guard change.kind == .insert, let query = change.query, isNew(change.table) else { return }
        guard let source = query.tables.first else { return }
        edit(change.table) { table in
            table.copyOf = source
            table.copied = change.columns.isEmpty ? table.columns.map(\.name) : change.columns
        }
    }

    // MARK: Constraints

    mutating func add(_ constraint: KnownConstraint, to name: ObjectName) {
        guard let table = table(name) else { return }
        var constraint = constraint
        constraint.madeIn = revision
        if let index = constraint.index, let found = table.indexes.first(where: { isSame($0.name, index) }) {
            constraint.columns = found.columns.compactMap(\.self)
            let kind = rules.kind
            edit(name) { $0.indexes.removeAll { kind.isSame($0.name, index) } }
        }
        if constraint.name == nil { constraint.name = derivedName(of: constraint, for: table) }
        if constraint.kind == .foreignKey, let references = constraint.references, references.schema == nil,
            rules.keepsKeysInSchema
        {
            constraint.references = ObjectName(references.name, schema: name.schema)
        }
        let (kind, refusesNull) = (rules.kind, constraint.kind == .primaryKey || constraint.kind == .notNull)
        edit(name) { table in
            table.constraints.append(constraint)
            guard refusesNull, constraint.isValid else { return }
            for index in table.columns.indices
            where constraint.columns.contains(where: { kind.isSame($0, table.columns[index].name) }) {
                table.columns[index].isNullable = false
            }
        }
    }

    /// The name that PostgreSQL gives to a constraint without one.
    private func derivedName(of constraint: KnownConstraint, for table: KnownTable) -> String {
        let columns = constraint.columns.joined(separator: "_")
        return switch constraint.kind {
        case .primaryKey: "\(table.name.name)_pkey"
        case .unique: "\(table.name.name)_\(columns)_key"
        case .check: columns.isEmpty ? "\(table.name.name)_check" : "\(table.name.name)_\(columns)_check"
        case .foreignKey: "\(table.name.name)_\(columns)_fkey"
        case .exclude: "\(table.name.name)_\(columns)_excl"
        case .notNull: "\(table.name.name)_\(columns)_not_null"
        }
    }

    // MARK: DROP

    private mutating func drop(_ dropping: KnownStatement.Dropping) {
        for name in dropping.names {
            switch dropping.kind {
            case .table, .view, .materializedView:
                if dropping.cascade { removeDependents(of: name) }
                for partition in partitions(of: name) { remove(partition.name) }
                remove(name)
            case .index:
                guard let table = index(name)?.table.name else { continue }
                let kind = rules.kind
                edit(table) { $0.indexes.removeAll { kind.isSame($0.name, name.name) } }
            case .type:
                enums[key(name)] = nil
                domains[ExactText(key(name).name)] = nil
            case .schema:
                let schema = rules.kind.rules.folded(name.name)
                let isHome = schema.isExactly(rules.homeSchema)
                for key in tables.keys where isHome ? key.schema == nil : key.schema?.isExactly(schema) ?? false {
                    tables[key] = nil
                }
            case .other: functions[ExactText(name.name)] = nil
            }
        }
    }

    private mutating func removeDependents(of name: ObjectName) {
        for (table, key) in references(to: name) {
            edit(table.name) { $0.constraints.removeAll { $0.name == key.name && $0.kind == .foreignKey } }
        }
        for view in views(of: name) { remove(view.name) }
    }

    /// The views whose queries read a table.
    package func views(of name: ObjectName) -> [KnownTable] {
        let target = key(name)
        return tables.values.filter { table in
            guard let query = table.query else { return false }
            return query.tables.contains { key($0) == target }
        }.sorted { "\($0.name)" < "\($1.name)" }
    }
}
