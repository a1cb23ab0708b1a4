/// The objects that the server has no function for, or none beside their definition: how each is made.
///
/// Each query gives the columns of ``PostgresOthers/query(_:)``: the catalogue, the number, the schema, the kind, the name,
/// the definition, the signature, how it is dropped, and the relations that it is of and about.
extension PostgresOthers {
    static let statistics = """
        SELECT 3381, x.oid, x.stxnamespace, 'statistics', x.stxname, pg_get_statisticsobjdef(x.oid), NULL, NULL,
            x.stxrelid::int8, NULL::int8
        FROM pg_statistic_ext x
        """

    static let ranges = """
        SELECT 1247, t.oid, t.typnamespace, 'type', t.typname,
            format('CREATE TYPE %s AS RANGE (SUBTYPE = %s', t.oid::regtype, r.rngsubtype::regtype)
                || CASE WHEN p.opcdefault THEN '' ELSE format(', SUBTYPE_OPCLASS = %I.%I', s.nspname, p.opcname) END
                || CASE WHEN r.rngcollation <> b.typcollation
                    THEN format(', COLLATION = %s', r.rngcollation::regcollation) ELSE '' END
                || CASE WHEN r.rngcanonical <> 0 THEN format(', CANONICAL = %s', r.rngcanonical::regproc) ELSE '' END
                || CASE WHEN r.rngsubdiff <> 0 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff::regproc) ELSE '' END
                || format(', MULTIRANGE_TYPE_NAME = %s)', r.rngmultitypid::regtype),
            NULL, NULL, NULL, NULL
        FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type b ON b.oid = r.rngsubtype
        JOIN pg_opclass p ON p.oid = r.rngsubopc JOIN pg_namespace s ON s.oid = p.opcnamespace
        """

    /// The column of the locale has two names, and that of the rules is there since 16.
    static let collations = """
        SELECT 3456, c.oid, c.collnamespace, 'collation', c.collname,
            format('CREATE COLLATION %s (PROVIDER = %s', c.oid::regcollation,
                    CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END)
                || CASE c.collprovider WHEN 'c'
                    THEN format(', LC_COLLATE = %L, LC_CTYPE = %L', c.collcollate, c.collctype)
                    ELSE format(', LOCALE = %L', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'))
                    END
                || coalesce(', RULES = ' || quote_literal(to_jsonb(c) ->> 'collicurules'), '')
                || CASE WHEN c.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')',
            NULL, NULL, NULL, NULL
        FROM pg_collation c
        """

    /// Of several of one name each bears its arguments, too.
    static let aggregates = """
        SELECT 1255, p.oid, p.pronamespace, 'aggregate',
            CASE WHEN EXISTS (
                SELECT FROM pg_proc q WHERE q.proname = p.proname AND q.pronamespace = p.pronamespace AND q.prokind = 'a'
                    AND q.oid <> p.oid
            ) THEN format('%s(%s)', p.proname, s.arguments) ELSE p.proname END,
            format('CREATE AGGREGATE %s (SFUNC = %s, STYPE = %s', s.signature, a.aggtransfn,
                    format_type(a.aggtranstype, NULL))
                || CASE WHEN a.aggtransspace <> 0 THEN format(', SSPACE = %s', a.aggtransspace) ELSE '' END
                || \(closing("FINAL", "aggfinal"))
                || CASE WHEN a.aggcombinefn <> 0 THEN format(', COMBINEFUNC = %s', a.aggcombinefn) ELSE '' END
                || CASE WHEN a.aggserialfn <> 0 THEN format(', SERIALFUNC = %s', a.aggserialfn) ELSE '' END
                || CASE WHEN a.aggdeserialfn <> 0 THEN format(', DESERIALFUNC = %s', a.aggdeserialfn) ELSE '' END
                || coalesce(', INITCOND = ' || quote_literal(a.agginitval), '')
                || CASE WHEN a.aggmtransfn <> 0
                    THEN format(', MSFUNC = %s, MINVFUNC = %s, MSTYPE = %s', a.aggmtransfn, a.aggminvtransfn,
                        format_type(a.aggmtranstype, NULL)) ELSE '' END
                || CASE WHEN a.aggmtransspace <> 0 THEN format(', MSSPACE = %s', a.aggmtransspace) ELSE '' END
                || \(closing("MFINAL", "aggmfinal"))
                || coalesce(', MINITCOND = ' || quote_literal(a.aggminitval), '')
                || coalesce((
                    SELECT format(', SORTOP = OPERATOR(%I.%s)', n.nspname, o.oprname)
                    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop), '')
                || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END
                || CASE a.aggkind WHEN 'h' THEN ', HYPOTHETICAL)' ELSE ')' END,
            s.signature, 'DROP AGGREGATE ' || s.signature, NULL, NULL
        FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid JOIN pg_namespace n ON n.oid = p.pronamespace
        CROSS JOIN LATERAL (
            SELECT i.arguments, format('%I.%I(%s)', n.nspname, p.proname, coalesce(nullif(i.arguments, ''), '*'))
            FROM pg_get_function_identity_arguments(p.oid) AS i (arguments)
        ) AS s (arguments, signature)
        WHERE p.oid >= \(firstPostgresObject)
        """

