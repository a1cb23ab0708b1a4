import MigrationDSL
import MigratorCore
import MigratorDatabase
import MigratorSystem

extension Inventory {
    mutating func alter(_ name: ObjectName, _ change: KnownStatement.TableChange) {
        let kind = rules.kind
        func column(_ column: String, _ body: (inout KnownColumn) -> Void) {
            edit(name) { table in
                for index in table.columns.indices where kind.isSame(table.columns[index].name, column) {
                    body(&table.columns[index])
                }
            }
        }
        switch change {
        case .addColumn(let making):
            guard self.column(making.column.name, of: name) == nil else { return }
            edit(name) { $0.columns.append(making.column) }
            for constraint in making.constraints { add(constraint, to: name) }
        case .dropColumn(let dropped, _, _): drop(dropped, from: name)
        case .setType(let altered, let type, _, _): column(altered) { $0.type = type }
        case .setNotNull(let altered): column(altered) { $0.isNullable = false }
        case .dropNotNull(let altered):
            column(altered) { $0.isNullable = true }
            edit(name) { table in
                table.constraints.removeAll { $0.kind == .notNull && $0.columns.contains { kind.isSame($0, altered) } }
            }
        case .setDefault(let altered, let value): column(altered) { $0.defaultValue = value }
        case .dropDefault(let altered):
            column(altered) { column in
                column.defaultValue = nil
                column.isIdentity = false
            }
        case .addIdentity(let altered): column(altered) { $0.isIdentity = true }
        case .dropExpression(let altered): column(altered) { $0.generation = nil }
        case .addConstraint(let constraint): add(constraint, to: name)
        case .dropConstraint(let dropped, _):
            edit(name) { $0.constraints.removeAll { $0.name.map { kind.isSame($0, dropped) } ?? false } }
        case .validateConstraint(let validated):
            edit(name) { table in
                for index in table.constraints.indices
                where table.constraints[index].name.map({ kind.isSame($0, validated) }) ?? false {
                    table.constraints[index].isValid = true
                    guard table.constraints[index].kind == .notNull else { continue }
                    for column in table.columns.indices
                    where table.constraints[index].columns.contains(where: {
                        kind.isSame($0, table.columns[column].name)
                    }) {
                        table.columns[column].isNullable = false
                    }
                }
            }
        case .alterConstraint(let altered, let isDeferred):
            edit(name) { table in
                for index in table.constraints.indices
                where table.constraints[index].name.map({ kind.isSame($0, altered) }) ?? false {
                    table.constraints[index].isDeferred = isDeferred
                }
            }
        case .renameConstraint(let old, let new):
            edit(name) { table in
                for index in table.constraints.indices
                where table.constraints[index].name.map({ kind.isSame($0, old) }) ?? false {
                    table.constraints[index].name = new
                }
            }
        case .renameTable(let newName): move(name, to: ObjectName(newName, schema: name.schema))
        case .renameColumn(let old, let new): renameColumn(old, of: name, to: new)
        case .setSchema(let schema): move(name, to: ObjectName(name.name, schema: schema))
        case .attach(let partition, let bound):
            edit(partition) { table in
                table.parent = name
                table.isDefaultPartition = bound?.isDefault ?? false
            }
        case .detach(let partition, _):
            edit(partition) { table in
                table.parent = nil
                table.isDefaultPartition = false
            }
        case .setExpression, .setStatistics, .setStorage, .rewrite, .setParameters, .trigger, .other: break
        }
    }

    private mutating func drop(_ column: String, from name: ObjectName) {
        let kind = rules.kind
        edit(name) { table in
            table.columns.removeAll { kind.isSame($0.name, column) }
            table.constraints.removeAll { constraint in
                constraint.columns.contains { kind.isSame($0, column) }
                    || constraint.condition?.mentions(column) ?? false
            }
            table.indexes.removeAll { index in
                index.columns.contains { $0.map { kind.isSame($0, column) } ?? false }
                    || index.text?.mentions(column) ?? false
            }
        }
    }

    private mutating func renameColumn(_ old: String, of name: ObjectName, to new: String) {
        let kind = rules.kind
        func renamed(_ names: [String]) -> [String] { names.map { kind.isSame($0, old) ? new : $0 } }
        edit(name) { table in
            for index in table.columns.indices where kind.isSame(table.columns[index].name, old) {
                table.columns[index].name = new
            }
            for index in table.constraints.indices {
                table.constraints[index].columns = renamed(table.constraints[index].columns)
            }
            for index in table.indexes.indices {
                table.indexes[index].columns = table.indexes[index].columns.map { column in
                    column.map { kind.isSame($0, old) ? new : $0 }
                }
            }
        }
        for (child, _) in references(to: name) {
            edit(child.name) { table in
                for index in table.constraints.indices {
                    table.constraints[index].referencedColumns = renamed(table.constraints[index].referencedColumns)
                }
            }
        }
    }
}
