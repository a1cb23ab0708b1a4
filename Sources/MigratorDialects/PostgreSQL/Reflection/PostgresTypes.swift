import MigrationDSL
import MigratorDatabase

/// A type with its modifier, such as the length of a text.
struct PostgresTypeKey: Hashable, Sendable {
    let number: Int
    let modifier: Int
}

/// The types that columns, attributes and domains are of, each once.
struct PostgresTypes: PostgresPart {
    private let types: [PostgresTypeKey: PostgresTypeUse]

    init(_ rows: [DatabaseRow]) throws(DatabaseFailure) {
        var types: [PostgresTypeKey: PostgresTypeUse] = [:]
        for row in rows {
            var reader = PostgresRowReader(row)
            let key = PostgresTypeKey(number: try reader.next(), modifier: try reader.next())
            types[key] = try PostgresTypeUse(&reader)
        }
        self.types = types
    }

    subscript(key: PostgresTypeKey) -> PostgresTypeUse? { types[key] }

    static func query(_ filter: PostgresSchemaFilter) -> String {
        """
        SELECT u.type, u.modifier, t.typcategory, format_type(t.oid, -1), format_type(t.oid, u.modifier),
            CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, -1) END,
            e.oid <> t.oid, n.nspname, e.typname, e.typtype = 'e', format_type(e.oid, -1), format_type(e.oid, u.modifier)
        FROM (
            SELECT DISTINCT a.atttypid, a.atttypmod
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
                AND \(filter.admits("n.nspname"))
            UNION SELECT typbasetype, typtypmod FROM pg_type WHERE typtype = 'd'
        ) AS u (type, modifier)
        JOIN pg_type t ON t.oid = u.type LEFT JOIN pg_type a ON a.typarray = t.oid
        JOIN pg_type e ON e.oid = coalesce(a.oid, t.oid)
        JOIN pg_namespace n ON n.oid = e.typnamespace
        """
    }
}

/// A type as a column has it.
struct PostgresTypeUse: Sendable {
    /// The type as the DSL writes it.
    let type: ColumnType
    /// Whether its values are numbers, or truth values: those of a domain are as those of the type beneath it.
    let isNumber: Bool
    let isTruth: Bool
    /// What a literal of it may be cast to.
    let casts: [String]

    init(_ reader: inout PostgresRowReader) throws(DatabaseFailure) {
        let category: String = try reader.next()
        isNumber = category == "N"
        isTruth = category == "B"
        var casts: [String] = [try reader.next(), try reader.next()]
        if let base: String = try reader.next(String?.self) { casts.append(base) }
        if isNumber { casts.append("numeric") }
        self.casts = casts
        let isArray: Bool = try reader.next()
        let schema: String = try reader.next()
        let name: String = try reader.next()
        let isEnum: Bool = try reader.next()
        let bare: String = try reader.next()
        let full: String = try reader.next()
        let element =
            schema == "pg_catalog"
            ? ColumnType(postgres: name, as: full)
            : ColumnType(ObjectName(name, postgresSchema: schema), isEnum, modifiers: full.dropFirst(bare.count))
        type = isArray ? .array(of: element) : element
    }
}

extension ColumnType {
    /// A type of an application or an extension, with its modifiers in brackets.
    fileprivate init(_ name: ObjectName, _ isEnum: Bool, modifiers: Substring) {
        guard !isEnum else {
            self = .enumeration(name)
            return
        }
        let modifiers = PostgresServerText.brackets(String(modifiers)).map { PostgresServerText.parts($0.within) } ?? []
        self.init(.named(name, modifiers: modifiers))
    }

    /// A type of PostgreSQL's own, by the name in its catalogue and as `format_type` writes it.
    init(postgres name: String, as text: String) {
        let numbers =
            PostgresServerText.brackets(text)
            .map { PostgresServerText.parts($0.within).compactMap { Int($0) } } ?? []
        let number = numbers.first
        switch name {
        case "int2": self = .smallInt
        case "int4": self = .integer
        case "int8": self = .bigInt
        case "float4": self = .real
        case "float8": self = .double
        case "numeric": self = numbers.count == 2 ? .decimal(numbers[0], numbers[1]) : .decimal
        case "bool": self = .boolean
        case "text": self = .text
        case "varchar": self = number.map { .string($0) } ?? .varchar
        // Without a length it is of any, which the word char would not say.
        case "bpchar": self = number.map { .char($0) } ?? .custom(name)
        case "bytea": self = .bytes
        case "uuid": self = .uuid
        case "json": self = .json
        case "jsonb": self = .jsonb
        case "date": self = .date
        case "time": self = number.map { .time($0) } ?? .time
        case "timetz": self = number.map { .timeTZ($0) } ?? .timeTZ
        case "timestamp": self = number.map { .timestamp($0) } ?? .timestamp
        case "timestamptz": self = number.map { .timestampTZ($0) } ?? .timestampTZ
        case "interval":
            let fields = text.dropFirst("interval".count).prefix { $0 != "(" }
            let words = fields.drop { $0 == " " }.uppercased()
            self = .interval(IntervalFields(rawValue: words), precision: number)
        case "bit": self = number.map { .bit($0) } ?? .custom(text)
        case "varbit": self = number.map { .varbit($0) } ?? .varbit
        default: self = BuiltIn(rawValue: name).map { ColumnType(.builtIn($0)) } ?? .custom(text)
        }
    }
}
