import MigratorCore

/// A CREATE VIEW text taken apart.
struct SQLiteViewText {
    /// The names of its columns, if it gives them.
    let columns: [String]
    /// The query, as written.
    let query: String

    /// Takes the text of a view apart, as `sqlite_schema` keeps it.
    init(reading sql: String) throws(SQLiteTextProblem) {
        var cursor = try SQLiteTextCursor(sql)
        cursor.skip("CREATE")
        guard cursor.skip("VIEW") else { throw SQLiteTextProblem("it does not begin with CREATE VIEW") }
        if cursor.skip("IF", "NOT") { cursor.skip("EXISTS") }
        guard cursor.objectName() != nil else { throw SQLiteTextProblem("it has no name") }
        let words = cursor.words
        columns = cursor.parentheses().map { words.split($0).compactMap { words.name($0.lowerBound) } } ?? []
        guard cursor.skip("AS") else { throw SQLiteTextProblem("it has no query") }
        query = words.text(cursor.index..<cursor.end)
    }
}
