import MigrationDSL
import MigratorDatabase

/// Schemas and extensions.
struct PostgresSpaces: PostgresPart {
    let all: [PostgresSpace]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresSpace(row) }
    }

    /// Every database has the schema public and the language of functions; neither is an application's.
    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT false, n.oid, n.nspname, NULL::name, NULL::text FROM pg_namespace n
        WHERE n.nspname <> 'public' AND \(filter.admits("n.nspname"))
        UNION ALL SELECT true, e.oid, e.extname, n.nspname, a.comment
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        LEFT JOIN pg_available_extensions() AS a ON a.name = e.extname
        WHERE e.extname <> 'plpgsql'\(filter.isWhole ? "" : " AND \(filter.admits("n.nspname"))")
        """
    }
}

/// A schema or an extension.
struct PostgresSpace: Sendable {
    let isExtension: Bool
    let number: Int
    let name: String
    /// The schema of an extension.
    let schema: String?
    /// The comment that an extension comes with.
    let stockComment: String?

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        isExtension = try reader.next()
        number = try reader.next()
        name = try reader.next()
        schema = try reader.next()
        stockComment = try reader.next()
    }
}
