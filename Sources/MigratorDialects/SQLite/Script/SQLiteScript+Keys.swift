extension SQLiteScript {
    /// The foreign keys whose parent has neither a primary key nor a unique index of just their columns.
    static let unmatchedKeys = """
        SELECT 1 FROM (
            SELECT t.name AS child, k.id, k."table" AS parent, count(*) AS width, min(k."to") AS target
            FROM main.sqlite_master AS t CROSS JOIN pragma_foreign_key_list(t.name, 'main') AS k
            WHERE t.type = 'table' GROUP BY 1, 2
        ) AS key
        WHERE EXISTS (SELECT 1 FROM main.sqlite_master AS p WHERE p.name = key.parent COLLATE NOCASE)
        AND NOT CASE
            WHEN target IS NULL
            THEN width = (SELECT count(*) FROM pragma_table_info(key.parent, 'main') WHERE pk > 0)
            ELSE width = 1 AND (
                SELECT count(*) = 1 AND min(name) = key.target COLLATE NOCASE
                FROM pragma_table_info(key.parent, 'main') WHERE pk > 0
            ) OR EXISTS (
                SELECT 1 FROM pragma_index_list(key.parent, 'main') AS i
                WHERE i."unique" AND NOT i.partial
                AND key.width = (SELECT count(*) FROM pragma_index_info(i.name, 'main'))
                AND NOT EXISTS (
                    SELECT 1 FROM pragma_index_info(i.name, 'main') AS c
                    WHERE c.name IS NULL OR NOT EXISTS (
                        SELECT 1 FROM pragma_foreign_key_list(key.child, 'main') AS k
                        WHERE k.id = key.id AND k."to" = c.name COLLATE NOCASE
                    )
                )
            )
        END
        """
}
