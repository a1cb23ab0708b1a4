import MigrationDSL
import MigratorCatalogue
import MigratorDatabase

/// Functions and procedures; those that belong to an extension or to a range type are left out.
struct PostgresFunctions: PostgresPart {
    let all: [PostgresFunction]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in
            var reader = PostgresRowReader(row)
            let number: Int = try reader.next()
            let schema: String = try reader.next()
            let name = ObjectName(try reader.next(), postgresSchema: schema)
            let arguments: String = try reader.next(String?.self) ?? ""
            let isProcedure: Bool = try reader.next()
            let definition: String = try reader.next(String?.self) ?? ""
            // The server ends it with a line.
            let text = definition.hasSuffix("\n") ? String(definition.dropLast()) : definition
            let function = Function(name, arguments, SQLText(text), procedure: isProcedure)
            let denied: Bool = try reader.next()
            let rights = (denied ? [.denied] : []) + PostgresRights.read(try reader.next())
            return PostgresFunction(number: number, function: function, rights: rights)
        }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT p.oid, n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), p.prokind = 'p',
            pg_get_functiondef(p.oid), p.proacl IS NOT NULL AND NOT EXISTS (
                SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'),
            \(PostgresRights.query("p.proacl", owner: "p.proowner"))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind <> 'a' AND \(filter.admits("n.nspname")) AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
        """
    }
}

/// A function, and its number in the catalogue.
struct PostgresFunction: Sendable {
    let number: Int
    let function: Function
    /// What roles may do with it.
    let rights: [Schema.Right]
}
