import MigrationDSL
import MigratorDatabase

/// Policies.
struct PostgresPolicies: PostgresPart {
    let all: [PostgresPolicy]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresPolicy(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd, (
                SELECT string_agg(CASE u.role WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(u.role)) END, ','
                    ORDER BY u.position) FROM unnest(p.polroles) WITH ORDINALITY AS u (role, position)),
            pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_policy`.
struct PostgresPolicy: Sendable {
    let number: Int
    let relation: Int
    let name: String
    let isPermissive: Bool
    let command: Policy.Command
    let roles: [String]
    let using: String?
    let check: String?

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        relation = try reader.next()
        name = try reader.next()
        isPermissive = try reader.next()
        command =
            switch try reader.next(String.self) {
            case "r": .select
            case "a": .insert
            case "w": .update
            case "d": .delete
            default: .all
            }
        roles = PostgresServerText.names(try reader.next())
        using = try reader.next(String?.self).map(PostgresServerText.expression)
        check = try reader.next(String?.self).map(PostgresServerText.expression)
    }
}
