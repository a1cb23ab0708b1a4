/// The operator classes that PostgreSQL takes where an index names none.
enum PostgresOperatorClass {
    /// Whether a class is the one that a type has by itself; a type that is not listed has none that is known.
    static func isDefault(_ name: String, of type: ComparedType, method: String) -> Bool {
        if type.text.hasSuffix("[]") { return ["btree", "hash", "gin"].contains(method) && name == "array_ops" }
        let base = String(type.text.prefix { $0 != "(" })
        switch method {
        case "btree", "hash": return ordered[base]?.contains(name) ?? false
        case "gin": return ["jsonb": "jsonb_ops", "tsvector": "tsvector_ops"][base] == name
        case "brin": return (short[base] ?? base) + "_minmax_ops" == name && ordered[base] != nil
        default: return false
        }
    }

    /// What the names of the operator classes call a type.
    private static let short = [
        "smallint": "int2", "integer": "int4", "bigint": "int8", "real": "float4", "double precision": "float8",
        "boolean": "bool", "varchar": "text", "char": "bpchar", "cidr": "inet",
    ]

    private static let ordered: [String: Set<String>] = {
        let types = [
            "smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "text", "varchar",
            "char", "bpchar", "date", "time", "timetz", "timestamp", "timestamptz", "interval", "uuid", "bytea",
            "jsonb", "inet", "cidr", "macaddr", "macaddr8", "oid", "name", "bit", "varbit", "tsvector",
        ]
        var classes: [String: Set<String>] = [:]
        for type in types { classes[type] = ["\(short[type] ?? type)_ops"] }
        // Of a type that is as good as another, the class has two names.
        classes["varchar"]?.insert("varchar_ops")
        classes["cidr"]?.insert("cidr_ops")
        return classes
    }()
}
