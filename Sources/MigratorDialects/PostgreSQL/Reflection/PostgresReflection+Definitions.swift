import MigrationDSL
import MigratorDatabase

/// Indexes, triggers, policies and what else is of a table or has no type of its own.
extension PostgresReflection {
    func add(_ row: PostgresIndex, to draft: inout PostgresSchemaDraft) {
        guard let relation = relations[row.relation], draft.holds(relation.object) else { return }
        let object = PostgresObject(.relation, row.number)
        guard row.isValid else {
            draft.leave("\(relation.schema).\(row.name)", "index", "it is not valid: its build failed or is not done")
            return
        }
        let names = columns.names(row.relation, row.keys.filter { $0 != 0 })
        guard let keys = row.columns(named: names) else {
            let name = TableName(row.name, schema: relation.schema).quoted
            add(
                Opaque("index", ObjectName(row.name, schema: relation.name.schema), SQLText(row.definition)),
                called: "INDEX \(name)",
                as: object,
                needs: [relation.object],
                to: &draft
            )
            return
        }
        let index = Index(
            row.name,
            on: relation.name,
            columns: keys,
            unique: row.isUnique,
            where: row.predicate.map { SQLText($0) },
            include: columns.names(row.relation, row.include),
            using: row.method == "btree" ? nil : row.method,
            nullsNotDistinct: row.nullsNotDistinct,
            storage: row.options
        )
        draft.add(index.comment(comments[object]), as: object, needs: [relation.object])
    }

    func add(_ row: PostgresTrigger, to draft: inout PostgresSchemaDraft) {
        guard let relation = relations[row.relation], draft.holds(relation.object) else { return }
        guard !row.isRule else {
            add(rule: row, of: relation, to: &draft)
            return
        }
        let object = PostgresObject(.trigger, row.number)
        let trigger = Trigger(row.name, on: relation.name, SQLText(row.definition), state: row.state)
        draft.add(trigger.comment(comments[object]), as: object, needs: [relation.object])
    }

    private func add(rule row: PostgresTrigger, of relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        let name = TableName.quote(row.name)
        var text = row.definition
        let state: String? =
            switch row.state {
            case .enabled: nil
            case .disabled: "DISABLE"
            case .replica: "ENABLE REPLICA"
            case .always: "ENABLE ALWAYS"
            }
        if let state { text += ";\nALTER TABLE \(relation.quotedName) \(state) RULE \(name)" }
        add(
            Opaque("rule", ObjectName(row.name), SQLText(text), on: relation.name),
            called: "RULE \(name) ON \(relation.quotedName)",
            as: PostgresObject(.rule, row.number),
            needs: [relation.object],
            to: &draft
        )
    }

    func add(_ row: PostgresPolicy, to draft: inout PostgresSchemaDraft) {
        guard let relation = relations[row.relation], draft.holds(relation.object) else { return }
        let object = PostgresObject(.policy, row.number)
        let policy = Policy(
            row.name,
            on: relation.name,
            permissive: row.isPermissive,
            for: row.command,
            to: row.roles,
            using: row.using.map { SQLText($0) },
            check: row.check.map { SQLText($0) }
        )
        draft.add(policy.comment(comments[object]), as: object, needs: [relation.object])
    }

    func add(_ row: PostgresOther, to draft: inout PostgresSchemaDraft) {
        guard let kind = row.kind, let name = row.name, let definition = row.definition else {
            draft.leave(row.identity, row.title, "it is neither read nor compared")
            return
        }
        let drop = row.drop.map { SQLText($0) }
        if ["cluster", "column options"].contains(kind) {
            guard let table = row.relation.flatMap({ relations[$0] }), draft.holds(table.object) else { return }
            let needs = [table.object] + [row.needed].compactMap(\.self).map { PostgresObject(.relation, $0) }
            let opaque = Opaque(kind, ObjectName(name), SQLText(definition), on: table.name, drop: drop)
            draft.add(opaque, as: nil, needs: needs)
            return
        }
        let needs = row.relation.map { [PostgresObject(.relation, $0)] } ?? []
        // What is of a table goes with it.
        guard needs.allSatisfy(draft.holds) else { return }
        let full = row.schema.map { ObjectName(name, postgresSchema: $0) } ?? ObjectName(name)
        add(
            Opaque(kind, full, SQLText(definition), drop: drop),
            called: "\(kind.uppercased()) \(row.signature ?? row.identity)",
            as: row.object,
            needs: needs,
            to: &draft
        )
    }

    /// Adds an object with its comment, which is a statement of its own.
    private func add(
        _ opaque: Opaque,
        called name: String,
        as object: PostgresObject,
        needs: [PostgresObject],
        to draft: inout PostgresSchemaDraft
    ) {
        guard let comment = comments[object], let text = opaque.ddl.postgres else {
            draft.add(opaque, as: object, needs: needs)
            return
        }
        let statements = "\(text);\nCOMMENT ON \(name) IS \(PostgresServerText.quoted(comment))"
        draft.add(
            Opaque(opaque.kind, opaque.name, SQLText(statements), on: opaque.table, drop: opaque.drop),
            as: object,
            needs: needs
        )
    }
}
