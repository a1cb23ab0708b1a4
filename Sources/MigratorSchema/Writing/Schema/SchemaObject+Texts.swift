import MigrationDSL

extension SchemaObject {
    /// The SQL that it holds: expressions, queries and whole definitions.
    var texts: [SQLText] {
        switch self {
        case .schema, .extension, .enumeration, .compositeType, .sequence, .virtualTable: []
        case .domain(let domain): domain.checks.map(\.expression) + [domain.defaultValue?.expression].compactMap(\.self)
        case .table(let table): table.texts
        case .index(let index):
            index.columns.compactMap(\.expression) + [index.predicate].compactMap(\.self)
        case .view(let view): [view.query]
        case .function(let function): [function.definition]
        case .trigger(let trigger): [trigger.definition]
        case .policy(let policy): [policy.using, policy.check].compactMap(\.self)
        case .opaque(let object): [object.ddl]
        }
    }

    /// Whether its SQL may name tables, and not only columns of its own.
    var speaksOfTables: Bool {
        switch self {
        case .view, .function, .trigger, .policy, .opaque: true
        default: false
        }
    }

    var isTrigger: Bool {
        guard case .trigger = self else { return false }
        return true
    }
}

extension Table {
    fileprivate var texts: [SQLText] {
        let columns = columns.flatMap { column in
            [column.defaultValue?.expression, column.generation?.expression].compactMap(\.self)
        }
        let constraints = constraints.flatMap { constraint -> [SQLText] in
            switch constraint {
            case .check(let check): [check.expression]
            case .exclude(let exclude):
                exclude.elements.map { SQLText($0.expression) }
                    + [exclude.predicate.map { SQLText($0) }].compactMap(\.self)
            case .primaryKey, .unique, .foreignKey: []
            }
        }
        return columns + constraints
    }
}

extension DefaultValue {
    fileprivate var expression: SQLText? {
        guard case .expression(let sql) = kind else { return nil }
        return sql
    }
}

extension IndexColumn {
    fileprivate var expression: SQLText? {
        guard case .expression(let sql) = key else { return nil }
        return sql
    }
}
