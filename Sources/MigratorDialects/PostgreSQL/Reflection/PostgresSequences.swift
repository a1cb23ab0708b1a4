import MigrationDSL
import MigratorDatabase

/// Sequences, also those that only count a column.
struct PostgresSequences: PostgresPart {
    let all: [PostgresSequence]
    private let owned: [PostgresObject: [PostgresSequence]]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        all = try rows.map { row throws(DatabaseFailure) in try PostgresSequence(row) }
        var owned: [PostgresObject: [PostgresSequence]] = [:]
        for sequence in all {
            if let owner = sequence.owner { owned[owner, default: []].append(sequence) }
        }
        self.owned = owned
    }

    /// Those that a column owns.
    subscript(column: PostgresColumn) -> [PostgresSequence] {
        owned[PostgresObject(.relation, column.relation, part: column.position)] ?? []
    }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT c.oid, n.nspname, c.relname, c.relpersistence = 'u', c.oid::regclass::text, s.seqtypid::int8, s.seqstart,
            s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid, d.refobjsubid, d.deptype = 'i'
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.objsubid = 0
            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        WHERE \(filter.admits("n.nspname"))
        """
    }
}

/// A row of `pg_sequence`, and the column that owns it.
struct PostgresSequence: Sendable {
    let number: Int
    let schema: String
    let name: ObjectName
    let isUnlogged: Bool
    let type: ColumnType
    let start: Int
    let increment: Int
    let minimum: Int
    let maximum: Int
    let cache: Int
    let cycles: Bool
    let owner: PostgresObject?
    /// Whether it is a part of an identity.
    let isIdentity: Bool
    /// The default of a column that it counts.
    let call: String

    init(_ row: DatabaseRow) throws(DatabaseFailure) {
        var reader = PostgresRowReader(row)
        number = try reader.next()
        schema = try reader.next()
        name = ObjectName(try reader.next(), postgresSchema: schema)
        isUnlogged = try reader.next()
        call = "nextval(\(PostgresServerText.quoted(try reader.next()))::regclass)"
        type =
            switch try reader.next(Int.self) {
            case 21: .smallInt
            case 23: .integer
            default: .bigInt
            }
        start = try reader.next()
        increment = try reader.next()
        minimum = try reader.next()
        maximum = try reader.next()
        cache = try reader.next()
        cycles = try reader.next()
        let table: Int? = try reader.next()
        let column: Int? = try reader.next()
        owner = table.map { PostgresObject(.relation, $0, part: column ?? 0) }
        isIdentity = try reader.next(Bool?.self) ?? false
    }

    /// How it counts, without what goes without saying; `nil` if all of it does.
    var options: SequenceOptions? {
        let range =
            switch type {
            case .smallInt: Int(Int16.min)...Int(Int16.max)
            case .integer: Int(Int32.min)...Int(Int32.max)
            default: Int.min...Int.max
            }
        let isUp = increment > 0
        let options = SequenceOptions(
            start: start == (isUp ? minimum : maximum) ? nil : start,
            increment: increment == 1 ? nil : increment,
            minimum: minimum == (isUp ? 1 : range.lowerBound) ? nil : minimum,
            maximum: maximum == (isUp ? range.upperBound : -1) ? nil : maximum,
            cache: cache == 1 ? nil : cache,
            cycles: cycles
        )
        return options == SequenceOptions() ? nil : options
    }
}
