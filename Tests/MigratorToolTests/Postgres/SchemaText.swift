import MigratorTestSupport

/// What PostgreSQL's catalogue says of tables, in the words of `Fixtures/ecs-schema.md`.
struct SchemaText {
    private let database: PostgresDatabase

    init(_ database: PostgresDatabase) {
        self.database = database
    }

    /// The lines of each section of a text, by the table that heads it.
    static func sections(of text: String) -> [String: [String]] {
        var sections: [String: [String]] = [:]
        var name = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") {
                name = String(line.dropFirst(3))
                sections[name] = []
            } else {
                sections[name]?.append(String(line))
            }
        }
        return sections
    }

    /// The lines of each table that is not the engine's.
    func tables() async throws -> [String: [String]] {
        var tables: [String: [String]] = [:]
        for row in try await database.rows(columns) {
            tables[row[0], default: ["| column | type | null | default |", "|---|---|---|---|"]].append(row[1])
        }
        for row in try await database.rows(constraints) { tables[row[0]]?.append(row[1]) }
        for row in try await database.rows(indexes) { tables[row[0]]?.append(row[1]) }
        return tables
    }

    private let ours = "n.nspname = 'public' AND c.relname <> 'alembic_version' AND c.relname NOT LIKE 'migrator\\_%'"

    private var columns: String {
        """
        SELECT c.relname::text, pg_catalog.format('| %s | %s | %s | %s |', a.attname,
            pg_catalog.format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'no' ELSE 'yes' END,
            COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '')
            || CASE WHEN a.attidentity <> '' OR a.attgenerated <> '' THEN ' (of its own)' ELSE '' END)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE \(ours) AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum
        """
    }

    private var constraints: String {
        """
        SELECT c.relname::text,
            pg_catalog.format('- %s (`%s`)', pg_catalog.pg_get_constraintdef(k.oid), k.conname)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype <> 'n' AND \(ours) ORDER BY c.relname, pg_catalog.pg_get_constraintdef(k.oid) COLLATE "C"
        """
    }

    /// Those that stand for no constraint.
    private var indexes: String {
        """
        SELECT c.relname::text, pg_catalog.format('- `%s`', pg_catalog.replace(
            pg_catalog.replace(pg_catalog.pg_get_indexdef(i.indexrelid), ' public.', ' '), ' USING btree ', ' '))
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class x ON x.oid = i.indexrelid
        WHERE \(ours) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid)
        ORDER BY c.relname, x.relname COLLATE "C"
        """
    }
}
