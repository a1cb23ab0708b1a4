import MigratorDatabase

/// The indexes that are no constraint's and no share of a partitioned one.
struct PostgresIndexes: PostgresPart {
    let all: [PostgresIndex]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresIndex(row) }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT i.indexrelid, i.indrelid, x.relname, m.amname, i.indisunique, i.indisvalid, i.indnullsnotdistinct,
            i.indnkeyatts, i.indkey, i.indoption, pg_get_expr(i.indpred, i.indrelid),
            array_to_string(x.reloptions, chr(31)), pg_get_indexdef(i.indexrelid),
            CASE WHEN i.indexprs IS NOT NULL THEN (
                SELECT string_agg(pg_get_indexdef(i.indexrelid, p, false), chr(31) ORDER BY p)
                FROM generate_series(1, i.indnkeyatts) AS p WHERE i.indkey[p - 1] = 0) END
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace n ON n.oid = x.relnamespace
        JOIN pg_am m ON m.oid = x.relam
        WHERE NOT x.relispartition AND \(filter.admits("n.nspname")) AND NOT EXISTS (
            SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        """
    }
}

/// A row of `pg_index`.
struct PostgresIndex: Sendable {
    let number: Int
    let relation: Int
    let name: String
    let method: String
    let isUnique: Bool
    let isValid: Bool
    let nullsNotDistinct: Bool
    /// The positions of the columns that it orders by; 0 stands for an expression.
    let keys: [Int]
    /// The positions of the columns that it carries.
    let include: [Int]
    /// 1 for an order from the greatest down, 2 for nulls first, of each key.
    let orders: [Int]
    let predicate: String?
    let options: [String: String]
    let definition: String
    /// The expressions, in order, as the definition writes them.
    let expressions: [String]

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        relation = try reader.next()
        name = try reader.next()
        method = try reader.next()
        isUnique = try reader.next()
        isValid = try reader.next()
        nullsNotDistinct = try reader.next()
        let count: Int = try reader.next()
        let columns = try reader.numbers()
        keys = Array(columns.prefix(count))
        include = Array(columns.dropFirst(count))
        orders = try reader.numbers()
        predicate = try reader.next(String?.self).map(PostgresServerText.expression)
        options = try reader.options()
        definition = try reader.next(String?.self) ?? ""
        let expressions: String? = try reader.next()
        self.expressions = expressions?.split(separator: PostgresReflection.separator).map(String.init) ?? []
    }
}
