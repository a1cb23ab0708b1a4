import MigrationDSL
import MigratorCatalogue

/// Types, sequences, indexes, views and policies.
extension SchemaJSON {
    func add(_ domain: Domain, to members: inout JSONMembers) {
        members.add("type", dialect.text(of: domain.type))
        members.add("collation", text(domain.collation))
        members.add("default", value(domain.defaultValue))
        members.flag("notNull", !domain.isNullable)
        members.add("checks", domain.checks.map { constraint(.check($0)) })
        members.add("comment", domain.comment)
    }

    func add(_ sequence: NumberSequence, to members: inout JSONMembers) {
        members.add("type", sequence.type.map { dialect.text(of: $0) })
        members.add("options", options(sequence.options))
        if let owner = sequence.owner { members.add("ownedBy", "\(name(owner.table)).\(owner.column)") }
        members.add("comment", sequence.comment)
    }

    func add(_ index: Index, to members: inout JSONMembers) {
        members.add("columns", index.columns.map(column))
        members.flag("unique", index.isUnique)
        members.add("where", text(index.predicate))
        members.add("include", index.include)
        members.add("method", index.method)
        members.flag("nullsNotDistinct", index.nullsNotDistinct)
        members.add("storage", index.storage)
        members.add("comment", index.comment)
    }

    private func column(_ column: IndexColumn) -> JSONDocument {
        var members = JSONMembers()
        switch column.key {
        case .column(let name): members.add("column", name)
        case .expression(let sql): members.add("expression", text(sql))
        }
        members.flag("descending", column.isDescending)
        members.add("nulls", column.nullsFirst.map { $0 ? "first" : "last" })
        members.add("collation", text(column.collation))
        members.add("operatorClass", column.operatorClass)
        members.add("operatorClassParameters", column.operatorClassParameters)
        return members.object
    }

    func add(_ view: View, to members: inout JSONMembers) {
        members.add("columns", view.columns)
        members.add("query", text(view.query))
        members.flag("withNoData", !view.hasData)
        var options = JSONMembers()
        options.flag("securityBarrier", view.options.securityBarrier)
        options.flag("securityInvoker", view.options.securityInvoker)
        options.add("check", view.options.check?.rawValue)
        members.add("options", options.members.isEmpty ? nil : options.object)
        members.add("storage", view.storage)
        members.add("comment", view.comment)
    }

    func add(_ policy: Policy, to members: inout JSONMembers) {
        members.flag("restrictive", !policy.isPermissive)
        members.add("command", policy.command.rawValue)
        members.add("roles", policy.roles)
        members.add("using", text(policy.using))
        members.add("check", text(policy.check))
        members.add("comment", policy.comment)
    }
}
