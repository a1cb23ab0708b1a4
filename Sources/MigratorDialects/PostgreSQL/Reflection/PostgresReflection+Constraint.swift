import MigrationDSL

extension PostgresReflection {
    /// A constraint with its name; `nil` for one that the DSL has no words for.
    func constraint(_ row: PostgresConstraint, of relation: PostgresRelation) -> Constraint? {
        let names = columns.names(row.relation, row.columns)
        let include = columns.names(row.relation, row.include)
        let comment = comments[.constraint, row.number]
        switch row.kind {
        case .primaryKey:
            return .primaryKey(
                PrimaryKey(names, name: row.name, include: include, deferrable: row.deferral, comment: comment)
            )
        case .unique:
            return .unique(
                Unique(
                    names,
                    name: row.name,
                    nullsNotDistinct: row.nullsNotDistinct,
                    include: include,
                    deferrable: row.deferral,
                    comment: comment
                )
            )
        case .check: return .check(check(row))
        case .foreignKey:
            return .foreignKey(
                ForeignKey(
                    names,
                    references: row.referencedName ?? "",
                    row.referencedColumns,
                    onDelete: row.onDelete,
                    onUpdate: row.onUpdate,
                    deferrable: row.deferral,
                    notValid: !row.isValid,
                    name: row.name,
                    matchFull: row.matchesFull,
                    onDeleteColumns: columns.names(row.relation, row.onDeleteColumns),
                    comment: comment
                )
            )
        case .exclusion:
            return .exclude(
                Exclude(
                    elements(of: row.definition ?? ""),
                    using: method(of: row.definition ?? ""),
                    where: row.predicate,
                    name: row.name,
                    include: include,
                    deferrable: row.deferral,
                    comment: comment
                )
            )
        case .notNull: return nil
        }
    }

    func check(_ row: PostgresConstraint) -> Check {
        Check(
            SQLText(row.expression ?? ""),
            name: row.name,
            notValid: !row.isValid,
            noInherit: row.noInherit,
            comment: comments[.constraint, row.number]
        )
    }

    /// The method of `EXCLUDE USING gist (…)`.
    private func method(of definition: String) -> String {
        let words = definition.prefix { $0 != "(" }.split(separator: " ")
        return words.count > 2 ? String(words[2]) : "gist"
    }

    /// The elements of `EXCLUDE USING gist (during WITH &&, …)`.
    private func elements(of definition: String) -> [Exclude.Element] {
        guard let list = PostgresServerText.brackets(definition)?.within else { return [] }
        return PostgresServerText.parts(list).map { element in
            let parts = PostgresServerText.parts(element, at: "WITH")
            return Exclude.Element(parts[0], with: parts.count > 1 ? parts[1] : "=")
        }
    }
}
