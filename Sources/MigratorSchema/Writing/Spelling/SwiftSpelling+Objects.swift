import MigrationDSL

/// The objects of a schema.
extension SwiftSpelling {
    func source(_ object: SchemaObject) -> SwiftSource {
        switch object {
        case .schema(let schema):
            SwiftSource.call("SchemaName", [.init(nil, .name(schema.name))]).then(named(schema.comment))
        case .extension(let `extension`): source(`extension`)
        case .enumeration(let type): source(type)
        case .domain(let domain): source(domain)
        case .compositeType(let type): source(type)
        case .sequence(let sequence): source(sequence)
        case .table(let table): source(table)
        case .virtualTable(let table): source(table)
        case .index(let index): source(index)
        case .view(let view): source(view)
        case .function(let function): source(function)
        case .trigger(let trigger): source(trigger)
        case .policy(let policy): source(policy)
        case .opaque(let object): source(object)
        }
    }

    func source(_ extension: Extension) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, .name(`extension`.name))]
        arguments.add("schema", `extension`.schema.map { .name($0) })
        arguments.add("version", `extension`.version.map { .name($0) })
        return SwiftSource.call("Extension", arguments).then(named(`extension`.comment))
    }

    func source(_ type: EnumType) -> SwiftSource {
        SwiftSource.call("EnumType", [.init(nil, source(type.name)), .init(nil, .names(type.values))])
            .then(named(type.comment, type.formerName))
    }

    func source(_ domain: Domain) -> SwiftSource {
        var arguments = [
            SwiftSource.Argument(nil, source(domain.name)), SwiftSource.Argument(nil, source(domain.type)),
        ]
        arguments.add("collate", domain.collation.map(source))
        arguments.add("default", domain.defaultValue.map(source))
        arguments.add("nullable", domain.isNullable ? nil : .plain("false"))
        arguments.add("checks", domain.checks.isEmpty ? nil : .list(domain.checks.map(source)))
        return SwiftSource.call("Domain", arguments).then(named(domain.comment, domain.formerName))
    }

    func source(_ type: CompositeType) -> SwiftSource {
        let attributes = SwiftSource.list(type.attributes.map(source))
        return SwiftSource.call("CompositeType", [.init(nil, source(type.name)), .init(nil, attributes)])
            .then(named(type.comment, type.formerName))
    }

    func source(_ attribute: CompositeType.Attribute) -> SwiftSource {
        var arguments = [
            SwiftSource.Argument(nil, .name(attribute.name)), SwiftSource.Argument(nil, source(attribute.type)),
        ]
        arguments.add("collate", attribute.collation.map(source))
        return .call(".init", arguments)
    }

    func source(_ sequence: NumberSequence) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, source(sequence.name))]
        arguments.add("type", sequence.type.map(source))
        var members: [SwiftSource] = []
        if let owner = sequence.owner {
            members.append(.call(".owned", [.init("by", source(owner.table)), .init(nil, .name(owner.column))]))
        }
        return SwiftSource.call("NumberSequence", arguments + self.arguments(sequence.options))
            .then(members + named(sequence.comment, sequence.formerName))
    }

    func source(_ table: VirtualTable) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, source(table.name))]
        arguments.add("using", .name(table.module))
        arguments.add(nil, table.arguments.isEmpty ? nil : .list(table.arguments.map { .text($0) }))
        return .call("VirtualTable", arguments)
    }

    func source(_ view: View) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, source(view.name))]
        arguments.add("columns", columns(view.columns))
        arguments.add("as", source(view.query))
        arguments.flag("materialized", view.isMaterialized)
        arguments.add("withData", view.hasData ? nil : .plain("false"))
        arguments.add("options", view.options == ViewOptions() ? nil : source(view.options))
        let storage = view.storage.isEmpty ? [] : [SwiftSource.call(".storage", [.init(nil, .settings(view.storage))])]
        return SwiftSource.call("View", arguments).then(storage + named(view.comment, view.formerName))
    }

    func source(_ options: ViewOptions) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        arguments.flag("securityBarrier", options.securityBarrier)
        arguments.flag("securityInvoker", options.securityInvoker)
        arguments.add("check", options.check.map { .plain(".\($0)") })
        return .call("ViewOptions", arguments)
    }

    func source(_ function: Function) -> SwiftSource {
        var arguments = [
            SwiftSource.Argument(nil, source(function.name)), SwiftSource.Argument(nil, .name(function.arguments)),
            SwiftSource.Argument(nil, source(function.definition)),
        ]
        arguments.flag("procedure", function.isProcedure)
        return SwiftSource.call("Function", arguments).then(named(function.comment))
    }

    func source(_ trigger: Trigger) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, .name(trigger.name))]
        arguments.add("on", source(trigger.table))
        arguments.add(nil, source(trigger.definition))
        arguments.add("state", trigger.state == .enabled ? nil : .plain(".\(trigger.state)"))
        return SwiftSource.call("Trigger", arguments).then(named(trigger.comment))
    }

    func source(_ policy: Policy) -> SwiftSource {
        var arguments = [SwiftSource.Argument(nil, .name(policy.name))]
        arguments.add("on", source(policy.table))
        arguments.add("permissive", policy.isPermissive ? nil : .plain("false"))
        arguments.add("for", policy.command == .all ? nil : .plain(".\(policy.command)"))
        arguments.add("to", policy.roles == ["public"] ? nil : .names(policy.roles))
        arguments.add("using", policy.using.map(source))
        arguments.add("check", policy.check.map(source))
        return SwiftSource.call("Policy", arguments).then(named(policy.comment))
    }

    func source(_ object: Opaque) -> SwiftSource {
        var arguments = [
            SwiftSource.Argument(nil, .name(object.kind)), SwiftSource.Argument(nil, source(object.name)),
            SwiftSource.Argument(nil, source(object.ddl)),
        ]
        arguments.add("on", object.table.map(source))
        arguments.add("drop", object.drop.map(source))
        return .call("Opaque", arguments)
    }
}
