import MigrationDSL
import MigratorTestSupport

@testable import MigratorSchema

// Changes of constraints and indexes.
extension SchemaChanger {
    mutating func addConstraint() -> String? {
        guard let index = tableIndex(), let table = table(index),
            let column = table.columns.last(where: { $0.type == .integer && $0.generation == nil })
        else { return nil }
        let constraint: Constraint
        switch Int.random(in: 0..<3, using: &generator.random) {
        case 0:
            let text = "\(quoted(column.name)) IS NULL OR \(quoted(column.name)) > -100"
            constraint = .check(Check(SQLText(text), name: chance(50) ? generator.name("ck") : nil))
        case 1 where !keepsRows:
            constraint = .unique(Unique([column.name], name: generator.name("uq")))
        default:
            let target = generator.targets.last { $0.key == .integer && $0.table != table.name }
            guard !keepsRows, let target else { return nil }
            constraint = .foreignKey(
                ForeignKey([column.name], references: target.table, onDelete: .cascade, name: generator.name("fk"))
            )
        }
        guard take("\(table.name) \(constraint)") else { return nil }
        objects[index] = .table(table.changed(constraints: table.tableConstraints + [constraint]))
        return "add to \(table.name) \(constraint)"
    }

    mutating func dropConstraint() -> String? {
        guard let index = tableIndex(where: { !$0.droppable.isEmpty }), let table = table(index) else { return nil }
        let constraint = pick(table.droppable)
        guard take("\(table.name) \(constraint)") else { return nil }
        objects[index] = .table(table.without(constraint))
        return "drop from \(table.name) \(constraint)"
    }

    mutating func renameConstraint() -> String? {
        guard let (index, table, constraint) = tableConstraint(where: { $0.name != nil }), let name = constraint.name,
            take("\(table.name) \(constraint)")
        else { return nil }
        let renamed = constraint.named(generator.name("renamed"))
        replace(constraint, by: renamed, of: table, at: index)
        return "rename constraint \(name) of \(table.name) to \(renamed.name ?? "")"
    }

    mutating func changeCheck() -> String? {
        guard
            let (index, table, constraint) = tableConstraint(where: { constraint in
                if case .check = constraint { true } else { false }
            }), case .check(let check) = constraint, take("\(table.name) \(constraint)")
        else { return nil }
        let text = check.expression.postgres ?? check.expression.sqlite ?? ""
        let changed = Check(SQLText("(\(text)) OR 1 = 1"), name: check.name, comment: check.comment)
        replace(constraint, by: .check(changed), of: table, at: index)
        return "change check \(check.name ?? text) of \(table.name)"
    }

    mutating func changeForeignKey() -> String? {
        guard let index = tableIndex(where: { table in table.columns.contains { !$0.foreignKeys.isEmpty } }),
            let table = table(index), let column = table.columns.first(where: { !$0.foreignKeys.isEmpty }),
            let key = column.foreignKeys.first, take("\(table.name).\(column.name)")
        else { return nil }
        let isDeferred = chance(50)
        let changed = ForeignKey(
            key.columns,
            references: key.referencedTable,
            key.referencedColumns,
            onDelete: isDeferred ? key.onDelete : key.onDelete == .cascade ? nil : .cascade,
            deferrable: isDeferred && key.deferrable == nil ? .initiallyDeferred : nil,
            name: key.name
        )
        change(column, of: table, at: index) { parts in
            parts.constraints = parts.constraints.map { $0 == .foreignKey(key) ? .foreignKey(changed) : $0 }
        }
        return "change foreign key of \(table.name).\(column.name)"
    }

    // MARK: Indexes

    mutating func addIndex() -> String? {
        guard let index = tableIndex(), let table = table(index), let column = table.columns.first else { return nil }
        let name = generator.name("ix")
        _ = take(name)
        objects.append(
            .index(Index(name, on: table.name, columns: [.column(column.name)], unique: !keepsRows && chance(30)))
        )
        return "add index \(name) on \(table.name)"
    }

    mutating func dropIndex() -> String? {
        guard let (position, index) = plainIndex(), take(index.name) else { return nil }
        objects.remove(at: position)
        return "drop index \(index.name)"
    }

    mutating func changeIndex() -> String? {
        guard let (position, index) = plainIndex(), take(index.name) else { return nil }
        let isSorted = index.columns.contains { $0.isDescending }
        let columns = isSorted ? index.columns : index.columns.map { $0.descending() }
        objects[position] = .index(
            Index(
                index.name,
                on: index.table,
                columns: columns,
                unique: !keepsRows && isSorted ? !index.isUnique : index.isUnique,
                where: index.predicate,
                include: index.include,
                storage: index.storage
            )
        )
        return "change index \(index.name)"
    }

    mutating func renameIndex() -> String? {
        guard let (position, index) = plainIndex(), index.formerName == nil, take(index.name) else { return nil }
        let name = generator.name("renamed")
        _ = take(name)
        let renamed = Index(
            name,
            on: index.table,
            columns: index.columns,
            unique: index.isUnique,
            where: index.predicate,
            include: index.include,
            storage: index.storage
        )
        objects[position] = .index((index.comment.map { renamed.comment($0) } ?? renamed).renamed(from: index.name))
        return "rename index \(index.name) to \(name)"
    }

    // MARK: Help

    /// An index that no table is told by.
    private mutating func plainIndex() -> (Int, Index)? {
        let identities = objects.compactMap { object -> String? in
            guard case .table(let table) = object, case .index(let name)? = table.replicaIdentity else { return nil }
            return name
        }
        let position = index { object in
            guard case .index(let index) = object else { return false }
            return !identities.contains(index.name)
        }
        guard let position, case .index(let index) = objects[position] else { return nil }
        return (position, index)
    }

    private mutating func tableConstraint(where isMeant: (Constraint) -> Bool) -> (Int, Table, Constraint)? {
        let found = tableIndex { $0.constraints.contains(where: isMeant) }
        guard let index = found, let table = table(index) else { return nil }
        return (index, table, pick(table.constraints.filter(isMeant)))
    }

    private mutating func replace(_ old: Constraint, by new: Constraint, of table: Table, at index: Int) {
        let columns = table.columns.map { column in
            var parts = ColumnParts(column)
            parts.constraints = parts.constraints.map { $0 == old ? new : $0 }
            return parts.column
        }
        let constraints = table.tableConstraints.map { $0 == old ? new : $0 }
        objects[index] = .table(table.changed(columns: columns, constraints: constraints))
    }
}

extension Column {
    fileprivate var foreignKeys: [ForeignKey] {
        constraints.compactMap { constraint in
            guard case .foreignKey(let key) = constraint else { return nil }
            return key
        }
    }
}

extension Table {
    /// The constraints that nothing else needs.
    fileprivate var droppable: [Constraint] {
        constraints.filter { constraint in
            if case .primaryKey = constraint { false } else { true }
        }
    }

    fileprivate func without(_ constraint: Constraint) -> Table {
        changed(
            columns: columns.map { column in
                var parts = ColumnParts(column)
                parts.constraints.removeAll { $0 == constraint }
                return parts.column
            },
            constraints: tableConstraints.filter { $0 != constraint }
        )
    }
}
