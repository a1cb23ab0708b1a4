import MigrationDSL
import MigratorDatabase

/// Enum types, with their values in order.
struct PostgresEnums: PostgresPart {
    let all: [PostgresEnum]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var enums: [PostgresEnum] = []
        for row in rows {
            var reader = PostgresRowReader(row)
            let number: Int = try reader.next()
            let schema: String = try reader.next()
            let name = ObjectName(try reader.next(), postgresSchema: schema)
            if enums.last?.number != number { enums.append(PostgresEnum(number: number, name: name)) }
            if let value: String = try reader.next(String?.self) { enums[enums.count - 1].values.append(value) }
        }
        all = enums
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT t.oid, n.nspname, t.typname, e.enumlabel
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
        WHERE t.typtype = 'e' AND \(filter.admits("n.nspname"))
        ORDER BY t.oid, e.enumsortorder
        """
    }
}

/// An enum type of the catalogue.
struct PostgresEnum: Sendable {
    let number: Int
    let name: ObjectName
    var values: [String] = []
}
