import MigrationDSL
import MigratorCore

/// Reads the CREATE TABLE of an ordinary table, by SQLite's own grammar.
// https://www.sqlite.org/lang_createtable.html; expressions are taken as they are written.
struct SQLiteTableParser {
    struct Parts {
        var name = ""
        var writtenName = ""
        var columns: [SQLiteTableText.Column] = []
        var constraints: [SQLiteTableText.Clause] = []
        var options = ""
    }

    var cursor: SQLiteTextCursor

    init(_ sql: String) throws(SQLiteTextProblem) {
        cursor = try SQLiteTextCursor(sql)
    }

    mutating func table() throws(SQLiteTextProblem) -> Parts {
        var parts = Parts()
        try passHead()
        guard let name = cursor.objectName() else { throw SQLiteTextProblem("it has no name") }
        parts.name = name
        parts.writtenName = cursor.words.text(cursor.index - 1)
        let open = cursor.index
        guard let list = cursor.parentheses() else { throw SQLiteTextProblem("it has no list of columns") }
        parts.options = cursor.words.text(cursor.index..<cursor.end)
        cursor.index = open + 1
        repeat {
            if isConstraint { break }
            parts.columns.append(try column())
            parts.settleDeferral()
        } while cursor.skip(sign: ",")
        // SQLite does not insist on commas between these.
        while isConstraint {
            let start = cursor.index
            let clause = try clause { parser throws(SQLiteTextProblem) in try parser.tableRule() }
            // A name of no constraint means nothing.
            guard clause != nil || cursor.index > start else { throw SQLiteTextProblem("a constraint is not known") }
            if let clause { parts.constraints.append(clause) }
            _ = cursor.skip(sign: ",")
        }
        guard cursor.index == list.upperBound else {
            let last = parts.constraints.isEmpty ? parts.columns.last.map { "column \($0.name)" } : nil
            throw SQLiteTextProblem("what follows \(last ?? "a constraint") is not known")
        }
        return parts
    }

    private mutating func passHead() throws(SQLiteTextProblem) {
        let isCreate = cursor.skip("CREATE")
        if isCreate, !cursor.skip("TEMP") { cursor.skip("TEMPORARY") }
        guard isCreate, cursor.skip("TABLE") else {
            throw SQLiteTextProblem(
                isCreate && cursor.isWord("VIRTUAL")
                    ? "it is a virtual table" : "it does not begin with CREATE TABLE"
            )
        }
        if cursor.skip("IF", "NOT") { cursor.skip("EXISTS") }
    }

    // MARK: Columns

    private mutating func column() throws(SQLiteTextProblem) -> SQLiteTableText.Column {
        guard let name = cursor.name() else { throw SQLiteTextProblem("a column has no name") }
        var column = SQLiteTableText.Column(
            name: name,
            writtenName: cursor.words.text(cursor.index - 1),
            type: type(),
            clauses: [],
            source: name
        )
        while let clause = try clause({ parser throws(SQLiteTextProblem) in try parser.rule(of: name) }) {
            column.clauses.append(clause)
        }
        return column
    }

    private mutating func type() -> String {
        let start = cursor.index
        while isTypeName { cursor.index += 1 }
        // Numbers follow a name.
        if cursor.index > start { _ = cursor.parentheses() }
        return cursor.words.text(start..<cursor.index)
    }

    /// Whether a word of a type stands here: any that is no reserved word.
    private var isTypeName: Bool {
        let words = cursor.words
        if words.isKind(cursor.index, .quotedIdentifier) || words.isKind(cursor.index, .string) { return true }
        guard words.isKind(cursor.index, .word) else { return false }
        if cursor.isWord("GENERATED"), words.isWord(cursor.index + 1, "ALWAYS") { return false }
        return !Self.clauseWords.contains { cursor.isWord($0) }
    }

    private static let clauseWords = [
        "NOT", "PRIMARY", "DEFAULT", "CONSTRAINT", "REFERENCES", "UNIQUE", "CHECK", "COLLATE", "NULL", "AS",
        "DEFERRABLE",
    ]

    // MARK: Constraints

    private var isConstraint: Bool { Self.constraintWords.contains { cursor.isWord($0) } }

    private static let constraintWords = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]

    /// Reads a clause, with its name if it has one; `nil` where none stands.
    private mutating func clause(
        _ read: (inout SQLiteTableParser) throws(SQLiteTextProblem) -> SQLiteTableText.Rule?
    ) throws(SQLiteTextProblem) -> SQLiteTableText.Clause? {
        var name: String?
        // Of several names the last counts.
        while cursor.skip("CONSTRAINT") {
            name = cursor.words.text(cursor.index)
            cursor.index += 1
        }
        let start = cursor.index
        guard let rule = try read(&self) else { return nil }
        return SQLiteTableText.Clause(
            rule: rule,
            writtenName: name,
            text: cursor.words.text(start..<cursor.index)
        )
    }
}

extension SQLiteTableParser.Parts {
    /// Tells foreign keys what stands apart from them in the last column about when they are checked.
    fileprivate mutating func settleDeferral() {
        guard let column = columns.indices.last else { return }
        for clause in columns[column].clauses.indices {
            guard case .deferral(let deferral) = columns[column].clauses[clause].rule else { continue }
            for earlier in columns.indices.reversed() {
                let end = earlier == column ? clause : columns[earlier].clauses.count
                guard let index = (0..<end).last(where: { columns[earlier].clauses[$0].kind == .foreignKey }),
                    case .foreignKey(var key) = columns[earlier].clauses[index].rule
                else { continue }
                key.deferral = deferral
                columns[earlier].clauses[index].rule = .foreignKey(key)
                break
            }
        }
    }
}
