import MigratorCore

/// A CREATE INDEX text taken apart.
struct SQLiteIndexText {
    let isUnique: Bool
    /// What it orders by, in order.
    let terms: [SQLiteOrderedTerm]
    /// The condition of the rows that it holds, as written.
    let predicate: String?

    /// Takes the text of an index apart, as `sqlite_schema` keeps it.
    init(reading sql: String) throws(SQLiteTextProblem) {
        var cursor = try SQLiteTextCursor(sql)
        cursor.skip("CREATE")
        isUnique = cursor.skip("UNIQUE")
        guard cursor.skip("INDEX") else { throw SQLiteTextProblem("it does not begin with CREATE INDEX") }
        if cursor.skip("IF", "NOT") { cursor.skip("EXISTS") }
        guard cursor.objectName() != nil, cursor.skip("ON"), cursor.name() != nil, let list = cursor.parentheses()
        else { throw SQLiteTextProblem("it has no list of columns") }
        let words = cursor.words
        terms = words.split(list).map { SQLiteOrderedTerm(words, $0) }
        predicate = cursor.skip("WHERE") ? words.text(cursor.index..<cursor.end) : nil
        guard predicate != nil || cursor.index == cursor.end else {
            throw SQLiteTextProblem("what follows its list of columns is not known")
        }
    }
}
