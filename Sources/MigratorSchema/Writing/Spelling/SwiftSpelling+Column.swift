import MigrationDSL
import MigratorSystem

/// Columns, and the constraints that stand at them.
extension SwiftSpelling {
    /// A column, with constraints of its table that are written at it.
    func source(_ column: Column, of table: ObjectName? = nil, with constraints: [Constraint] = []) -> SwiftSource {
        let constraints = column.constraints + constraints
        var members: [SwiftSource] = []
        func add(_ member: String, _ arguments: [SwiftSource.Argument] = []) {
            members.append(.call(".\(member)", arguments))
        }
        for case .primaryKey(let key) in constraints { add("primaryKey", arguments(key, name(key, table))) }
        if let identity = column.identity {
            var arguments: [SwiftSource.Argument] = []
            let isUsual = identity == .byDefault && column.identityOptions == nil
            arguments.add(nil, isUsual ? nil : .plain(".\(identity)"))
            arguments.add(nil, column.identityOptions.map(source))
            add("identity", arguments)
        }
        let isMarked = column.notNullName != nil || column.notNullConflict != nil
        let refusesNull = refusesNull(column, constraints)
        if isMarked || !column.isNullable && !refusesNull {
            var arguments: [SwiftSource.Argument] = []
            arguments.add("name", column.notNullName.map { .name($0) })
            arguments.add("onConflict", column.notNullConflict.map(source))
            add("notNull", arguments)
        }
        if column.isNullable, isMarked || refusesNull { add("nullable") }
        for constraint in constraints {
            guard case .unique(let unique) = constraint else { continue }
            var arguments: [SwiftSource.Argument] = []
            arguments.add("name", name(constraint, table).map { .name($0) })
            arguments.add("onConflict", unique.onConflict.map(source))
            add("unique", arguments)
        }
        if let value = column.defaultValue { add("default", [.init(nil, source(value))]) }
        if let generation = column.generation { add("generated", arguments(generation, "as")) }
        for case .foreignKey(let key) in constraints { add("references", arguments(key, table)) }
        for case .check(let check) in constraints {
            var arguments = [SwiftSource.Argument(nil, source(check.expression))]
            arguments.add("name", check.name.map { .name($0) })
            add("check", arguments)
        }
        if let collation = column.collation { add("collate", [.init(nil, source(collation))]) }
        if let storage = column.storage { add("storage", [.init(nil, .name(storage))]) }
        if let method = column.compression { add("compression", [.init(nil, .name(method))]) }
        if let comment = column.comment { add("comment", [.init(nil, .text(comment))]) }
        if keepsFormerNames, let name = column.formerName { add("renamed", [.init("from", .name(name))]) }
        return SwiftSource.call("Column", [.init(nil, .name(column.name)), .init(nil, source(column.type))])
            .then(members)
    }

    func arguments(_ generation: Column.Generation, _ label: String? = nil) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument(label, source(generation.expression))]
        arguments.add("stored", generation.isStored ? nil : .plain("false"))
        return arguments
    }

    func source(_ options: SequenceOptions) -> SwiftSource {
        .call("SequenceOptions", arguments(options))
    }

    func arguments(_ options: SequenceOptions) -> [SwiftSource.Argument] {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("start", options.start.map(source))
        arguments.add("increment", options.increment.map(source))
        arguments.add("minimum", options.minimum.map(source))
        arguments.add("maximum", options.maximum.map(source))
        arguments.add("cache", options.cache.map(source))
        arguments.flag("cycles", options.cycles)
        return arguments
    }

    func source(_ resolution: ConflictResolution) -> SwiftSource { .plain(".\(resolution)") }

    /// Whether what is written before makes the column refuse null.
    private func refusesNull(_ column: Column, _ constraints: [Constraint]) -> Bool {
        if column.identity != nil { return true }
        return constraints.contains { constraint in
            guard case .primaryKey(let key) = constraint else { return false }
            return !key.allowsNull
        }
    }

    private func name(_ key: PrimaryKey, _ table: ObjectName?) -> String? {
        name(.primaryKey(key), table)
    }

    private func arguments(_ key: PrimaryKey, _ name: String?) -> [SwiftSource.Argument] {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("name", name.map { .name($0) })
        arguments.flag("descending", !key.descending.isEmpty)
        arguments.flag("allowsNull", key.allowsNull)
        arguments.add("onConflict", key.onConflict.map(source))
        return arguments
    }

    private func arguments(_ key: ForeignKey, _ table: ObjectName?) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument(nil, source(key.referencedTable))]
        let isUsual = key.referencedColumns.first?.isExactly("id") == true
        arguments.add(nil, isUsual ? nil : key.referencedColumns.first.map { .name($0) })
        arguments.add("onDelete", key.onDelete.map { .plain(".\($0)") })
        arguments.add("onUpdate", key.onUpdate.map { .plain(".\($0)") })
        arguments.add("deferrable", key.deferrable.map { .plain(".\($0)") })
        arguments.add("name", name(.foreignKey(key), table).map { .name($0) })
        return arguments
    }
}
