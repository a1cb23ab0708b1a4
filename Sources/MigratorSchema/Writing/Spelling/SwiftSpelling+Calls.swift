import MigrationDSL
import MigratorSystem

/// Calls that take more than a line: short forms where `Operations` has them.
extension SwiftSpelling {
    func call(
        _ method: String,
        _ first: SwiftSource,
        _ others: (inout [SwiftSource.Argument]) -> Void = { _ in }
    ) -> Call {
        var arguments = [SwiftSource.Argument(nil, first)]
        others(&arguments)
        return Call(method: method, arguments: arguments)
    }

    func call(
        _ method: String,
        _ first: SwiftSource,
        _ label: String? = nil,
        _ other: ObjectName? = nil,
        to newName: String
    ) -> Call {
        call(method, first) {
            $0.add(label, other.map { source($0) })
            $0.add("to", .name(newName))
        }
    }

    // MARK: Tables

    func call(_ create: CreateTable) -> Call {
        guard members(create.table).isEmpty else {
            return call("createTable", source(create.table)) { $0.flag("ifNotExists", create.ifNotExists) }
        }
        var call = Call(method: "createTable", arguments: arguments(create.table), body: body(create.table))
        call.arguments.flag("ifNotExists", create.ifNotExists)
        return call
    }

    func call(_ drop: DropTable) -> Call {
        guard let table = drop.definition else {
            return call("dropTable", source(drop.name)) { $0.flag("ifExists", drop.ifExists) }
        }
        guard members(table).isEmpty else {
            return call("dropTable", source(table)) { $0.flag("ifExists", drop.ifExists) }
        }
        var call = Call(method: "dropTable", arguments: arguments(table), body: body(table))
        call.arguments.flag("ifExists", drop.ifExists)
        return call
    }

    func arguments(_ alter: AlterColumn) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument("to", source(alter.change))]
        arguments.add("was", alter.previous.map(source))
        arguments.add("using", alter.using.map(source))
        arguments.add("usingBack", alter.usingBack.map(source))
        return arguments
    }

    func arguments(_ alter: AlterConstraint) -> [SwiftSource.Argument] {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("deferrable", source(alter.deferrable, source))
        arguments.add("was", source(alter.previous, source))
        return arguments
    }

    func arguments(_ set: SetTableOptions) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument("to", source(set.change))]
        arguments.add("was", set.previous.map(source))
        return arguments
    }

    func call(_ create: CreateIndex) -> Call {
        let index = create.index
        let isShort = named(index.comment, index.formerName).isEmpty
        var arguments = isShort ? arguments(index) : [.init(nil, source(index))]
        arguments.flag("concurrently", create.concurrently)
        arguments.flag("ifNotExists", create.ifNotExists)
        return Call(method: "createIndex", arguments: arguments)
    }

    func call(_ drop: DropIndex) -> Call {
        call("dropIndex", drop.definition.map { source($0) } ?? .name(drop.name)) {
            $0.add("on", drop.definition == nil ? source(drop.table) : nil)
            $0.flag("concurrently", drop.concurrently)
            $0.flag("ifExists", drop.ifExists)
        }
    }

    func call(_ add: AddConstraint) -> Call {
        if let short = shortCall(add) { return short }
        return call("addConstraint", wrapped(add.constraint)) { $0.add("to", source(add.table)) }
    }

    /// `createPrimaryKey` and its like, which say the most common of each kind.
    private func shortCall(_ add: AddConstraint) -> Call? {
        guard let name = add.constraint.name, add.constraint.comment == nil else { return nil }
        let start = [SwiftSource.Argument(nil, .name(name)), SwiftSource.Argument("on", source(add.table))]
        var arguments = start
        switch add.constraint {
        case .primaryKey(let key):
            guard key == PrimaryKey(key.columns, name: name) else { return nil }
            arguments.add("columns", .names(key.columns))
            return Call(method: "createPrimaryKey", arguments: arguments)
        case .unique(let unique):
            guard unique == Unique(unique.columns, name: name, deferrable: unique.deferrable) else { return nil }
            arguments.add("columns", .names(unique.columns))
            arguments.add("deferrable", source(unique.deferrable))
            return Call(method: "createUniqueConstraint", arguments: arguments)
        case .check(let check):
            guard !check.noInherit else { return nil }
            arguments.add(nil, source(check.expression))
            arguments.flag("notValid", check.isNotValid)
            return Call(method: "createCheckConstraint", arguments: arguments)
        case .foreignKey(let key):
            guard !key.matchesFull, key.onDeleteColumns.isEmpty else { return nil }
            return Call(method: "createForeignKey", arguments: start + self.arguments(key, labelled: "columns"))
        case .exclude(let exclude):
            guard exclude.include.isEmpty else { return nil }
            arguments.add(nil, elements(exclude))
            arguments.add("using", exclude.method == "gist" ? nil : .name(exclude.method))
            arguments.add("where", exclude.predicate.map { .text($0) })
            arguments.add("deferrable", source(exclude.deferrable))
            return Call(method: "createExcludeConstraint", arguments: arguments)
        }
    }

    func call(_ comment: CommentOn) -> Call {
        let rest = arguments(comment.comment, comment.previous)
        guard let column = comment.column else {
            return Call(method: "commentOnTable", arguments: [.init(nil, source(comment.table))] + rest)
        }
        let place = [SwiftSource.Argument(nil, .name(column)), SwiftSource.Argument("of", source(comment.table))]
        return Call(method: "commentOnColumn", arguments: place + rest)
    }

    func arguments(_ comment: String?, _ previous: ColumnChange.Change<String>?) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument(nil, comment.map { .text($0) } ?? .plain("nil"))]
        arguments.add("was", source(previous))
        return arguments
    }
}
