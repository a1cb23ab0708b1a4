package import MigratorDatabase

/// Puts rows into tables of which nothing is known but what the database says of them.
package enum RowFilling {
    /// Puts a few rows into each table that takes them; of what is generic not every table does.
    package static func fill(_ connection: any DatabaseConnection, isPostgres: Bool) async throws {
        if isPostgres {
            try await connection.execute(postgres)
        } else {
            try await fillSQLite(connection)
        }
    }

    private static func fillSQLite(_ connection: any DatabaseConnection) async throws {
        let tables = try await connection.query(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'"
        )
        for row in tables {
            let table = try row.get("name", as: String.self)
            let columns = try await connection.query(
                "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0",
                [.text(table)]
            )
            let names = try columns.map { TableName.quote(try $0.get("name")) }
            for number in 1...2 {
                let values = try columns.map { column in
                    let type = try column.get("type", as: String.self).uppercased()
                    return ["INT", "NUM", "REAL"].contains(where: type.contains) ? "\(number)" : "'b\(number)'"
                }
                let list = "(\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
                _ = try? await connection.execute("INSERT INTO \(TableName.quote(table)) \(list)")
            }
        }
    }

    /// Tries values by the types of the columns; a second round finds the rows that those of the first refer to.
    private static let postgres = """
        DO $fill$
        DECLARE
            relation record; part record; number int; round int; names text; list text; value text;
        BEGIN
            SET CONSTRAINTS ALL IMMEDIATE;
            FOR round IN 1..2 LOOP
            FOR relation IN
                SELECT c.oid, c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY c.oid
            LOOP
            FOR number IN 1..2 LOOP
                names := ''; list := '';
                FOR part IN
                    SELECT attname, atthasdef, typtype, typcategory, t.oid AS type,
                        format_type(coalesce(nullif(typbasetype, 0), atttypid), NULL) AS word
                    FROM pg_attribute JOIN pg_type t ON t.oid = atttypid
                    WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
                        AND attgenerated = '' AND attidentity = ''
                LOOP
                    IF part.typtype = 'e' THEN
                        SELECT quote_literal(enumlabel) INTO value FROM pg_enum WHERE enumtypid = part.type
                        ORDER BY enumsortorder LIMIT 1;
                    ELSIF part.atthasdef AND number = 1 THEN
                        CONTINUE;
                    ELSE
                        value := CASE
                            WHEN part.word IN ('integer', 'bigint', 'smallint', 'numeric', 'real', 'double precision')
                                THEN (number + round * 2)::text
                            WHEN part.word IN ('text', 'character varying', 'citext')
                                THEN quote_literal(CASE WHEN number = 1 THEN 'a' ELSE '12' END)
                            WHEN part.word = 'character' THEN '''1'''
                            WHEN part.word = 'boolean' THEN 'true'
                            WHEN part.word = 'date' THEN '''2026-01-0' || number || ''''
                            WHEN part.word LIKE 'timestamp%' THEN '''2026-01-01 10:00:0' || number || ''''
                            WHEN part.word LIKE 'time%' THEN '''10:00'''
                            WHEN part.word = 'interval' THEN '''1 day'''
                            WHEN part.word = 'uuid' THEN 'gen_random_uuid()'
                            WHEN part.word LIKE 'json%' THEN '''{}'''
                            WHEN part.typcategory = 'A' THEN '''{}'''
                            ELSE 'NULL'
                        END;
                    END IF;
                    names := names || ', ' || quote_ident(part.attname);
                    list := list || ', ' || value;
                END LOOP;
                BEGIN
                    EXECUTE 'INSERT INTO ' || relation.name || CASE
                        WHEN names = '' THEN ' DEFAULT VALUES'
                        ELSE ' (' || substr(names, 3) || ') VALUES (' || substr(list, 3) || ')'
                    END;
                EXCEPTION WHEN OTHERS THEN
                    NULL;
                END;
            END LOOP; END LOOP; END LOOP;
        END $fill$
        """
}
