package import MigrationDSL
import MigratorCore
import MigratorDatabase

extension SQLiteDialect {
    package var comparisonRules: ComparisonRules {
        var rules = ComparisonRules()
        rules.keepsComments = false
        rules.keepsStorage = false
        rules.keepsEnums = false
        rules.namesConstraints = false
        rules.columnsTakeDependants = false
        rules.ordersNullsByDirection = false
        rules.keepsIdentityOptions = false
        rules.keysNumberRows = true
        rules.replacesViews = false
        rules.keysMayAllowNull = true
        return rules
    }

    package var expressionRules: ExpressionRules { Self.expressions }

    /// The text of the type in capitals, with one space between words: SQLite keeps whatever is declared.
    package func comparedType(_ type: ColumnType, in options: SQLiteTableOptions) -> ComparedType {
        let declared = self.type(type, strict: options.contains(.strict))
        let text = Self.spelled(declared)
        return ComparedType(text, family(text), builtIn: true)
    }

    /// The collations that SQLite brings are the same in any case.
    package func comparedCollation(_ collation: String) -> String? {
        let name = String(decoding: SQLiteName.folded(SQLiteName.unquoted(collation)), as: UTF8.self)
        return name == "binary" ? nil : name
    }

    /// The affinity, by the words in the type.
    ///
    /// https://www.sqlite.org/datatype3.html#determination_of_column_affinity
    private func family(_ type: String) -> ComparedType.Family {
        let bytes = Array(type.utf8)
        func says(_ words: StaticString...) -> Bool {
            bytes.indices.contains { start in
                words.contains { word in
                    word.withUTF8Buffer { bytes[start...].starts(with: $0) }
                }
            }
        }
        if says("INT") { return .integer }
        if says("CHAR", "CLOB", "TEXT") { return .text(limit: nil) }
        if bytes.isEmpty || type == "ANY" || says("BLOB") { return .other }
        if says("REAL", "FLOA", "DOUB") { return .real }
        return .decimal(scale: nil)
    }

    private static func spelled(_ type: String) -> String {
        let bytes = Array(type.utf8)
        var lexer = SQLLexer(bytes, kind: .sqlite)
        var text = ""
        var isAfterWord = false
        while let token = (try? lexer.next()) ?? nil {
            if token.isComment { continue }
            let isWord = token.kind == .word || token.kind == .quotedIdentifier
            let word = bytes.lowercasedText(token.start..<token.end).utf8.map { $0 &- 0x61 < 26 ? $0 & 0xDF : $0 }
            text += (isWord && isAfterWord ? " " : "") + String(decoding: word, as: UTF8.self)
            isAfterWord = isWord || token.kind == .closeParenthesis
        }
        return text
    }

    /// As the manual orders operators.
    ///
    /// https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes
    private static let expressions = ExpressionRules(
        precedence: [
            "or": 1, "and": 2, "=": 5, "<>": 5, "<": 6, ">": 6, "<=": 6, ">=": 6, "&": 7, "|": 7, "<<": 7, ">>": 7,
            "+": 8, "-": 8, "*": 9, "/": 9, "%": 9, "||": 10, "->": 10, "->>": 10,
        ],
        otherPrecedence: nil,
        notPrecedence: 3,
        isPrecedence: 5,
        matchPrecedence: 5,
        signPrecedence: 12,
        synonyms: ["!=": "<>", "==": "=", "isnull": "is null", "notnull": "is not null"],
        rewritesLists: false,
        takesNamesForText: true
    )
}
