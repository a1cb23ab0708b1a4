package import MigrationDSL

extension SQLiteDialect {
    package func text(of type: ColumnType) -> String { self.type(type) }

    /// The declared type of a column; a strict table takes none but SQLite's own five.
    func type(_ type: ColumnType, strict: Bool = false) -> String {
        strict ? strictType(type) : declaredType(type)
    }

    private func declaredType(_ type: ColumnType) -> String {
        switch type.kind {
        case .smallInt: "SMALLINT"
        case .integer: "INTEGER"
        case .bigInt: "BIGINT"
        case .real: "FLOAT"
        case .double: "DOUBLE PRECISION"
        case .decimal(let precision?, let scale): "NUMERIC(\(precision), \(scale ?? 0))"
        case .decimal: "NUMERIC"
        case .boolean: "BOOLEAN"
        // INTERVAL would have integer affinity: the word holds INT.
        case .text, .interval: "TEXT"
        case .varchar: "VARCHAR"
        case .smallSerial, .serial, .bigSerial: "INTEGER"
        case .string(let length): "VARCHAR(\(length))"
        case .char(let length): "CHAR(\(length))"
        case .bytes: "BLOB"
        case .uuid: "UUID"
        case .json, .jsonb, .array: "JSON"
        case .date: "DATE"
        case .time, .timed(.time, _): "TIME"
        case .timeTZ, .timed(.timeTZ, _): "TIME WITH TIME ZONE"
        case .timestamp, .timed(.timestamp, _): "TIMESTAMP"
        case .timestampTZ, .timed(.timestampTZ, _): "TIMESTAMP WITH TIME ZONE"
        // POINT has integer affinity as well; what SQLite does not know it holds as text.
        case .spanned, .bit, .varbit, .builtIn, .named: "TEXT"
        case .enumeration: "VARCHAR"
        case .custom(_, let sqlite): sqlite
        }
    }

    private func strictType(_ type: ColumnType) -> String {
        switch type.kind {
        case .smallInt, .integer, .bigInt, .boolean, .smallSerial, .serial, .bigSerial: "INTEGER"
        case .real, .double: "REAL"
        case .decimal: "ANY"
        case .bytes: "BLOB"
        case .custom(_, let sqlite): sqlite
        default: "TEXT"
        }
    }
}
