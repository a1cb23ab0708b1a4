import MigratorDatabase

/// The columns of tables and views, and the attributes of composite types.
struct PostgresColumns: PostgresPart {
    /// Those of each relation, in order.
    private let columns: [Int: [PostgresColumn]]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var columns: [Int: [PostgresColumn]] = [:]
        // The rows of a relation are mostly beside one another.
        var relation = 0
        var run: [PostgresColumn] = []
        for row in rows {
            let column = try PostgresColumn(row)
            if column.relation != relation {
                columns[relation, default: []] += run
                run = []
                relation = column.relation
            }
            run.append(column)
        }
        columns[relation, default: []] += run
        self.columns = columns.mapValues { $0.sorted { $0.position < $1.position } }
    }

    subscript(relation: Int) -> [PostgresColumn] {
        columns[relation] ?? []
    }

    /// All, by relation.
    var all: some Sequence<PostgresColumn> { columns.values.joined() }

    /// The names of columns of a relation, by their positions.
    func names(_ relation: Int, _ positions: some Sequence<Int>) -> [String] {
        let columns = self[relation]
        return positions.compactMap { position in
            // Without a dropped column, the position says where it is.
            if columns.indices.contains(position - 1), columns[position - 1].position == position {
                return columns[position - 1].name
            }
            return columns.first { $0.position == position }?.name
        }
    }

    /// Only a generated column has others in its expression; without a table to look at the server is much faster.
    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated,
            a.attislocal, d.oid, pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0::oid ELSE a.attrelid END),
            CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, a.attcompression,
            CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
            AND \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_attribute`.
struct PostgresColumn: Sendable {
    let relation: Int
    let position: Int
    let name: String
    let type: PostgresTypeKey
    let isNotNull: Bool
    /// `a` or `d` for an identity.
    let identity: String
    /// `s` or `v` for a generated column.
    let generation: String
    /// Whether it is the relation's own, and not only one of a table that it inherits from.
    let isLocal: Bool
    let defaultNumber: Int?
    let expression: String?
    /// Where its values are stored, if not as its type says.
    let storage: String?
    let compression: String
    let collation: String?

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        relation = try reader.next()
        position = try reader.next()
        name = try reader.next()
        type = PostgresTypeKey(number: try reader.next(), modifier: try reader.next())
        isNotNull = try reader.next()
        identity = try reader.next()
        generation = try reader.next()
        isLocal = try reader.next()
        defaultNumber = try reader.next()
        expression = try reader.next()
        storage = try reader.next()
        compression = try reader.next()
        collation = try reader.next()
    }
}
