import MigrationDSL

/// Changes of columns, sequences, tables and types, and the names of objects that are changed.
extension SwiftSpelling {
    func source(_ change: ColumnChange) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("type", change.type.map(source))
        arguments.add("collation", source(change.collation, source))
        arguments.add("nullable", change.isNullable.map { .plain("\($0)") })
        arguments.add("onNull", source(change.notNullConflict, source))
        arguments.add("default", source(change.defaultValue, source))
        arguments.add("comment", source(change.comment))
        arguments.add("identity", source(change.identity, source))
        arguments.add("generated", source(change.generated) { .call(".init", self.arguments($0)) })
        return .call("ColumnChange", arguments)
    }

    func source(_ change: SequenceChange) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("type", change.type.map(source))
        arguments.add("start", change.start.map(source))
        arguments.add("increment", change.increment.map(source))
        arguments.add("minimum", source(change.minimum, source))
        arguments.add("maximum", source(change.maximum, source))
        arguments.add("cache", change.cache.map(source))
        arguments.add("cycles", change.cycles.map { .plain("\($0)") })
        arguments.add(
            "owner",
            source(change.owner) { .call(".init", [.init(nil, self.source($0.table)), .init(nil, .name($0.column))]) }
        )
        return .call("SequenceChange", arguments)
    }

    func source(_ change: TableOptionsChange) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        arguments.add("logged", change.isLogged.map { .plain("\($0)") })
        arguments.add("storage", change.storage.isEmpty ? nil : source(change.storage))
        arguments.add("rowSecurity", change.rowSecurity.map(source))
        arguments.add("replicaIdentity", change.replicaIdentity.map(source))
        arguments.add("sqlite", change.sqliteOptions.map(source))
        return .call("TableOptionsChange", arguments)
    }

    func source(_ change: AttributeChange) -> SwiftSource {
        switch change {
        case .add(let attribute): .call(".add", [.init(nil, source(attribute))])
        case .drop(let attribute): .call(".drop", [.init(nil, source(attribute))])
        case .alter(let attribute, let former):
            .call(".alter", [.init(nil, source(attribute)), .init("was", source(former))])
        case .rename(let name, let newName): .call(".rename", [.init(nil, .name(name)), .init("to", .name(newName))])
        }
    }

    /// What becomes of settings, in order of their names.
    func source(_ changes: [String: ColumnChange.Change<String>]) -> SwiftSource {
        .pairs(
            changes.sorted { $0.key < $1.key }.map { name, change in
                let value = source(Optional(change)) { .name($0) } ?? .plain(".remove")
                return SwiftSource.Pair(key: .name(name), value: value)
            }
        )
    }

    func source(_ change: ColumnChange.Change<String>?) -> SwiftSource? {
        source(change) { .text($0) }
    }

    func source<Wrapped>(
        _ change: ColumnChange.Change<Wrapped>?,
        _ spell: (Wrapped) -> SwiftSource
    ) -> SwiftSource? {
        switch change {
        case .set(let value): .call(".set", [.init(nil, spell(value))])
        case .remove: .plain(".remove")
        case nil: nil
        }
    }

    private func source(_ identity: ColumnChange.Identity) -> SwiftSource {
        var arguments: [SwiftSource.Argument] = []
        let isUsual = identity.kind == .byDefault && identity.options == nil
        arguments.add(nil, isUsual ? nil : .plain(".\(identity.kind)"))
        arguments.add(nil, identity.options.map(source))
        return .call(".init", arguments)
    }

    func source(_ object: ObjectReference) -> SwiftSource {
        let name = SwiftSource.name(object.name.name)
        var arguments: [SwiftSource.Argument] = []
        switch object.kind {
        case .schema, .extension: arguments.add(nil, name)
        case .index, .trigger, .policy, .constraint:
            arguments.add(nil, name)
            arguments.add("on", object.table.map(source))
        case .domainConstraint:
            arguments.add(nil, name)
            arguments.add("onDomain", object.table.map(source))
        case .opaque(let words):
            arguments.add(nil, .name(words))
            arguments.add(nil, source(object.name))
            arguments.add("on", object.table.map(source))
        case .enumeration, .domain, .compositeType, .sequence, .table, .view, .materializedView, .function, .procedure:
            arguments.add(nil, source(object.name))
            if let given = object.arguments, !given.isEmpty { arguments.add(nil, .name(given)) }
        }
        return .call(".\(word(object.kind))", arguments)
    }

    /// The function of `ObjectReference` that names an object of a kind.
    private func word(_ kind: ObjectKind) -> String {
        switch kind {
        case .enumeration: "enumeration"
        case .compositeType: "compositeType"
        case .materializedView: "materializedView"
        case .domainConstraint: "constraint"
        case .opaque: "opaque"
        case .schema, .extension, .domain, .sequence, .table, .index, .view, .function, .procedure, .trigger, .policy,
            .constraint:
            kind.description
        }
    }
}
