import CMigratorPostgres
public import MigratorDatabase

extension PostgresSession {
    /// Returns the columns of a table or a view, in order; empty if there is none of this name.
    ///
    /// A name without a schema is looked for along the search path. A column of a domain counts as one of the type
    /// beneath it, which is what it is called if that is an array, and takes the domain's constraint and default.
    public func columns(of table: TableName) async throws(DatabaseFailure) -> [CatalogColumn] {
        try await interruptibly { handle throws(DatabaseFailure) in
            // A domain may be made of a domain, and the first that sets a length does so for all.
            let sql = """
                WITH RECURSIVE base AS (
                  SELECT a.attnum, a.attname, a.atttypid AS type, a.atttypmod AS modifier, a.attnotnull AS required,
                    a.atthasdef AND a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) !~ '^NULL(::|$)'
                      OR a.attidentity <> '' AS filled,
                    a.attgenerated <> '' AS generated, format_type(a.atttypid, a.atttypmod) AS declared
                  FROM pg_catalog.pg_attribute AS a
                  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                  WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
                  UNION ALL
                  SELECT b.attnum, b.attname, t.typbasetype,
                    CASE WHEN b.modifier >= 0 THEN b.modifier ELSE t.typtypmod END, b.required OR t.typnotnull,
                    b.filled OR t.typdefault IS NOT NULL, b.generated, b.declared
                  FROM base AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.type WHERE t.typtype = 'd'
                )
                SELECT attname, CASE t.typcategory WHEN 'A' THEN format_type(base.type, modifier) ELSE declared END AS declared,
                  base.type, modifier, required, coalesce(filled, false) AS filled, generated
                FROM base JOIN pg_catalog.pg_type AS t ON t.oid = base.type AND t.typtype <> 'd' ORDER BY attnum
                """
            return try handle.run(sql, [.text(table.quoted)]).rows().map { row throws(DatabaseFailure) in
                CatalogColumn(
                    name: try row.get("attname"),
                    declaredType: try row.get("declared"),
                    kind: ColumnKind(type: try row.get("type"), modifier: try row.get("modifier")),
                    isNullable: row["required"] == false,
                    hasDefault: row["filled"] == true,
                    isGenerated: row["generated"] == true,
                    typeNumber: try row.get("type")
                )
            }
        }
    }
}

extension ColumnKind {
    /// Reads a type and its modifier; what the driver does not know is loaded as its text.
    fileprivate init(type: Int, modifier: Int) {
        self =
            switch Oid(exactly: type).flatMap({ PostgresType(rawValue: $0) }) {
            case .bool: .boolean
            case .bytea: .blob
            case .int2: .integer(bits: 16)
            case .int4: .integer(bits: 32)
            case .int8, .oid: .integer(bits: 64)
            case .float4: .real(bits: 32)
            case .float8: .real(bits: 64)
            case .json, .jsonb: .json
            case .uuid: .uuid
            case .date: .date
            case .time: .time
            case .timestamp: .timestamp
            case .timestamptz: .timestampTZ
            // The modifiers count a header of four bytes.
            case .varchar, .bpchar: .text(maximumLength: modifier < 4 ? nil : modifier - 4)
            case .numeric where modifier >= 4:
                // The scale is a number of eleven bits with a sign.
                .decimal(precision: (modifier - 4) >> 16 & 0xFFFF, scale: ((modifier - 4) & 0x7FF ^ 1024) - 1024)
            case .numeric: .decimal(precision: nil, scale: nil)
            case .text, .char, .name, nil: .text(maximumLength: nil)
            }
    }
}
