import MigratorCore

/// A CREATE VIRTUAL TABLE text taken apart.
struct SQLiteVirtualTableText {
    /// The module, as written.
    let module: String
    /// What the module is told, as written between the commas.
    let arguments: [String]
    private let words: SQLiteWords
    private let items: [Range<Int>]

    /// Takes the text of a virtual table apart, as `sqlite_schema` keeps it.
    init(reading sql: String) throws(SQLiteTextProblem) {
        var cursor = try SQLiteTextCursor(sql)
        cursor.skip("CREATE")
        guard cursor.skip("VIRTUAL", "TABLE") else {
            throw SQLiteTextProblem("it does not begin with CREATE VIRTUAL TABLE")
        }
        if cursor.skip("IF", "NOT") { cursor.skip("EXISTS") }
        guard cursor.objectName() != nil, cursor.skip("USING"), cursor.name() != nil else {
            throw SQLiteTextProblem("it has no module")
        }
        words = cursor.words
        module = words.text(cursor.index - 1)
        let list = cursor.parentheses() ?? 0..<0
        items = list.isEmpty ? [] : words.split(list)
        arguments = items.map(words.text)
        guard cursor.index == cursor.end else { throw SQLiteTextProblem("what follows its module is not known") }
    }

    /// Names that may be those of other tables: where a module's rows come from is a value of `content`, or the table
    /// that another module is told to look at.
    var mentions: [String] {
        let looksAtOthers = ["vocab", "aux"].contains { module.lowercased().hasSuffix($0) }
        return items.compactMap { item in
            guard let last = item.last else { return nil }
            return looksAtOthers || words.isSign(last - 1, "=") ? words.name(last) : nil
        }
    }
}
