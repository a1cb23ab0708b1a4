import MigratorSystem

/// The rule of a bulk load for a row whose key is there already.
public enum BulkConflict: Hashable, Sendable {
    /// The load fails.
    case fail
    /// The row that is there stays.
    case skip
    /// The row that is there takes the new values, found by these columns.
    case update(key: [String])
}

extension BulkConflict {
    /// The clause after the rows of an INSERT into these columns; begins with a space, or is empty.
    package func clause(_ columns: [String]) -> String {
        switch self {
        case .fail: return ""
        case .skip: return " ON CONFLICT DO NOTHING"
        case .update(let key):
            let names = key.map(TableName.quote).joined(separator: ", ")
            let others = columns.filter { !key.hasExactly($0) }.map(TableName.quote)
            let action = others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
            return " ON CONFLICT (\(names)) DO " + (others.isEmpty ? "NOTHING" : "UPDATE SET \(action)")
        }
    }

    /// The statement by which PostgreSQL moves rows of these columns from a temporary table into another.
    package func merge(from temporary: TableName, into table: TableName, _ columns: [String]) -> String {
        let names = columns.map(TableName.quote).joined(separator: ", ")
        let insert = "INSERT INTO \(table.quoted) (\(names)) OVERRIDING SYSTEM VALUE SELECT \(names) FROM "
        guard case .update(let key) = self else { return insert + temporary.quoted + clause(columns) }
        // The server refuses to update a row twice in one statement, so the last of a key goes alone; rows with a null
        // in their key conflict with none. ctid is a row's place in the table, which is the order of loading.
        let keys = key.map(TableName.quote)
        let anyNull = keys.map { "\($0) IS NULL" }.joined(separator: " OR ")
        let distinct = "\(keys.joined(separator: ", ")), CASE WHEN \(anyNull) THEN ctid END"
        let rows = "SELECT DISTINCT ON (\(distinct)) ctid AS migrator_row, * FROM \(temporary.quoted) "
        return insert + "(\(rows)ORDER BY \(distinct), ctid DESC) AS loaded ORDER BY migrator_row" + clause(columns)
    }
}
