import MigrationDSL
import MigratorSystem

extension PostgresReflection {
    func add(_ row: PostgresDomain, to draft: inout PostgresSchemaDraft) {
        let object = PostgresObject(.type, row.number)
        let type = types[row.type]
        let rows = constraints.of(domain: row.number)
        let domain = Domain(
            row.name,
            type?.type ?? .custom(""),
            collate: row.collation.map { SQLText($0) },
            default: row.expression.flatMap { text in type.map { DefaultValue(postgres: text, of: $0) } },
            nullable: !row.isNotNull,
            checks: rows.filter { $0.kind == .check }.map(check)
        )
        draft.add(domain.comment(comments[object]), as: object)
        for constraint in rows { draft.attach(PostgresObject(.constraint, constraint.number), to: object) }
    }

    func add(type relation: PostgresRelation, to draft: inout PostgresSchemaDraft) {
        let object = PostgresObject(.type, relation.rowType)
        let attributes = columns[relation.number].map { column in
            CompositeType.Attribute(
                column.name,
                types[column.type]?.type ?? .custom(""),
                collate: column.collation.map { SQLText($0) }
            )
        }
        draft.add(CompositeType(relation.name, attributes).comment(comments[object]), as: object)
        draft.attach(relation.object, to: object)
        addComments(onColumnsOf: relation, to: &draft)
    }

    func add(_ row: PostgresSequence, to draft: inout PostgresSchemaDraft) {
        let object = PostgresObject(.relation, row.number)
        let table = row.owner.flatMap { relations[$0.number] }
        // It goes with its table.
        if let table, !draft.holds(table.object) { return }
        let name = "\(row.schema).\(row.name.name)"
        if row.isIdentity {
            if comments[object] != nil { draft.leave(name, "comment on the sequence of an identity", "it is left out") }
            return
        }
        let column = row.owner.flatMap { owner in columns[owner.number].first { $0.position == owner.part } }
        if let table, let column, serial(column)?.number == row.number {
            draft.attach(object, to: table.object)
            return
        }
        var sequence = NumberSequence(
            row.name,
            type: row.type == .bigInt ? nil : row.type,
            counting: row.options ?? SequenceOptions()
        )
        if let table, let column { sequence = sequence.owned(by: table.name, column.name) }
        // The table of a column that counts it needs it, and is made first without its owner.
        let isCounted = column?.expression.map { $0.isExactly(row.call) } ?? false
        draft.add(
            sequence.comment(comments[object]),
            as: object,
            needs: isCounted ? [] : table.map { [$0.object] } ?? []
        )
        if row.isUnlogged {
            draft.leave(name, "unlogged sequence", "it is given as one that is logged")
        }
    }
}
