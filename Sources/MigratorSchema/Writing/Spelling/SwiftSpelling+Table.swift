import MigrationDSL
import MigratorSystem

/// Tables: what stands in their braces, and what they are beside it.
extension SwiftSpelling {
    func source(_ table: Table) -> SwiftSource {
        .call("Table", arguments(table), body: body(table)).then(members(table))
    }

    /// The table's name and what stands with it in the parentheses.
    func arguments(_ table: Table) -> [SwiftSource.Argument] {
        var arguments = [SwiftSource.Argument(nil, source(table.name))]
        arguments.add("comment", table.comment.map { .text($0) })
        arguments.add("sqliteOptions", set(words(table.sqliteOptions)))
        return arguments
    }

    func source(_ options: SQLiteTableOptions) -> SwiftSource { set(words(options)) ?? .plain("[]") }

    private func words(_ options: SQLiteTableOptions) -> [String] {
        let words: [(SQLiteTableOptions, String)] = [(.strict, ".strict"), (.withoutRowID, ".withoutRowID")]
        return words.filter { options.contains($0.0) }.map(\.1)
    }

    /// The columns and the constraints.
    func body(_ table: Table) -> [SwiftSource] {
        let constraints = ColumnConstraints(table)
        let columns = table.columns.enumerated().map { index, column in
            source(column, of: table.name, with: constraints.atColumns[index] ?? [])
        }
        return columns + constraints.besides.map { source($0, of: table.name) }
    }

    /// The modifiers of a table, which `createTable` with braces has no words for.
    func members(_ table: Table) -> [SwiftSource] {
        var members: [SwiftSource] = []
        func add(_ member: String, _ arguments: [SwiftSource.Argument] = []) {
            members.append(.call(".\(member)", arguments))
        }
        if table.isUnlogged { add("unlogged") }
        if !table.storage.isEmpty { add("storage", [.init(nil, .settings(table.storage))]) }
        if let key = table.partitionKey { add("partitioned", [.init("by", .text(key))]) }
        if let partition = table.partition {
            add("partition", [.init("of", source(partition.parent)), .init(nil, .text(partition.bounds))])
        }
        if !table.parents.isEmpty {
            let parents = table.parents.enumerated().map { index, parent in
                SwiftSource.Argument(index == 0 ? "from" : nil, source(parent))
            }
            add("inherits", parents)
        }
        if !table.rowSecurity.isEmpty {
            add("rowSecurity", table.rowSecurity == .enabled ? [] : [.init(nil, source(table.rowSecurity))])
        }
        if let identity = table.replicaIdentity { add("replicaIdentity", [.init(nil, source(identity))]) }
        if keepsFormerNames, let name = table.formerName { add("renamed", [.init("from", .name(name))]) }
        return members
    }

    func source(_ rowSecurity: RowSecurity) -> SwiftSource {
        let options: [(RowSecurity, String)] = [(.enabled, ".enabled"), (.forced, ".forced")]
        return set(options.filter { rowSecurity.contains($0.0) }.map(\.1)) ?? .plain("[]")
    }

    func source(_ identity: ReplicaIdentity) -> SwiftSource {
        guard case .index(let name) = identity else { return .plain(".\(identity)") }
        return .call(".index", [.init(nil, .name(name))])
    }

    /// Options of a set: one alone, or several in brackets.
    private func set(_ options: [String]) -> SwiftSource? {
        if options.isEmpty { return nil }
        return options.count == 1 ? .plain(options[0]) : .list(options.map { .plain($0) })
    }
}
