public import MigratorDatabase

extension SQLiteSession {
    /// Returns the columns of a table or a view, in order; empty if there is none of this name.
    ///
    /// A column that stands for the rowid counts as one with a default, and as one that is never null.
    public func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        try await interruptibly { handle throws(DatabaseFailure) in
            let arguments: [DatabaseCell] = [.text(table.name), table.schema.map { .text($0) } ?? .null]
            // A primary key that is the rowid has no index of its own.
            let sql = """
                SELECT name, type, "notnull", dflt_value, pk, hidden,
                  (SELECT count(*) FROM pragma_index_list(?1, ?2) WHERE origin = 'pk') AS pkIndexes,
                  sum(pk > 0) OVER () AS pkColumns
                FROM pragma_table_xinfo(?1, ?2) WHERE hidden <> 1 ORDER BY cid
                """
            let statement = try handle.statement(sql)
            return try self.rows(of: statement, arguments).map { row throws(DatabaseFailure) in
                try Self.column(row)
            }
        }
    }

    private static func column(_ row: DatabaseRow) throws(DatabaseFailure) -> CatalogColumn {
        let type = try row.get("type", as: String.self)
        let isOnlyKey = try row.get("pk", as: Int.self) == 1 && row["pkColumns"] == 1
        let isRowID = isOnlyKey && row["pkIndexes"] == 0 && type.uppercased() == "INTEGER"
        let writtenDefault = try row.get("dflt_value", as: String?.self)
        return CatalogColumn(
            name: try row.get("name"),
            declaredType: type,
            kind: ColumnKind(sqliteDeclaredType: type),
            isNullable: row["notnull"] == 0 && !isRowID,
            hasDefault: isRowID || writtenDefault.map { $0.uppercased() != "NULL" } ?? false,
            isGenerated: row["hidden"] == 2 || row["hidden"] == 3
        )
    }
}
