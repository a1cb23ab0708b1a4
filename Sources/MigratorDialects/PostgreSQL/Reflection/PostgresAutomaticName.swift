/// The names that PostgreSQL gives where none is said.
enum PostgresAutomaticName {
    /// The name of what is of a table's column: the longer of the two is cut, so that all has at most 63 bytes.
    ///
    /// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/commands/indexcmds.c, `makeObjectName`
    static func name(_ table: String, _ column: String, _ label: String) -> String {
        var (table, column) = (Array(table.utf8), Array(column.utf8))
        while table.count + column.count + label.utf8.count + 2 > 63 {
            if table.count > column.count { table.removeLast() } else { column.removeLast() }
        }
        return "\(cut(table))_\(cut(column))_\(label)"
    }

    /// Without a character that is cut in two.
    private static func cut(_ bytes: [UInt8]) -> String {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            bytes.removeLast()
        }
        return ""
    }
}
