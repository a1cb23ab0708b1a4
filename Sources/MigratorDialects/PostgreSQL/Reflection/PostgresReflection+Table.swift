import MigrationDSL
import MigratorDatabase
import MigratorSystem

extension PostgresReflection {
    func add(table relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        let constraints = constraints[relation.number].filter { $0.isLocal && $0.kind != .notNull }
        let given = constraints.filter { !$0.isBeyondWords }.compactMap { constraint($0, of: relation) }
        let columns = ownColumns(of: relation).map { column($0, of: relation) }
        var table = Table(relation.name, comment: comments[relation.object]) {
            columns
            for constraint in given { constraint }
        }
        .storage(relation.options)
        .rowSecurity(relation.rowSecurity)
        if relation.isUnlogged { table = table.unlogged() }
        if let key = relation.partitionKey { table = table.partitioned(by: key) }
        if let identity = relation.replicaIdentity { table = table.replicaIdentity(identity) }
        if let bounds = relation.bounds, let parent = relation.parentNames.first {
            table = table.partition(of: parent, bounds)
        } else if !relation.parentNames.isEmpty {
            table = table.inherits(from: relation.parentNames)
        }
        let referenced = constraints.filter { $0.kind == .foreignKey && !$0.isBeyondWords }.map(\.referenced)
        draft.add(
            table,
            as: relation.object,
            needs: (relation.parents + referenced).map { PostgresObject(.relation, $0) }
        )
        draft.attach(PostgresObject(.type, relation.rowType), to: relation.object)
        attachParts(of: relation, to: &draft)
        noteSequences(of: relation, in: &draft)
        addRemains(of: relation, to: &draft)
    }

    /// The columns that are not only those of a table that it inherits from.
    private func ownColumns(of relation: PostgresRelation) -> [PostgresColumn] {
        let columns = columns[relation.number]
        guard !relation.parents.isEmpty else { return columns }
        let inherited = relation.parents.flatMap { self.columns[$0] }
        return columns.filter { column in
            guard !column.isLocal else { return true }
            guard let former = inherited.first(where: { $0.name.isExactly(column.name) }) else { return true }
            return !isSame(column.expression, former.expression) || column.isNotNull && !former.isNotNull
                || !isSame(column.storage, former.storage) || column.compression != former.compression
                || comments[.relation, relation.number, column.position] != nil
        }
    }

    private func isSame(_ left: String?, _ right: String?) -> Bool {
        left.map(ExactText.init) == right.map(ExactText.init)
    }

    /// What needs a default or a constraint, or what these need, concerns their table.
    func attachParts(of relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        for column in columns[relation.number] {
            guard let number = column.defaultNumber else { continue }
            draft.attach(PostgresObject(.columnDefault, number), to: relation.object)
        }
        for constraint in constraints[relation.number] {
            draft.attach(PostgresObject(.constraint, constraint.number), to: relation.object)
        }
    }

    /// What the value of a table has no words for.
    private func addRemains(of relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        let name = "\(relation.schema).\(relation.name.name)"
        if let type = relation.type {
            draft.leave(name, "typed table", "it is given as a table that is not of \(type)")
        }
        if let method = relation.method {
            draft.leave(name, "table access method", "it is given without its access method \(method)")
        }
        for constraint in constraints[relation.number] where constraint.isLocal {
            if constraint.isBeyondWords {
                addOpaque(constraint, of: relation, to: &draft)
            } else if constraint.kind == .notNull, let comment = comments[.constraint, constraint.number] {
                let object = "CONSTRAINT \(TableName.quote(constraint.name)) ON \(relation.quotedName)"
                draft.add(
                    Opaque(
                        "comment on constraint",
                        ObjectName(constraint.name),
                        SQLText("COMMENT ON \(object) IS \(PostgresServerText.quoted(comment))"),
                        on: relation.name,
                        drop: SQLText("COMMENT ON \(object) IS NULL")
                    ),
                    as: nil,
                    needs: [relation.object]
                )
            }
            if let index = constraint.index, comments[.relation, index] != nil {
                draft.leave("\(name).\(constraint.name)", "comment on the index of a key", "it is left out")
            }
            if !constraint.indexOptions.isEmpty {
                let key = "\(name).\(constraint.name)"
                draft.leave(key, "storage of a key", "it is given without its storage parameters")
            }
        }
    }

    private func addOpaque(
        _ constraint: PostgresConstraint,
        of relation: PostgresRelation,
        to draft: inout PostgresSchemaDraft
    ) {
        let object = PostgresObject(.constraint, constraint.number)
        let name = TableName.quote(constraint.name)
        var text = "ALTER TABLE \(relation.quotedName) ADD CONSTRAINT \(name) \(constraint.definition ?? "")"
        if let comment = comments[object] {
            let literal = PostgresServerText.quoted(comment)
            text += ";\nCOMMENT ON CONSTRAINT \(name) ON \(relation.quotedName) IS \(literal)"
        }
        let referenced = constraint.referenced == 0 ? [] : [PostgresObject(.relation, constraint.referenced)]
        // A key that has no words, either.
        let keys = constraints[constraint.referenced].filter { $0.isBeyondWords && $0.kind != .foreignKey }
        draft.add(
            Opaque(
                "constraint",
                ObjectName(constraint.name),
                SQLText(text),
                on: relation.name,
                drop: SQLText("ALTER TABLE \(relation.quotedName) DROP CONSTRAINT \(name)")
            ),
            as: object,
            needs: [relation.object] + referenced + keys.map { PostgresObject(.constraint, $0.number) }
        )
    }
}
