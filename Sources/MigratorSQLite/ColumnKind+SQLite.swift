package import MigratorDatabase

extension ColumnKind {
    /// Reads a type as a table's SQL declares it.
    ///
    /// SQLite keeps the declaration as written and derives no more than an affinity from it, so what has no type of
    /// its own in SQLite is told by its usual names; a name that says nothing of the kind is `any`.
    package init(sqliteDeclaredType declaration: String) {
        let declared = declaration.uppercased()
        let parts = declared.split(separator: "(", maxSplits: 1)
        let name = parts.first.map { Self.trimmed($0) } ?? ""
        let arguments =
            parts.count < 2 ? [] : parts[1].prefix { $0 != ")" }.split(separator: ",").map { Int(Self.trimmed($0)) }
        let first = arguments.first ?? nil
        let second = arguments.count > 1 ? arguments[1] : nil

        self =
            switch name {
            case "": .any
            case _ where name == "TIMESTAMPTZ" || declared.contains("WITH TIME ZONE"): .timestampTZ
            case "BOOL", "BOOLEAN": .boolean
            case "UUID": .uuid
            case "JSON", "JSONB": .json
            case "DATE": .date
            case "TIME", "TIME WITHOUT TIME ZONE": .time
            case "DATETIME", "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE": .timestamp
            case "NUMERIC", "DECIMAL": .decimal(precision: first, scale: second ?? first.map { _ in 0 })
            case "BYTEA": .blob
            case "SMALLINT", "INT2": .integer(bits: 16)
            // From here on SQLite's own rules, in their order: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
            case _ where name.contains("INT"): .integer(bits: 64)
            case _ where name.contains("CHAR"): .text(maximumLength: first)
            case _ where name.contains("CLOB") || name.contains("TEXT"): .text(maximumLength: nil)
            case _ where name.contains("BLOB"): .blob
            case _ where name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB"): .real(bits: 64)
            default: .any
            }
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split { $0.isWhitespace }.joined(separator: " ")
    }
}
