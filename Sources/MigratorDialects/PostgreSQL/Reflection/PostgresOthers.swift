import MigratorDatabase

/// Objects that have no type in the DSL: those that can be made by their text, and those that cannot be read at all.
struct PostgresOthers: PostgresPart {
    let all: [PostgresOther]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresOther(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        let unknown = inSchemas.map { "SELECT \($0), oid, \($1), \(nothing) FROM \($2)" }
        let global = inNone.map { "SELECT \($0), oid, NULL::oid, \(nothing) FROM \($1)" }
        let known = [statistics, ranges, collations, aggregates, dictionaries, configurations, clusters, columnOptions]
        let all = known + unknown + (filter.isWhole ? [casts] + global : [])
        return """
            SELECT o.class::int8, o.oid, o.kind, n.nspname, o.name, o.definition, o.signature, o.dropping, o.relation,
                o.needed, i.type, i.identity
            FROM (\(all.joined(separator: "\nUNION ALL "))) AS o (
                class, oid, schema, kind, name, definition, signature, dropping, relation, needed)
            LEFT JOIN pg_namespace n ON n.oid = o.schema
            CROSS JOIN LATERAL pg_identify_object(o.class::oid, o.oid, 0) AS i
            WHERE o.oid >= \(firstPostgresObject) AND (o.schema IS NULL OR \(filter.admits("n.nspname"))) AND NOT EXISTS (
                SELECT FROM pg_depend d
                WHERE d.classid = o.class::oid AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
            """
    }

    /// The columns of what it is not known of how it is made.
    private static let nothing = "NULL, NULL::name, NULL, NULL, NULL, NULL::int8, NULL::int8"

    /// The number, the column of the schema, and the name of catalogues whose objects are in a schema.
    private static let inSchemas = [
        (
            1247, "typnamespace",
            """
            pg_type t WHERE typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
            """
        ),
        (1259, "relnamespace", "pg_class WHERE relkind = 'f'"), (2617, "oprnamespace", "pg_operator"),
        (2616, "opcnamespace", "pg_opclass"), (2753, "opfnamespace", "pg_opfamily"),
        (2607, "connamespace", "pg_conversion"), (3601, "prsnamespace", "pg_ts_parser"),
        (3764, "tmplnamespace", "pg_ts_template"),
    ]

    /// The number and the name of catalogues whose objects are in none.
    private static let inNone = [
        (3576, "pg_transform"), (2601, "pg_am"), (2612, "pg_language"), (3466, "pg_event_trigger"),
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
    /// The name as DROP and COMMENT want it, with the types that a name alone does not tell.
    let signature: String?
    /// The statement that drops it, unless it goes by its kind and name.
    let drop: String?
    /// The table that it says more of.
    let relation: Int?
    /// The index that it is about.
    let needed: Int?
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
        signature = try reader.next()
        drop = try reader.next()
        relation = try reader.next()
        needed = try reader.next()
        title = try reader.next(String?.self) ?? ""
        identity = try reader.next(String?.self) ?? ""
    }
}
