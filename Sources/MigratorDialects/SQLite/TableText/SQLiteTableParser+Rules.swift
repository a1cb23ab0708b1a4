import MigrationDSL
import MigratorCore

// What clauses say.
extension SQLiteTableParser {
    /// Reads a clause of a column; `nil` where none stands.
    mutating func rule(of column: String) throws(SQLiteTextProblem) -> SQLiteTableText.Rule? {
        if cursor.skip("NOT", "NULL") { return .notNull(conflict()) }
        if cursor.skip("NULL") {
            _ = conflict()
            return .null
        }
        if cursor.skip("DEFAULT") { return .default(try defaultValue()) }
        if cursor.skip("PRIMARY", "KEY") {
            let isDescending = cursor.skip("DESC")
            if !isDescending { cursor.skip("ASC") }
            let conflict = conflict()
            let key = [SQLiteTableText.KeyColumn(name: column, isDescending: isDescending)]
            return .primaryKey(key, isNumbered: cursor.skip("AUTOINCREMENT"), conflict)
        }
        if cursor.skip("UNIQUE") { return .unique([SQLiteTableText.KeyColumn(name: column)], conflict()) }
        if cursor.skip("CHECK") { return .check(try expression(), nil) }
        if cursor.skip("REFERENCES") { return .foreignKey(try key(of: [column])) }
        if cursor.skip("COLLATE") {
            guard cursor.name() != nil else { throw SQLiteTextProblem("a collation has no name") }
            return .collate(cursor.words.text(cursor.index - 1))
        }
        if cursor.skip("GENERATED", "ALWAYS") || cursor.isWord("AS") {
            cursor.skip("AS")
            let expression = try expression()
            let isStored = cursor.skip("STORED")
            if !isStored { cursor.skip("VIRTUAL") }
            return .generated(expression, isStored: isStored)
        }
        if isDeferral { return .deferral(deferral()) }
        return nil
    }

    /// Reads a constraint of the table; `nil` where none stands.
    mutating func tableRule() throws(SQLiteTextProblem) -> SQLiteTableText.Rule? {
        if cursor.skip("PRIMARY", "KEY") {
            let (key, isNumbered) = try keyColumns()
            return .primaryKey(key, isNumbered: isNumbered, conflict())
        }
        if cursor.skip("UNIQUE") { return .unique(try keyColumns().columns, conflict()) }
        if cursor.skip("CHECK") { return .check(try expression(), conflict()) }
        if cursor.skip("FOREIGN", "KEY") {
            let columns = try names()
            guard cursor.skip("REFERENCES") else { throw SQLiteTextProblem("a foreign key points to no table") }
            return .foreignKey(try key(of: columns))
        }
        return nil
    }

    // MARK: Parts of clauses

    private mutating func expression() throws(SQLiteTextProblem) -> String {
        guard let range = cursor.parentheses() else { throw SQLiteTextProblem("an expression is not in parentheses") }
        return cursor.words.text(range)
    }

    private mutating func conflict() -> ConflictResolution? {
        guard cursor.skip("ON", "CONFLICT") else { return nil }
        let resolution = cursor.words.keyword(cursor.index).flatMap(ConflictResolution.init)
        cursor.index += 1
        return resolution
    }

    private mutating func defaultValue() throws(SQLiteTextProblem) -> DefaultValue {
        if let range = cursor.parentheses() { return .expression(SQLText(cursor.words.text(range))) }
        let sign = cursor.skip(sign: "-") ? "-" : cursor.skip(sign: "+") ? "+" : ""
        guard cursor.words.tokens.indices.contains(cursor.index) else { throw SQLiteTextProblem("a default is none") }
        defer { cursor.index += 1 }
        let kind = cursor.words.tokens[cursor.index].kind
        return SQLiteLiteral(cursor.words.text(cursor.index), kind, sign: sign).defaultValue
    }

    private mutating func keyColumns() throws(SQLiteTextProblem) -> (
        columns: [SQLiteTableText.KeyColumn], isNumbered: Bool
    ) {
        guard let range = cursor.parentheses() else { throw SQLiteTextProblem("a key has no list of columns") }
        var columns: [SQLiteTableText.KeyColumn] = []
        var isNumbered = false
        for var item in cursor.words.split(range) {
            if item.count > 1, cursor.words.isWord(item.upperBound - 1, "AUTOINCREMENT") {
                isNumbered = true
                item.removeLast()
            }
            let term = SQLiteOrderedTerm(cursor.words, item)
            guard let column = term.column else { throw SQLiteTextProblem("a column of a key is not known") }
            columns.append(.init(name: column.name, collation: column.collation, isDescending: term.isDescending))
        }
        return (columns, isNumbered)
    }

    private mutating func names() throws(SQLiteTextProblem) -> [String] {
        guard let range = cursor.parentheses() else { throw SQLiteTextProblem("a key has no list of columns") }
        return cursor.words.split(range).compactMap { cursor.words.name($0.lowerBound) }
    }

    // MARK: Foreign keys

    private mutating func key(of columns: [String]) throws(SQLiteTextProblem) -> SQLiteTableText.Key {
        guard let table = cursor.name() else { throw SQLiteTextProblem("a foreign key points to no table") }
        var key = SQLiteTableText.Key(columns: columns, table: table)
        if cursor.words.isKind(cursor.index, .openParenthesis) { key.referencedColumns = try names() }
        while true {
            if cursor.skip("MATCH") {
                let word = cursor.words.text(cursor.index)
                if !cursor.skip("SIMPLE") { cursor.index += 1 }
                if word.uppercased() != "SIMPLE" { key.ignored.append("MATCH \(word)") }
            } else if cursor.skip("ON", "DELETE") {
                key.onDelete = try action()
            } else if cursor.skip("ON", "UPDATE") {
                key.onUpdate = try action()
            } else if cursor.skip("ON", "INSERT") {
                key.ignored.append("ON INSERT \(try action().rawValue)")
            } else {
                break
            }
        }
        if isDeferral { key.deferral = deferral() }
        return key
    }

    private mutating func action() throws(SQLiteTextProblem) -> ReferentialAction {
        if cursor.skip("CASCADE") { return .cascade }
        if cursor.skip("RESTRICT") { return .restrict }
        if cursor.skip("NO", "ACTION") { return .noAction }
        if cursor.skip("SET", "NULL") { return .setNull }
        if cursor.skip("SET", "DEFAULT") { return .setDefault }
        throw SQLiteTextProblem("an action of a foreign key is not known")
    }

    private var isDeferral: Bool {
        cursor.isWord("DEFERRABLE") || cursor.isWord("NOT") && cursor.words.isWord(cursor.index + 1, "DEFERRABLE")
    }

    private mutating func deferral() -> Deferral? {
        let isRefused = cursor.skip("NOT")
        cursor.skip("DEFERRABLE")
        var deferral = Deferral.initiallyImmediate
        if cursor.skip("INITIALLY") {
            if cursor.isWord("DEFERRED") { deferral = .initiallyDeferred }
            cursor.index += 1
        }
        return isRefused ? nil : deferral
    }
}
