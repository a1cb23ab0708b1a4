package import MigrationDSL
import MigratorSystem

/// Values of enum types that must be there before a revision's transaction begins.
extension PostgresDialect {
    /// The indices of the operations that must run, each committed, before the transaction of all the others.
    ///
    /// PostgreSQL lets no transaction use a value that it added to an enum type. So a value is added before if an
    /// operation that follows may use it, as far as can be told without a database. One of a type that the same
    /// revision makes or changes in another way stays where it is: before, the type is not what it has to be.
    package func preludes(of operations: [Operation]) -> Set<Int> {
        guard isTransactional else { return [] }
        var preludes: Set<Int> = []
        for (index, operation) in operations.enumerated() {
            guard let add = operation.details as? AddEnumValue,
                !operations[..<index].contains(where: { $0.makesOrChanges(enum: add.type) }),
                operations[(index + 1)...].contains(where: \.mayUseEnumValue)
            else { continue }
            preludes.insert(index)
        }
        return preludes
    }
}

extension Operation {
    /// Whether an enum type is another after it than before, save for one value more.
    fileprivate func makesOrChanges(enum name: ObjectName) -> Bool {
        let names: [ObjectName] =
            switch details {
            case let create as CreateEnum: [create.type.name]
            case let drop as DropEnum: [drop.name]
            case let rename as RenameEnumValue: [rename.type]
            case let rename as RenameObject where rename.object.kind == .enumeration:
                [rename.object.name, rename.object.renamed(to: rename.newName).name]
            case let create as CreateTable: create.table.columns.compactMap(\.type.broughtEnum?.name)
            case let add as AddColumn: [add.column.type.broughtEnum?.name].compactMap(\.self)
            case let alter as AlterColumn: [alter.change.type?.broughtEnum?.name].compactMap(\.self)
            case let group as AlterTable: group.changes.contains { $0.makesOrChanges(enum: name) } ? [name] : []
            default: []
            }
        return names.contains { other in
            // A name without a schema may mean a type of any.
            other.name.isExactly(name.name)
                && (other.schema == name.schema || other.schema == nil || name.schema == nil)
        }
    }

    /// Whether it may write, compare or compute a value of an enum type.
    fileprivate var mayUseEnumValue: Bool {
        switch details {
        case is BulkInsert, is RemoveRows, is UpdateRows, is DeleteRows, is ExecuteSQL, is Perform, is CreateView: true
        // Whatever these hold, an expression or a query may be of it.
        case is CreateDomain, is AlterDomain, is CreateFunction, is CreateTrigger, is CreatePolicy, is AlterPolicy,
            is CreateOpaque,
            is DropOpaque:
            true
        case let create as CreateTable:
            create.table.columns.contains(where: \.mayUseEnumValue)
                || create.table.tableConstraints.contains(where: \.mayUseEnumValue)
        case let add as AddColumn: add.column.mayUseEnumValue
        // With another type the rows are written anew.
        case let alter as AlterColumn: alter.change.type != nil || alter.change.setsDefault
        case let add as AddConstraint: add.constraint.mayUseEnumValue
        case let create as CreateIndex:
            create.index.predicate != nil || create.index.columns.contains(where: \.isExpression)
        case let group as AlterTable: group.changes.contains(where: \.mayUseEnumValue)
        default: false
        }
    }
}

extension Column {
    fileprivate var mayUseEnumValue: Bool {
        defaultValue?.mayBeEnumValue == true || generation != nil || constraints.contains(where: \.mayUseEnumValue)
    }
}

extension Constraint {
    fileprivate var mayUseEnumValue: Bool {
        switch self {
        case .check, .exclude: true
        case .primaryKey, .unique, .foreignKey: false
        }
    }
}

extension ColumnChange {
    fileprivate var setsDefault: Bool {
        guard case .set(let value) = defaultValue else { return false }
        return value.mayBeEnumValue
    }
}

extension DefaultValue {
    fileprivate var mayBeEnumValue: Bool {
        switch kind {
        case .value(.text), .value(.array), .expression: true
        case .value, .currentTimestamp, .currentDate, .currentTime: false
        }
    }
}

extension IndexColumn {
    fileprivate var isExpression: Bool {
        guard case .expression = key else { return false }
        return true
    }
}