    private static func closing(_ word: String, _ column: String) -> String {
        """
        CASE WHEN a.\(column)fn <> 0 THEN format(', \(word)FUNC = %s', a.\(column)fn)
                    || CASE WHEN a.\(column)extra THEN ', \(word)FUNC_EXTRA' ELSE '' END
                    || CASE WHEN a.\(column)modify = CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN ''
                        ELSE ', \(word)FUNC_MODIFY = ' || CASE a.\(column)modify
                            WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END ELSE '' END
        """
    }

    /// They are in no schema, and have the types that they are between for a name.
    static let casts = """
        SELECT 2605, c.oid, NULL::oid, 'cast', s.signature,
            format('CREATE CAST %s ', s.signature)
                || CASE c.castmethod WHEN 'f' THEN format('WITH FUNCTION %s', c.castfunc::regprocedure)
                    WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END
                || CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END,
            s.signature, 'DROP CAST ' || s.signature, NULL, NULL
        FROM pg_cast c CROSS JOIN LATERAL (
            SELECT format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL))
        ) AS s (signature)
        WHERE c.oid >= \(firstPostgresObject)
        """

    static let dictionaries = """
        SELECT 3600, d.oid, d.dictnamespace, 'text search dictionary', d.dictname,
            format('CREATE TEXT SEARCH DICTIONARY %s (TEMPLATE = %I.%I', d.oid::regdictionary, n.nspname, t.tmplname)
                || coalesce(', ' || d.dictinitoption, '') || ')',
            NULL, NULL, NULL, NULL
        FROM pg_ts_dict d JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace n ON n.oid = t.tmplnamespace
        WHERE d.oid >= \(firstPostgresObject)
        """

    static let configurations = """
        SELECT 3602, c.oid, c.cfgnamespace, 'text search configuration', c.cfgname,
            format('CREATE TEXT SEARCH CONFIGURATION %s (PARSER = %I.%I)', c.oid::regconfig, n.nspname, p.prsname)
                || coalesce((
                    SELECT string_agg(
                        format(E';\\nALTER TEXT SEARCH CONFIGURATION %s ADD MAPPING FOR %I WITH %s', c.oid::regconfig,
                            k.alias, m.dictionaries), '' ORDER BY k.alias)
                    FROM (
                        SELECT maptokentype, string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno)
                        FROM pg_ts_config_map WHERE mapcfg = c.oid GROUP BY maptokentype
                    ) AS m (token, dictionaries) JOIN ts_token_type(c.cfgparser) AS k ON k.tokid = m.token), ''),
            NULL, NULL, NULL, NULL
        FROM pg_ts_config c JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace n ON n.oid = p.prsnamespace
        WHERE c.oid >= \(firstPostgresObject)
        """

    /// The index by which CLUSTER orders a table.
    static let clusters = """
        SELECT 1259, c.oid, c.relnamespace, 'cluster', x.relname,
            format('ALTER TABLE %s CLUSTER ON %I', c.oid::regclass, x.relname), NULL,
            format('ALTER TABLE %s SET WITHOUT CLUSTER', c.oid::regclass), c.oid::int8, x.oid::int8
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisclustered
        """

    /// What ANALYZE is told of a column.
    static let columnOptions = """
        SELECT 1259, c.oid, c.relnamespace, 'column options', a.attname,
            concat_ws(E';\\n', s.altering || 'SET STATISTICS ' || t.target,
                s.altering || 'SET (' || array_to_string(a.attoptions, ', ') || ')'), NULL,
            concat_ws(E';\\n', CASE WHEN t.target IS NOT NULL THEN s.altering || 'SET STATISTICS -1' END,
                s.altering || 'RESET (' || (
                    SELECT string_agg(split_part(o, '=', 1), ', ') FROM unnest(a.attoptions) AS o) || ')'),
            c.oid::int8, NULL
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        CROSS JOIN LATERAL (SELECT CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END) AS t (target)
        CROSS JOIN LATERAL (
            SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I ', c.oid::regclass, a.attname)) AS s (altering)
        WHERE (a.attstattarget >= 0 OR a.attoptions IS NOT NULL) AND a.attnum > 0 AND NOT a.attisdropped
            AND c.relkind IN ('r', 'p', 'm')
        """
}
