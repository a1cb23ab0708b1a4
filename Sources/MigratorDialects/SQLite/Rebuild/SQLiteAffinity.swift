/// What SQLite makes of a declared type.
// The rules, in their order: https://www.sqlite.org/datatype3.html#determination_of_column_affinity
enum SQLiteAffinity {
    case integer, text, blob, real, numeric

    init(_ declared: String) {
        let type = declared.uppercased()
        self =
            if type.contains("INT") {
                .integer
            } else if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") {
                .text
            } else if type.contains("BLOB") || type.isEmpty {
                .blob
            } else if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") {
                .real
            } else {
                .numeric
            }
    }
}
