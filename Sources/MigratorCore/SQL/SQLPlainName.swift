/// A quoted name that means the same without its quotes.
///
/// Small letters, digits and `_`, since PostgreSQL makes others small where there are no quotes, and SQLite takes a
/// quoted name that it does not know for a string. No word that either reads as something else than a name.
enum SQLPlainName {
    /// The name within the quotes, if it is one.
    static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let quote = text.first, [UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "[")].contains(quote) else {
            return nil
        }
        let name = text.dropFirst().dropLast()
        guard let first = name.first, !first.isSQLDigit,
            name.allSatisfy({ $0 &- 0x61 < 26 || $0.isSQLDigit || $0 == UInt8(ascii: "_") }),
            !words.contains(String(decoding: name, as: UTF8.self))
        else { return nil }
        return name
    }

    /// The key words of PostgreSQL that are no names everywhere, and the operators of SQLite.
    ///
    /// https://www.postgresql.org/docs/current/sql-keywords-appendix.html
    private static let words = Set(
        """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
        cast char character check coalesce collate collation column concurrently constraint create cross
        current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal
        default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from
        full glob grant greatest group grouping having ilike in initially inner inout int integer intersect interval
        into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
        json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp match
        merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order out
        outer overlaps overlay placing position precision primary raise real references regexp returning right row
        select session_user setof similar smallint some substring symmetric system_user table tablesample then time
        timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window
        with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
        xmltable
        """.split(whereSeparator: \.isWhitespace).map { String($0) }
    )
}
