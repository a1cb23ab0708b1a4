import MigrationDSL
import MigratorSystem

extension PostgresReflection {
    func column(_ row: PostgresColumn, of relation: PostgresRelation) -> Column {
        let type = types[row.type]
        let isSerial = serial(row) != nil
        var column = Column(row.name, isSerial ? serial(of: row) : type?.type ?? .custom(""))
        if let expression = row.expression, !isSerial, let type {
            column =
                row.generation.isEmpty
                ? column.default(DefaultValue(postgres: expression, of: type))
                : column.generated(
                    as: SQLText(PostgresServerText.expression(expression)),
                    stored: row.generation == "s"
                )
        } else if row.expression == nil, inheritsDefault(row, of: relation) {
            column = column.default(.expression("NULL"))
        }
        if !row.identity.isEmpty {
            column = column.identity(row.identity == "a" ? .always : .byDefault, sequences[row].first?.options)
        }
        if row.isNotNull { column = notNull(column, row, of: relation) }
        if let collation = row.collation { column = column.collate(SQLText(collation)) }
        if let storage = row.storage.flatMap(Self.storage) { column = column.storage(storage) }
        switch row.compression {
        case "p": column = column.compression("pglz")
        case "l": column = column.compression("lz4")
        default: break
        }
        return column.comment(comments[.relation, row.relation, row.position])
    }

    /// Refuses null, by the name of a constraint where that is none of PostgreSQL's choice.
    ///
    /// A constraint that is not valid, or not inherited, is an object of its own.
    private func notNull(_ column: Column, _ row: PostgresColumn, of relation: PostgresRelation) -> Column {
        let constraint = constraints[row.relation].first { $0.kind == .notNull && $0.columns == [row.position] }
        guard let constraint, constraint.isLocal else { return column.notNull() }
        guard !constraint.isBeyondWords else { return column }
        let usual = PostgresAutomaticName.name(relation.name.name, row.name, "not_null")
        return column.notNull(name: constraint.name.isExactly(usual) ? nil : constraint.name)
    }

    /// Whether a table that it inherits from has a default where it has none.
    private func inheritsDefault(_ row: PostgresColumn, of relation: PostgresRelation) -> Bool {
        guard !row.isLocal, row.identity.isEmpty else { return false }
        return relation.parents.contains { parent in
            columns[parent].contains { $0.name.isExactly(row.name) && $0.expression != nil && $0.generation.isEmpty }
        }
    }

    // MARK: Sequences

    /// The sequence that its default counts and that it owns, as that of a serial does.
    ///
    /// The sequence may have another name, as after a change of the table's, and numbers of another type, as from before
    /// PostgreSQL 10. One that counts in another way, or has a comment, is an object of its own.
    func serial(_ column: PostgresColumn) -> PostgresSequence? {
        guard column.isNotNull, let expression = column.expression else { return nil }
        guard let type = types[column.type]?.type, [.smallInt, .integer, .bigInt].contains(type) else { return nil }
        return sequences[column].first { sequence in
            !sequence.isIdentity && sequence.options == nil && comments[.relation, sequence.number] == nil
                && expression.isExactly(sequence.call)
        }
    }

    /// Notes the sequences of serial columns whose names are not the usual ones.
    func noteSequences(of relation: PostgresRelation, in draft: inout PostgresSchemaDraft) {
        for column in columns[relation.number] {
            guard let name = serial(column)?.name else { continue }
            let usual = PostgresAutomaticName.name(relation.name.name, column.name, "seq")
            if name.name.isExactly(usual), name.schema == relation.name.schema { continue }
            draft.count(column.name, of: relation.object, by: name)
        }
    }

    private func serial(of column: PostgresColumn) -> ColumnType {
        switch types[column.type]?.type {
        case ColumnType.smallInt: .smallSerial
        case ColumnType.integer: .serial
        default: .bigSerial
        }
    }

    private static func storage(_ letter: String) -> String? {
        switch letter {
        case "p": "PLAIN"
        case "e": "EXTERNAL"
        case "x": "EXTENDED"
        case "m": "MAIN"
        default: nil
        }
    }
}
