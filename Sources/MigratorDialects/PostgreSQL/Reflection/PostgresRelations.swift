import MigrationDSL
import MigratorCatalogue
import MigratorDatabase

/// Tables, views and composite types.
struct PostgresRelations: PostgresPart {
    let all: [PostgresRelation]
    /// Where each is in the list.
    private let places: [Int: Int]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var relations: [PostgresRelation] = []
        var places: [Int: Int] = [:]
        for row in rows {
            let relation = try PostgresRelation(row)
            places[relation.number] = relations.count
            relations.append(relation)
        }
        all = relations
        self.places = places
    }

    subscript(number: Int) -> PostgresRelation? {
        places[number].map { all[$0] }
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT c.oid, c.reltype, c.relkind, n.nspname, c.relname, c.relpersistence = 'u', c.relrowsecurity,
            c.relforcerowsecurity, c.relreplident, CASE c.relreplident WHEN 'i' THEN (SELECT x.relname FROM pg_index i
                JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END,
            c.relispopulated, pg_get_viewdef(CASE WHEN c.relkind IN ('v', 'm') THEN c.oid END),
            CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
            CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
            array_to_string(c.reloptions, chr(31)),
            CASE WHEN c.reltoastrelid <> 0 THEN
                (SELECT array_to_string(t.reloptions, chr(31)) FROM pg_class t WHERE t.oid = c.reltoastrelid) END,
            h.numbers, h.names, CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
            (SELECT m.amname FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'),
            CASE WHEN c.relkind IN ('v', 'm') THEN
                \(PostgresRights.query("c.relacl", owner: "c.relowner", columnsOf: "c.oid")) END
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN (
            SELECT i.inhrelid, string_agg(i.inhparent::text, ',' ORDER BY i.inhseqno) AS numbers,
                string_agg(format('%I.%I', s.nspname, p.relname), ',' ORDER BY i.inhseqno) AS names
            FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace s ON s.oid = p.relnamespace
            WHERE p.relkind IN ('r', 'p', 'f') GROUP BY i.inhrelid
        ) AS h ON h.inhrelid = c.oid
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'c') AND \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_class`.
struct PostgresRelation: Sendable {
    /// What a relation is.
    enum Kind: String, Sendable {
        case table = "r"
        case partitioned = "p"
        case view = "v"
        case materializedView = "m"
        case compositeType = "c"
    }

    let number: Int
    /// The type of its rows.
    let rowType: Int
    let kind: Kind
    let schema: String
    let name: ObjectName
    let isUnlogged: Bool
    let rowSecurity: RowSecurity
    let replicaIdentity: ReplicaIdentity?
    let isPopulated: Bool
    let query: String?
    let bounds: String?
    let partitionKey: String?
    let options: [String: String]
    let parents: [Int]
    let parentNames: [ObjectName]
    /// The composite type that a typed table is of.
    let type: String?
    /// How its rows are kept, unless in PostgreSQL's own way.
    let method: String?
    /// What roles may do with a view.
    let rights: [Schema.Right]

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        rowType = try reader.next()
        kind = Kind(rawValue: try reader.next()) ?? .table
        schema = try reader.next()
        name = ObjectName(try reader.next(), postgresSchema: schema)
        isUnlogged = try reader.next()
        var security: RowSecurity = []
        if try reader.next(Bool.self) { security.insert(.enabled) }
        if try reader.next(Bool.self) { security.insert(.forced) }
        rowSecurity = security
        let identity: String = try reader.next()
        let index: String? = try reader.next()
        switch identity {
        case "f": replicaIdentity = .full
        // Of an index that was dropped nothing is told.
        case "i": replicaIdentity = index.map { .index($0) } ?? .nothing
        // A view says so, too.
        case "n" where kind == .table || kind == .partitioned: replicaIdentity = .nothing
        default: replicaIdentity = nil
        }
        isPopulated = try reader.next()
        query = try reader.next()
        bounds = try reader.next()
        partitionKey = try reader.next()
        var options = try reader.options()
        for (name, value) in try reader.options() { options["toast.\(name)"] = value }
        self.options = options
        parents = try reader.numbers()
        let names: String? = try reader.next()
        parentNames = names.map { PostgresServerText.parts($0).map(PostgresServerText.objectName) } ?? []
        type = try reader.next()
        method = try reader.next()
        rights = PostgresRights.read(try reader.next())
    }

    var object: PostgresObject { PostgresObject(.relation, number) }

    var isTable: Bool { kind == .table || kind == .partitioned }

    /// The name as SQL writes it, wherever names without a schema lead.
    var quotedName: String { TableName(name.name, schema: schema).quoted }
}
