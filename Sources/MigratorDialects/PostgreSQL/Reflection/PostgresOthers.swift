import MigratorDatabase

/// Objects that have no type in the DSL: those that can be made by their text, and those that cannot be read at all.
struct PostgresOthers: PostgresPart {
    let all: [PostgresOther]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresOther(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        let range = """
            format('CREATE TYPE %s AS RANGE (SUBTYPE = %s', t.oid::regtype, r.rngsubtype::regtype)
                || CASE WHEN p.opcdefault THEN '' ELSE format(', SUBTYPE_OPCLASS = %I.%I', s.nspname, p.opcname) END
                || CASE WHEN r.rngcollation <> b.typcollation
                    THEN format(', COLLATION = %s', r.rngcollation::regcollation) ELSE '' END
                || CASE WHEN r.rngcanonical <> 0 THEN format(', CANONICAL = %s', r.rngcanonical::regproc) ELSE '' END
                || CASE WHEN r.rngsubdiff <> 0 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff::regproc) ELSE '' END
                || format(', MULTIRANGE_TYPE_NAME = %s)', r.rngmultitypid::regtype)
            """
        // The column of the locale has two names, and that of the rules is there since 16.
        let collation = """
            format('CREATE COLLATION %s (PROVIDER = %s', c.oid::regcollation,
                    CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END)
                || CASE c.collprovider WHEN 'c'
                    THEN format(', LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype)
                    ELSE format(', LOCALE = %L', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'))
                    END
                || coalesce(', RULES = ' || quote_literal(to_jsonb(c) ->> 'collicurules'), '')
                || CASE WHEN c.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')'
            """
        let known = """
            SELECT 3381, x.oid, x.stxnamespace, 'statistics', x.stxname, pg_get_statisticsobjdef(x.oid), x.stxrelid::int8
            FROM pg_statistic_ext x
            UNION ALL SELECT 1247, t.oid, t.typnamespace, 'type', t.typname, \(range), NULL
            FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type b ON b.oid = r.rngsubtype
            JOIN pg_opclass p ON p.oid = r.rngsubopc JOIN pg_namespace s ON s.oid = p.opcnamespace
            UNION ALL SELECT 3456, c.oid, c.collnamespace, 'collation', c.collname, \(collation), NULL FROM pg_collation c
            """
        let unknown = inSchemas.map { "SELECT \($0), oid, \($1), NULL, NULL::name, NULL, NULL FROM \($2)" }
        let global = inNone.map { "SELECT \($0), oid, NULL::oid, NULL, NULL::name, NULL, NULL FROM \($1)" }
        let all = [known] + unknown + (filter.isWhole ? global : [])
        return """
            SELECT o.class::int8, o.oid, o.kind, n.nspname, o.name, o.definition, o.relation, i.type, i.identity
            FROM (\(all.joined(separator: "\nUNION ALL "))) AS o (class, oid, schema, kind, name, definition, relation)
            LEFT JOIN pg_namespace n ON n.oid = o.schema
            CROSS JOIN LATERAL pg_identify_object(o.class::oid, o.oid, 0) AS i
            WHERE o.oid >= \(firstPostgresObject) AND (o.schema IS NULL OR \(filter.admits("n.nspname"))) AND NOT EXISTS (
                SELECT FROM pg_depend d
                WHERE d.classid = o.class::oid AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
            """
    }

    /// The number, the column of the schema, and the name of catalogues whose objects are in a schema.
    private static let inSchemas = [
        (
            1247, "typnamespace",
            """
            pg_type t WHERE typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
            """
        ),
        (1255, "pronamespace", "pg_proc WHERE prokind = 'a'"), (1259, "relnamespace", "pg_class WHERE relkind = 'f'"),
        (2617, "oprnamespace", "pg_operator"), (2616, "opcnamespace", "pg_opclass"),
        (2753, "opfnamespace", "pg_opfamily"), (2607, "connamespace", "pg_conversion"),
        (3602, "cfgnamespace", "pg_ts_config"), (3600, "dictnamespace", "pg_ts_dict"),
        (3601, "prsnamespace", "pg_ts_parser"), (3764, "tmplnamespace", "pg_ts_template"),
    ]

    /// The number and the name of catalogues whose objects are in none.
    private static let inNone = [
        (2605, "pg_cast"), (3576, "pg_transform"), (2601, "pg_am"), (2612, "pg_language"), (3466, "pg_event_trigger"),
        (6104, "pg_publication"), (2328, "pg_foreign_data_wrapper"), (1417, "pg_foreign_server"),
        (6100, "pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"),
    ]
}

/// An object that has no type in the DSL.
struct PostgresOther: Sendable {
    let object: PostgresObject
    /// The kind, where it is known how the object is made.
    let kind: String?
    let schema: String?
    let name: String?
    let definition: String?
    /// The table that statistics are of.
    let relation: Int?
    /// The kind in the server's words.
    let title: String
    /// The name as SQL writes it.
    let identity: String

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        object = PostgresObject(try reader.next(Int.self), try reader.next())
        kind = try reader.next()
        schema = try reader.next()
        name = try reader.next()
        definition = try reader.next()
        relation = try reader.next()
        title = try reader.next(String?.self) ?? ""
        identity = try reader.next(String?.self) ?? ""
    }
}
