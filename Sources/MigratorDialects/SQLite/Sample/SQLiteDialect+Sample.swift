package import MigrationDSL
import MigratorCore
package import MigratorDatabase

extension SQLiteDialect {
    /// A value by the words in the declared type; what SQLite has no type for as the text that it is held as.
    package func sample(
        of type: ColumnType,
        _ number: Int,
        _ types: SampleTypes,
        in options: SQLiteTableOptions
    ) -> String? {
        let compared = comparedType(type, in: options)
        let count = number + 1
        let day = "2000-01-0\(count % 10)"
        let name = compared.text.prefix { $0 != "(" }
        switch name {
        case "UUID", "GUID": return "'00000000-0000-4000-8000-00000000000\(count % 10)'"
        case "JSON", "JSONB": return "'{\"sample\": \(count)}'"
        case "DATE": return "'\(day)'"
        case "TIME", "TIME WITH TIME ZONE": return "'0\(count % 10):00:00'"
        case "BOOLEAN", "BOOL": return number % 2 == 0 ? "1" : "0"
        case "BLOB", "BYTEA": return "X'0\(count % 10)'"
        case _ where name.hasPrefix("TIMESTAMP") || name.hasPrefix("DATETIME"): return "'\(day) 00:00:00'"
        default: break
        }
        switch compared.family {
        case .integer: return "\(count)"
        case .real: return "\(count).5"
        case .decimal: return compared.text.hasSuffix(",0)") ? "\(count)" : "\(count).5"
        case .text, .filledText:
            let size = compared.text.dropFirst(name.count).dropFirst().prefix { $0.isNumber }
            let text = "sample\(count)"
            return "'\(Int(size).map { String(text.suffix($0)) } ?? text)'"
        // A column without a type, or of any.
        case .boolean, .other: return "\(count)"
        }
    }

    package func literal(ofColumn name: String) -> SQLFragment { "quote(\(quote(name)))" }

    /// What the constraints of a table do with a row that breaks them may be to end the transaction.
    package func insertion(of rows: [[String]], _ columns: [String], into table: ObjectName) -> SQLFragment {
        insertion(of: rows, columns, into: table, "INSERT OR ABORT", "")
    }

    package func checkingForeignKeys(atEnd: Bool) -> [String] {
        ["PRAGMA defer_foreign_keys = \(atEnd ? "ON" : "OFF")"]
    }

    package func keepsForeignKeys(_ connection: any DatabaseConnection) async throws(DatabaseFailure) -> Bool {
        try await connection.query("PRAGMA foreign_key_check").isEmpty
    }
}
