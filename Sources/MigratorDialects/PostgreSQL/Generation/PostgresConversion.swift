/// How PostgreSQL turns values of one type into those of another.
///
/// What `pg_cast` has for assignments takes no words. An explicit cast shortens a text that is too long without a word,
/// so it is made to a type without a length: the assignment that follows refuses what does not fit.
/// https://www.postgresql.org/docs/15/sql-createcast.html
struct PostgresConversion {
    private let old: Shape
    private let new: Shape

    /// A type without its modifiers.
    private struct Shape {
        let name: String
        let isArray: Bool
        let isBuiltIn: Bool

        init(_ type: ComparedType) {
            isArray = type.text.hasSuffix("[]")
            isBuiltIn = type.isBuiltIn
            let element = isArray ? String(type.text.dropLast(2)) : type.text
            let plain = element.firstIndex(of: "(").map { String(element[..<$0]) } ?? element
            // Which fields it keeps is a modifier as well.
            name = plain.hasPrefix("interval ") ? "interval" : plain
        }

        var isText: Bool { !isArray && PostgresConversion.texts.contains(name) }
    }

    init(from old: ComparedType, to new: ComparedType) {
        self.old = Shape(old)
        self.new = Shape(new)
    }

    func conversion(of column: String) -> TypeConversion {
        if isAssigned { return .assignment }
        let type = Self.withoutLength(new.name) + (new.isArray ? "[]" : "")
        // Truth becomes 1 of an integer alone, which is then assigned; as a text it is no number.
        if !old.isArray, old.name == "boolean", Self.numbers.contains(new.name) {
            return .using("\(column)::integer")
        }
        if isCast { return .using("\(column)::\(type)") }
        return .using("\(column)::text::\(type)")
    }

    private var isAssigned: Bool {
        if old.name == new.name, old.isArray == new.isArray { return true }
        // Any type is written as text.
        if new.isText { return true }
        guard old.isArray == new.isArray else { return false }
        // A domain is as the type beneath it, which only the schema tells; the cast that is said does no harm.
        return Self.isAssigned(old.name, new.name)
    }

    /// Whether an explicit cast leads from the one to the other without a text between.
    private var isCast: Bool {
        if old.isText { return true }
        if old.isArray != new.isArray { return false }
        if old.isArray, Self.texts.contains(old.name) { return true }
        return Self.explicit.contains("\(old.name) \(new.name)")
    }

    private static func isAssigned(_ old: String, _ new: String) -> Bool {
        if numbers.contains(old), numbers.contains(new) { return true }
        if texts.contains(old), texts.contains(new) { return true }
        return assigned.contains("\(old) \(new)")
    }

    private static func withoutLength(_ name: String) -> String {
        switch name {
        case "char": "bpchar"
        // A cast to bits of a number of digits cuts; these have any number.
        case "bit": "varbit"
        default: name
        }
    }

    private static let numbers: Set = ["smallint", "integer", "bigint", "real", "double precision", "numeric"]
    private static let texts: Set = ["text", "varchar", "char", "bpchar", "name"]

    private static let assigned: Set = [
        "date timestamp", "date timestamptz", "timestamp date", "timestamp time", "timestamp timestamptz",
        "timestamptz date", "timestamptz time", "timestamptz timetz", "timestamptz timestamp", "time timetz",
        "timetz time", "time interval", "interval time", "json jsonb", "jsonb json", "cidr inet", "inet cidr",
        "bit varbit", "varbit bit", "macaddr macaddr8", "macaddr8 macaddr", "integer money", "bigint money",
        "numeric money", "money numeric", "smallint oid", "integer oid", "bigint oid", "oid integer", "oid bigint",
    ]

    private static let explicit: Set = [
        "boolean integer", "integer boolean", "jsonb boolean", "jsonb smallint", "jsonb integer", "jsonb bigint",
        "jsonb real", "jsonb double precision", "jsonb numeric", "bit integer", "bit bigint",
        "int4range int4multirange", "int8range int8multirange", "numrange nummultirange", "daterange datemultirange",
        "tsrange tsmultirange", "tstzrange tstzmultirange",
    ]
}
