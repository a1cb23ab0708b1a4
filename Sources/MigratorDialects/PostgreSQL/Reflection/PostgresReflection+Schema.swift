import MigrationDSL
import MigratorCatalogue
import MigratorSystem

extension PostgresReflection {
    /// The schema, without tables of the engine's own and what belongs to them, and without members of extensions.
    func schema(without ownTables: Set<ObjectName>) -> Schema {
        let own = ownTables.map { ObjectName($0.name, postgresSchema: $0.schema ?? "public") }
        var draft = PostgresSchemaDraft()
        for space in spaces.all { add(space, to: &draft) }
        for type in enums.all where !dependencies.members.contains(PostgresObject(.type, type.number)) {
            let object = PostgresObject(.type, type.number)
            draft.add(EnumType(type.name, type.values).comment(comments[object]), as: object)
        }
        for domain in domains.all where !dependencies.members.contains(PostgresObject(.type, domain.number)) {
            add(domain, to: &draft)
        }
        for relation in relations.all where !dependencies.members.contains(relation.object) {
            switch relation.kind {
            case .table, .partitioned: if !own.contains(relation.name) { add(table: relation, to: &draft) }
            case .view, .materializedView: add(view: relation, to: &draft)
            case .compositeType where !dependencies.members.contains(PostgresObject(.type, relation.rowType)):
                add(type: relation, to: &draft)
            case .compositeType: break
            }
        }
        for sequence in sequences.all where !dependencies.members.contains(PostgresObject(.relation, sequence.number)) {
            add(sequence, to: &draft)
        }
        for index in indexes.all { add(index, to: &draft) }
        for function in functions.all {
            let object = PostgresObject(.function, function.number)
            draft.add(function.function.comment(comments[object]), as: object, rights: function.rights)
        }
        for trigger in triggers.all { add(trigger, to: &draft) }
        for policy in policies.all { add(policy, to: &draft) }
        for other in others.all { add(other, to: &draft) }
        return draft.schema(dependencies)
    }

    private func add(_ space: PostgresSpace, to draft: inout PostgresSchemaDraft) {
        guard space.isExtension else {
            let object = PostgresObject(.schema, space.number)
            // One that an extension made comes with it.
            guard !dependencies.members.contains(object) else { return }
            draft.add(SchemaName(space.name).comment(comments[object]), as: object)
            return
        }
        let object = PostgresObject(.extension, space.number)
        let schema = space.schema.flatMap { ["public", "pg_catalog"].contains($0) ? nil : $0 }
        let comment = comments[object].flatMap { $0.isExactly(space.stockComment ?? "") ? nil : $0 }
        draft.add(Extension(space.name, schema: schema).comment(comment), as: object)
    }
}
