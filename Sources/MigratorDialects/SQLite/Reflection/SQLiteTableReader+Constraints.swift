import MigrationDSL
import MigratorCore
import MigratorSystem

extension SQLiteTableReader {
    /// The constraint that a clause is; `nil` for one that no value says, which is then remarked.
    mutating func constraint(_ clause: SQLiteTableText.Clause) throws(SQLiteTextProblem) -> Constraint? {
        switch clause.rule {
        case .primaryKey(let key, _, let conflict):
            guard key.allSatisfy(isCollatedAsColumn) else {
                throw SQLiteTextProblem("its primary key compares by other collations than its columns")
            }
            return .primaryKey(primaryKey(key, clause.name, conflict))
        case .unique(let key, let conflict):
            guard key.allSatisfy(isCollatedAsColumn) else {
                remark(clause, "unique constraint", "it compares by other collations than its columns")
                return nil
            }
            if key.contains(where: \.isDescending) {
                remark(clause, "unique constraint", "its index orders from the greatest down, which is left out")
            }
            return .unique(Unique(key.map { spelled($0.name) }, name: clause.name, onConflict: conflict))
        case .check(let expression, let conflict):
            if conflict != nil { remark(clause, "check", "SQLite reads ON CONFLICT and does nothing with it") }
            return .check(Check(SQLText(expression), name: clause.name))
        case .foreignKey(let key):
            for ignored in key.ignored {
                remark(clause, "foreign key", "SQLite reads \(ignored) and does nothing with it")
            }
            return .foreignKey(foreignKey(key, clause.name))
        case .notNull, .null, .default, .collate, .generated, .deferral: return nil
        }
    }

    private func primaryKey(
        _ key: [SQLiteTableText.KeyColumn],
        _ name: String?,
        _ conflict: ConflictResolution?
    ) -> PrimaryKey {
        let columns = key.map { spelled($0.name) }
        // The order of rowids is their own.
        let descending = key.filter { $0.isDescending && !isRowID($0.name) }.map { spelled($0.name) }
        return PrimaryKey(
            columns,
            name: name,
            descending: descending,
            allowsNull: facts.columns.contains { $0.keyPosition > 0 && isNullable($0) },
            onConflict: conflict
        )
    }

    private func foreignKey(_ key: SQLiteTableText.Key, _ name: String?) -> ForeignKey {
        let parent = relations[schema, key.table]
        return ForeignKey(
            key.columns.map(spelled),
            // A key points into its own database.
            references: parent?.reference.name ?? ObjectName(key.table, schema: self.name.schema),
            key.referencedColumns.map { parent?.spelled($0) ?? $0 },
            onDelete: key.onDelete,
            onUpdate: key.onUpdate,
            deferrable: key.deferral,
            name: name
        )
    }

    /// A column as the table spells it.
    private func spelled(_ column: String) -> String {
        text.index(of: column).map { text.columns[$0].name } ?? column
    }

    private func isCollatedAsColumn(_ key: SQLiteTableText.KeyColumn) -> Bool {
        guard let collation = key.collation else { return true }
        let clauses = text.index(of: key.name).map { text.columns[$0].clauses } ?? []
        var own = "BINARY"
        for case .collate(let name) in clauses.map(\.rule) { own = name }
        return isSame(SQLiteName.unquoted(collation), SQLiteName.unquoted(own))
    }
}
