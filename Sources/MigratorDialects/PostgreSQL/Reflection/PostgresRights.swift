import MigratorCatalogue

/// What roles may do with an object, as one text that a query gives.
enum PostgresRights {
    /// An expression for the rights in lists of a catalogue, without those of the owner.
    ///
    /// - Parameters:
    ///   - list: The column of the lists, such as `c.relacl`.
    ///   - owner: The column of the owner.
    ///   - relation: The number of the relation whose columns have lists of their own.
    /// - Returns: The expression.
    static func query(_ list: String, owner: String, columnsOf relation: String? = nil) -> String {
        let columns = relation.map { relation in
            """
             UNION ALL SELECT a.grantee, a.is_grantable,
                string_agg(format('%s (%I)', a.privilege_type, t.attname), ', ' ORDER BY t.attnum, a.privilege_type)
            FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) a
            WHERE t.attrelid = \(relation) AND a.grantee <> \(owner) GROUP BY 1, 2
            """
        }
        return """
            (SELECT string_agg(concat_ws(chr(29), g.privileges, CASE g.grantee WHEN 0 THEN 'PUBLIC'
                ELSE quote_ident(pg_get_userbyid(g.grantee)) END, g.is_grantable::text), chr(31)
                ORDER BY g.grantee, g.is_grantable, g.privileges)
            FROM (SELECT a.grantee, a.is_grantable, string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
                AS privileges FROM aclexplode(\(list)) a WHERE a.grantee <> \(owner) GROUP BY 1, 2\(columns ?? "")) g)
            """
    }

    /// Reads such a text.
    static func read(_ text: String?) -> [Schema.Right] {
        (text ?? "").split(separator: PostgresReflection.separator).compactMap { right in
            let parts = right.split(separator: "\u{1D}").map(String.init)
            return parts.count == 3 ? .granted(parts[0], to: parts[1], withOption: parts[2] == "true") : nil
        }
    }
}
