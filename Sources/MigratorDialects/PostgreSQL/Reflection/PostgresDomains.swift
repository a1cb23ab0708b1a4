import MigrationDSL
import MigratorDatabase

/// Domains; their checks are among the constraints.
struct PostgresDomains: PostgresPart {
    let all: [PostgresDomain]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresDomain(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT t.oid, n.nspname, t.typname, t.typbasetype, t.typtypmod, t.typnotnull, pg_get_expr(t.typdefaultbin, 0),
            CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype
        WHERE t.typtype = 'd' AND \(filter.admits("n.nspname"))
        """
    }
}

/// A domain of the catalogue.
struct PostgresDomain: Sendable {
    let number: Int
    let name: ObjectName
    let type: PostgresTypeKey
    let isNotNull: Bool
    let expression: String?
    let collation: String?

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        let schema: String = try reader.next()
        name = ObjectName(try reader.next(), postgresSchema: schema)
        type = PostgresTypeKey(number: try reader.next(), modifier: try reader.next())
        isNotNull = try reader.next()
        expression = try reader.next()
        collation = try reader.next()
    }
}
