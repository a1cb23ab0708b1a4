import MigratorCore
import MigratorDatabase
import MigratorPayloads

/// The lines within a section that say something to the engine.
enum SQLDirective {
    /// The parts of `-- bulk-insert into TABLE from PATH`.
    struct BulkInsert: Hashable {
        let table: TableName
        let path: String
        let format: String
    }

    /// Reads what follows `bulk-insert`.
    static func bulkInsert(_ arguments: Range<Int>, in bytes: [UInt8]) throws(SQLProblem) -> BulkInsert {
        let form = "write '-- bulk-insert into TABLE from PATH'"
        var reader = SQLTableNames(bytes, in: arguments)
        guard reader.skip(word: "into") else {
            throw SQLProblem(at: reader.position, "bulk-insert without 'into'; \(form)")
        }
        reader.skipSpace()
        let tableOffset = reader.position
        guard let table = reader.name() else {
            throw SQLProblem(at: tableOffset, "bulk-insert needs a table's name here; \(form)")
        }
        reader.skipSpace()
        guard reader.skip(word: "from") else {
            throw SQLProblem(at: reader.position, "bulk-insert without 'from' after the table; \(form)")
        }
        reader.skipSpace()
        let range = reader.position..<arguments.upperBound
        let path = bytes.text(range)
        if let problem = pathProblem(path) { throw SQLProblem(at: range.lowerBound, "\(problem); \(form)") }
        guard let format = PayloadFormat(path: path) else {
            throw SQLProblem(
                at: range.lowerBound,
                "a payload's name ends in .json, .ndjson, .jsonl or .csv, and .gz or .zst may follow; '\(path)' does not"
            )
        }
        return BulkInsert(table: table, path: path, format: format.rawValue)
    }

    /// Reads the names after `touches:`.
    static func touches(_ names: Range<Int>, in bytes: [UInt8]) throws(SQLProblem) -> [TableName] {
        var reader = SQLTableNames(bytes, in: names)
        guard let tables = reader.list() else {
            throw SQLProblem(at: reader.position, "a table's name is expected here; write '-- touches: TABLE, TABLE'")
        }
        return tables
    }

    private static func pathProblem(_ path: String) -> String? {
        if path.isEmpty { return "bulk-insert needs a path here" }
        if path.hasPrefix("/") { return "a payload's path is relative to this file; it cannot begin with /" }
        if path.utf8.contains(UInt8(ascii: "\\")) { return "a payload's path has / between folders, not a backslash" }
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            if part == ".." { return "a payload stays inside the folder of its revision; '..' leaves it" }
            if part.isEmpty { return "an empty part between slashes in the payload's path" }
        }
        for scalar in path.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                return "a control character in the payload's path"
            default: break
            }
        }
        return nil
    }
}
