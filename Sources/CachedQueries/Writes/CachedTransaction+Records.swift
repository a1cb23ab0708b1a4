public import MigratorDatabase

extension CachedTransaction {
    /// Stores a record, in place of the one that is there.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - entities: The entities whose rows it writes, if that is known.
    ///   - conflict: The columns that tell which row it takes the place of; the id, if none are given. A constraint or an
    ///     index must say that they are unique.
    /// - Returns: The record as it is stored.
    /// - Throws: What the database gives.
    @discardableResult
    public func store<Stored: CachedRecord>(
        _ record: Stored,
        entities: [String]? = nil,
        conflict: [String]? = nil
    ) async throws(DatabaseFailure) -> Stored {
        let table = Stored.table
        touch(table.name, entities: entities)
        // A column that is left out takes its default.
        let values = record.values.filter { !($0.value == .null && table.moments[$0.column] != nil) }
        let (columns, id) = (values.map(\.column), table.columns.prefix(1).map(\.name))
        let conflict = conflict ?? id
        var changes = columns.filter { column in
            !conflict.contains(column) && !id.contains(column) && table.moments[column] != .creation
        }.map { "\($0) = excluded.\($0)" }
        for column in table.columns where column.moment == .change && !columns.contains(column.name) {
            changes.append("\(column.name) = CURRENT_TIMESTAMP")
        }
        // A row that stays as it is must be changed all the same, or it is not given back.
        if changes.isEmpty { changes = conflict.map { "\($0) = excluded.\($0)" } }
        let dialect = try connection.kind.queryDialect
        let placeholders = columns.indices.map { dialect.placeholder($0 + 1) }.joined(separator: ", ")
        let sql = """
            INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(placeholders))
            ON CONFLICT (\(conflict.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))
            RETURNING \(table.columns.map(\.name).joined(separator: ", "))
            """
        guard let row = try await connection.query(sql, values.map(\.value)).first else {
            throw DatabaseFailure(.other, "storing into \(table.name) gave no row back", statement: sql)
        }
        return try Stored(row: row)
    }

    /// Deletes rows of a table by equalities.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - conditions: Columns, and the values that they must have.
    ///   - others: The tables whose rows go with these, as their foreign keys say `ON DELETE CASCADE`.
    ///   - entities: The entities whose rows go, if that is known.
    /// - Returns: Whether there was a row.
    /// - Throws: What the database gives.
    @discardableResult
    public func remove(
        from table: String,
        where conditions: KeyValuePairs<String, DatabaseCell>,
        cascadingTo others: [String] = [],
        entities: [String]? = nil
    ) async throws(DatabaseFailure) -> Bool {
        for touched in [table] + others { touch(touched, entities: entities) }
        let dialect = try connection.kind.queryDialect
        let equalities = conditions.enumerated().map { "\($1.key) = \(dialect.placeholder($0 + 1))" }
        let condition = equalities.joined(separator: " AND ")
        return try await connection.execute("DELETE FROM \(table) WHERE \(condition)", conditions.map(\.value)) > 0
    }
}
