import MigratorDatabase

/// What needs what, and what is a part of what.
struct PostgresDependencies: PostgresPart {
    /// Objects, each with one that it needs.
    let needs: [(object: PostgresObject, needed: PostgresObject)]
    /// The whole that an object is a part of, such as the view of a rule, the table of a row type, an extension.
    let wholes: [PostgresObject: PostgresObject]
    /// The members of extensions.
    let members: Set<PostgresObject>

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var needs: [(object: PostgresObject, needed: PostgresObject)] = []
        var wholes: [PostgresObject: PostgresObject] = [:]
        var members: Set<PostgresObject> = []
        for row in rows {
            var reader = PostgresRowReader(row)
            let object = PostgresObject(try reader.next(Int.self), try reader.next())
            let other = PostgresObject(try reader.next(Int.self), try reader.next())
            switch try reader.next(String.self) {
            case "n": needs.append((object, other))
            case "e":
                wholes[object] = other
                members.insert(object)
            default: if wholes[object] == nil { wholes[object] = other }
            }
        }
        self.needs = needs
        self.wholes = wholes
        self.members = members
    }

    /// Keys, their columns and their indexes are known by themselves.
    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT DISTINCT classid::int8, objid, refclassid::int8, refobjid, deptype FROM pg_depend
        WHERE objid >= \(firstPostgresObject) AND refobjid >= \(firstPostgresObject) AND deptype IN ('n', 'e', 'i')
            AND NOT (classid = 'pg_constraint'::regclass AND refclassid = 'pg_class'::regclass)
            AND NOT (classid IN ('pg_class'::regclass, 'pg_trigger'::regclass) AND refclassid = 'pg_constraint'::regclass)
        """
    }
}
