import MigrationDSL
import MigratorSystem

/// Calls for types, views, functions and rows that take more than a line.
extension SwiftSpelling {
    // MARK: Types and extensions

    func call(_ create: CreateExtension) -> Call {
        let made = create.extension
        let isShort = made.version == nil && made.comment == nil
        var call = call("createExtension", isShort ? .name(made.name) : source(made))
        if isShort { call.arguments.add("schema", made.schema.map { .name($0) }) }
        call.arguments.flag("ifNotExists", create.ifNotExists)
        return call
    }

    func call(_ create: CreateEnum) -> Call {
        guard named(create.type.comment, create.type.formerName).isEmpty else {
            return call("createEnum", source(create.type))
        }
        return call("createEnum", source(create.type.name)) { $0.add("values", .names(create.type.values)) }
    }

    func call(_ drop: DropEnum) -> Call {
        guard let type = drop.definition else { return call("dropEnum", source(drop.name)) }
        guard named(type.comment, type.formerName).isEmpty else { return call("dropEnum", source(type)) }
        return call("dropEnum", source(type.name)) { $0.add("values", .names(type.values)) }
    }

    func call(_ add: AddEnumValue) -> Call {
        call("addEnumValue", .name(add.value)) {
            $0.add("to", source(add.type))
            switch add.position {
            case .before(let other): $0.add(nil, .call(".before", [.init(nil, .name(other))]))
            case .after(let other): $0.add(nil, .call(".after", [.init(nil, .name(other))]))
            case nil: break
            }
        }
    }

    func call(_ alter: AlterDomain) -> Call {
        call("alterDomain", source(alter.name)) {
            $0.add("nullable", alter.isNullable.map { .plain("\($0)") })
            $0.add("default", source(alter.defaultValue, source))
            $0.add("was", source(alter.previousDefault, source))
            $0.add("adding", alter.added.isEmpty ? nil : .list(alter.added.map(source)))
            $0.add("dropping", alter.dropped.isEmpty ? nil : .list(alter.dropped.map(source)))
        }
    }

    func call(_ rename: RenameObject) -> Call {
        let (object, name) = (rename.object, source(rename.object.name))
        switch object.kind {
        case .view: return call("renameView", name, to: rename.newName)
        case .materializedView:
            return call("renameView", name) {
                $0.add("to", .name(rename.newName))
                $0.flag("materialized", true)
            }
        case .sequence: return call("renameSequence", name, to: rename.newName)
        case .enumeration: return call("renameEnum", name, to: rename.newName)
        case .domain: return call("renameDomain", name, to: rename.newName)
        default: return call("rename", source(object), to: rename.newName)
        }
    }

    // MARK: Views and functions

    func call(_ create: CreateView) -> Call {
        let views = [create.view, create.replaced].compactMap(\.self)
        // With OR REPLACE alone the short form has no word for a materialized view.
        let isShort = views.allSatisfy { isPlain($0) && !(create.orReplace && $0.isMaterialized) }
        let method = create.orReplace ? "replaceView" : "createView"
        guard isShort else {
            return call(method, source(create.view)) { $0.add("replacing", create.replaced.map(source)) }
        }
        return call(method, source(create.view.name)) {
            $0.add("as", source(create.view.query))
            $0.add("replacing", create.replaced.map { source($0.query) })
            $0.flag("materialized", create.view.isMaterialized)
        }
    }

    func call(_ drop: DropView) -> Call {
        guard !drop.hasDefinition || isPlain(drop.view) else {
            return call("dropView", source(drop.view)) { $0.flag("ifExists", drop.ifExists) }
        }
        return call("dropView", source(drop.view.name)) {
            $0.add("was", drop.hasDefinition ? source(drop.view.query) : nil)
            $0.flag("materialized", drop.view.isMaterialized)
            $0.flag("ifExists", drop.ifExists)
        }
    }

    /// Whether the short forms, which take a query, say all of a view.
    private func isPlain(_ view: View) -> Bool {
        view.columns.isEmpty && view.hasData && view.options == ViewOptions() && view.storage.isEmpty
            && named(view.comment, view.formerName).isEmpty
    }

    func call(_ create: CreateFunction) -> Call {
        call(create.orReplace ? "replaceFunction" : "createFunction", source(create.function)) {
            $0.add("replacing", create.replaced.map(source))
        }
    }

    func call(_ drop: DropFunction) -> Call {
        let function = drop.function
        if drop.hasDefinition { return call("dropFunction", source(function)) }
        return call("dropFunction", source(function.name)) {
            $0.add(nil, function.arguments.isEmpty ? nil : .name(function.arguments))
            $0.flag("procedure", function.isProcedure)
        }
    }

    // MARK: SQL and rows

    func call(_ execute: ExecuteSQL) -> Call {
        call("execute", source(execute.sql)) {
            $0.add("touches", execute.declaresTables ? execute.tables.map { .list($0.map(source)) } : nil)
            $0.add("reverse", execute.reverse.map(source))
        }
    }

    func call(_ insert: BulkInsert) -> Call? {
        guard let payload = argument(insert.payload) else { return nil }
        var arguments = [SwiftSource.Argument("into", source(insert.table)), payload]
        switch insert.onConflict {
        case .error: break
        case .doNothing: arguments.add("onConflict", .plain(".doNothing"))
        case .update(let key): arguments.add("onConflict", .call(".update", [.init("key", .names(key))]))
        }
        arguments.add("key", columns(insert.key))
        return Call(method: "bulkInsert", arguments: arguments)
    }

    func call(_ update: UpdateRows) -> Call {
        call("update", source(update.table)) {
            $0.add("set", update.values.fields.isEmpty ? nil : source(update.values))
            let computed = update.computed.map { SwiftSource.Pair(key: .name($0.name), value: source($0.expression)) }
            $0.add("computing", computed.isEmpty ? nil : .pairs(computed))
            $0.add("where", source(update.predicate))
            $0.add("was", update.previous.map(source))
        }
    }

    func call(_ delete: DeleteRows) -> Call {
        Call(
            method: "delete",
            arguments: [.init("from", source(delete.table)), .init("where", source(delete.predicate))]
                + (delete.previous.map { [.init("was", .list($0.map(source)))] } ?? [])
        )
    }
}
