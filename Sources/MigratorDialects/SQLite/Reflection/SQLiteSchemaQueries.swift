import MigratorDatabase

/// The statements that read databases of a connection: as many for one table as for thousands.
struct SQLiteSchemaQueries {
    private let schemas: [String]

    /// Reads the databases of these names, which are there.
    init(_ schemas: [String]) {
        self.schemas = schemas
    }

    /// The texts come first: to read them makes SQLite see what other connections have changed.
    var statements: [String] { [objects, relations, columns, indexColumns, foreignKeys] }

    private var objects: String {
        schemas.map { schema in
            "SELECT \(SQLiteShellText.literal(schema)), type, name, tbl_name, sql "
                + "FROM \(TableName.quote(schema)).sqlite_schema"
        }.joined(separator: " UNION ALL ")
    }

    // One view that does not compile keeps SQLite from counting the columns of virtual tables.
    private var relations: String {
        """
        SELECT l.schema, l.name, l.type, l.wr, l.strict, CASE WHEN l.type = 'virtual' AND l.ncol = 0 THEN
            (SELECT group_concat(m.name, char(10)) FROM pragma_module_list AS m) END
        FROM pragma_table_list AS l WHERE \(isAsked)
        """
    }

    // The functions are asked about tables alone: about a view that does not compile they would fail.
    private var columns: String {
        """
        SELECT l.schema, l.name, c.name, c.type, c."notnull", c.pk, c.hidden FROM pragma_table_list AS l
        CROSS JOIN pragma_table_xinfo(l.name, l.schema) AS c WHERE l.type = 'table' AND \(isAsked)
        """
    }

    private var indexColumns: String {
        """
        SELECT l.schema, l.name, i.name, i.origin, c.name FROM pragma_table_list AS l
        CROSS JOIN pragma_index_list(l.name, l.schema) AS i CROSS JOIN pragma_index_xinfo(i.name, l.schema) AS c
        WHERE l.type = 'table' AND c.key AND \(isAsked)
        """
    }

    private var foreignKeys: String {
        """
        SELECT l.schema, l.name, k.id, k."table", k."from", k.on_update, k.on_delete FROM pragma_table_list AS l
        CROSS JOIN pragma_foreign_key_list(l.name, l.schema) AS k WHERE l.type = 'table' AND \(isAsked)
        """
    }

    private var isAsked: String {
        let names = schemas.map(SQLiteShellText.literal)
        // LIKE would be asked about each row of the functions.
        return "l.schema IN (\(names.joined(separator: ", "))) AND substr(l.name, 1, 7) <> 'sqlite_'"
    }
}
