import MigrationDSL

/// Indexes.
extension SwiftSpelling {
    func source(_ index: Index) -> SwiftSource {
        SwiftSource.call("Index", arguments(index)).then(named(index.comment, index.formerName))
    }

    /// What stands in the parentheses of an index, and of `createIndex`.
    func arguments(_ index: Index) -> [SwiftSource.Argument] {
        var arguments = [
            SwiftSource.Argument(nil, .name(index.name)),
            SwiftSource.Argument("on", source(index.table)),
            SwiftSource.Argument("columns", .list(index.columns.map(source))),
        ]
        arguments.flag("unique", index.isUnique)
        arguments.add("where", index.predicate.map(source))
        arguments.add("include", columns(index.include))
        arguments.add("using", index.method.map { .name($0) })
        arguments.flag("nullsNotDistinct", index.nullsNotDistinct)
        arguments.add("storage", index.storage.isEmpty ? nil : .settings(index.storage))
        return arguments
    }

    private func source(_ column: IndexColumn) -> SwiftSource {
        var members: [SwiftSource] = []
        func add(_ member: String, _ arguments: [SwiftSource.Argument] = []) {
            members.append(.call(".\(member)", arguments))
        }
        if let collation = column.collation { add("collate", [.init(nil, source(collation))]) }
        if let name = column.operatorClass {
            var arguments = [SwiftSource.Argument(nil, .name(name))]
            let parameters = column.operatorClassParameters
            arguments.add(nil, parameters.isEmpty ? nil : .settings(parameters))
            add("operatorClass", arguments)
        }
        if column.isDescending { add("descending") }
        if let first = column.nullsFirst { add("nulls", [.init("first", .plain("\(first)"))]) }
        switch column.key {
        case .column(let name) where members.isEmpty: return .name(name)
        case .column(let name): return SwiftSource.call(".column", [.init(nil, .name(name))]).then(members)
        case .expression(let sql): return SwiftSource.call(".expression", [.init(nil, source(sql))]).then(members)
        }
    }

    /// The modifiers that most objects have.
    func named(_ comment: String?, _ formerName: String? = nil) -> [SwiftSource] {
        var members: [SwiftSource] = []
        if let comment { members.append(.call(".comment", [.init(nil, .text(comment))])) }
        if keepsFormerNames, let formerName {
            members.append(.call(".renamed", [.init("from", .name(formerName))]))
        }
        return members
    }
}
