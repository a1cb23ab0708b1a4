import MigrationDSL

/// Operations: the only place that looks at all of them.
extension SwiftSpelling {
    /// The statements that record an operation, with the comments above them.
    ///
    /// What only its own source can say, such as a closure, is an `#error` line: a file that lacks it does not compile.
    func statements(_ operation: Operation) -> [SwiftSource] {
        let details = operation.details
        if let group = details as? AlterTable { return statements(group) }
        let call = call(details)
        let statement = call.map { SwiftSource.call("op.\($0.method)", $0.arguments, body: $0.body) }
        return comments(details) + [statement ?? error(details)]
    }

    /// A call of a method of `Operations`.
    struct Call {
        let method: String
        var arguments: [SwiftSource.Argument] = []
        var body: [SwiftSource]?
    }

    func error(_ details: any OperationDetails) -> SwiftSource {
        .call("#error", [.init(nil, .name("\(details.summary): only its own source can say it; write it here"))])
    }

    /// The call that records an operation; `nil` if there is none.
    func call(_ details: any OperationDetails) -> Call? {
        switch details {
        case let create as CreateTable: call(create)
        case let drop as DropTable: call(drop)
        case let rename as RenameTable: call("renameTable", source(rename.name), to: rename.newName)
        case let add as AddColumn:
            call("addColumn", source(add.column)) {
                $0.add("to", source(add.table))
                $0.flag("ifNotExists", add.ifNotExists)
            }
        case let drop as DropColumn:
            call("dropColumn", drop.definition.map { source($0) } ?? .name(drop.name)) {
                $0.add("from", source(drop.table))
                $0.flag("ifExists", drop.ifExists)
            }
        case let alter as AlterColumn:
            call("alterColumn", .name(alter.name)) {
                $0.add("of", source(alter.table))
                $0 += arguments(alter)
            }
        case let rename as RenameColumn:
            call("renameColumn", .name(rename.name), "of", rename.table, to: rename.newName)
        case let create as CreateIndex: call(create)
        case let drop as DropIndex: call(drop)
        case let rename as RenameIndex: call("renameIndex", .name(rename.name), "on", rename.table, to: rename.newName)
        case let alter as AlterIndex:
            call("alterIndex", .name(alter.name)) {
                $0.add("on", source(alter.table))
                $0.add("storage", source(alter.storage))
                $0.add("was", alter.previous.map { source($0) })
            }
        case let add as AddConstraint: call(add)
        case let drop as DropConstraint:
            call("dropConstraint", drop.definition.map(wrapped) ?? .name(drop.name)) {
                $0.add("from", source(drop.table))
                $0.flag("ifExists", drop.ifExists)
            }
        case let rename as RenameConstraint:
            call("renameConstraint", .name(rename.name), "of", rename.table, to: rename.newName)
        case let validate as ValidateConstraint:
            call("validateConstraint", .name(validate.name)) { $0.add("on", source(validate.table)) }
        case let alter as AlterConstraint:
            call("alterConstraint", .name(alter.name)) {
                $0.add("of", source(alter.table))
                $0 += arguments(alter)
            }
        case let set as SetTableOptions:
            Call(method: "setTableOptions", arguments: [.init("of", source(set.table))] + arguments(set))
        case let comment as CommentOn: call(comment)
        case let comment as CommentOnObject:
            Call(
                method: "comment",
                arguments: [.init("on", source(comment.object))] + arguments(comment.comment, comment.previous)
            )
        default: objectCall(details)
        }
    }

    private func objectCall(_ details: any OperationDetails) -> Call? {
        switch details {
        case let create as CreateSchema:
            call("createSchema", .name(create.name)) { $0.flag("ifNotExists", create.ifNotExists) }
        case let drop as DropSchema: call("dropSchema", .name(drop.name)) { $0.flag("ifExists", drop.ifExists) }
        case let create as CreateExtension: call(create)
        case let drop as DropExtension:
            call("dropExtension", drop.definition.map(source) ?? .name(drop.name)) {
                $0.flag("ifExists", drop.ifExists)
            }
        case let create as CreateEnum: call(create)
        case let drop as DropEnum: call(drop)
        case let add as AddEnumValue: call(add)
        case let rename as RenameEnumValue:
            call("renameEnumValue", .name(rename.value), "of", rename.type, to: rename.newValue)
        case let create as CreateDomain: call("createDomain", source(create.domain))
        case let drop as DropDomain: call("dropDomain", drop.definition.map(source) ?? source(drop.name))
        case let alter as AlterDomain: call(alter)
        case let create as CreateCompositeType: call("createCompositeType", source(create.type))
        case let drop as DropCompositeType: call("dropCompositeType", drop.definition.map(source) ?? source(drop.name))
        case let alter as AlterCompositeType:
            call("alterCompositeType", source(alter.name)) { $0.add(nil, .list(alter.changes.map(source))) }
        case let create as CreateSequence: call("createSequence", source(create.sequence))
        case let drop as DropSequence:
            call("dropSequence", drop.definition.map(source) ?? source(drop.name)) {
                $0.flag("ifExists", drop.ifExists)
            }
        case let alter as AlterSequence:
            call("alterSequence", source(alter.name)) {
                $0.add("to", source(alter.change))
                $0.add("was", alter.previous.map(source))
            }
        case let create as CreateView: call(create)
        case let drop as DropView: call(drop)
        case let alter as AlterView:
            call("alterView", source(alter.name)) {
                $0.add("to", source(alter.options))
                $0.add("was", alter.previous.map(source))
            }
        case let create as CreateFunction: call(create)
        case let drop as DropFunction: call(drop)
        case let create as CreateTrigger: call("createTrigger", source(create.trigger))
        case let drop as DropTrigger:
            drop.definition.map { call("dropTrigger", source($0)) }
                ?? call("dropTrigger", .name(drop.name)) { $0.add("on", source(drop.table)) }
        case let set as SetTriggerState:
            call("setTrigger", .name(set.name)) {
                $0.add("on", source(set.table))
                $0.add("to", .plain(".\(set.state)"))
                $0.add("was", set.previous.map { .plain(".\($0)") })
            }
        case let create as CreatePolicy: call("createPolicy", source(create.policy))
        case let drop as DropPolicy:
            drop.definition.map { call("dropPolicy", source($0)) }
                ?? call("dropPolicy", .name(drop.name)) { $0.add("on", source(drop.table)) }
        case let alter as AlterPolicy:
            call("alterPolicy", source(alter.policy)) { $0.add("was", alter.previous.map(source)) }
        case let create as CreateVirtualTable: call("createVirtualTable", source(create.table))
        case let drop as DropVirtualTable: call("dropVirtualTable", source(drop.table))
        case let create as CreateOpaque: call("createOpaque", source(create.object))
        case let drop as DropOpaque: call("dropOpaque", source(drop.object))
        case let rename as RenameObject: call(rename)
        case let execute as ExecuteSQL: call(execute)
        case let insert as BulkInsert: call(insert)
        case let update as UpdateRows: call(update)
        case let delete as DeleteRows: call(delete)
        // A closure, and the rows that are removed again, have no words of their own.
        default: nil
        }
    }
}
