package import MigrationDSL
import MigratorCore
import MigratorDatabase

extension PostgresDialect {
    package var comparisonRules: ComparisonRules {
        var rules = ComparisonRules()
        rules.nameLimit = Self.nameLimit
        rules.tuningKinds = ["column options"]
        return rules
    }

    package var expressionRules: ExpressionRules { Self.expressions }

    /// The name as the server cuts it: at 63 bytes, on a character.
    package func comparedName(_ name: String) -> String { Self.cut(name, to: Self.nameLimit) }

    package func comparedType(_ type: ColumnType, in options: SQLiteTableOptions) -> ComparedType {
        PostgresTypeSpelling(text(of: type)).type
    }

    package func comparedCollation(_ collation: String) -> String? {
        let name = PostgresTypeSpelling.parts(of: collation).map(\.text)
        let own = name.count > 1 && name.first == "pg_catalog" ? Array(name.dropFirst()) : name
        return own == ["default"] ? nil : own.map { "\"\($0)\"" }.joined(separator: ".")
    }

    package func comparedOperatorClass(_ name: String, of type: ComparedType, method: String?) -> String? {
        let given = PostgresTypeSpelling.parts(of: name).last?.text ?? name
        return PostgresOperatorClass.isDefault(given, of: type, method: method ?? "btree") ? nil : given
    }

    package func comparedArguments(_ arguments: String) -> String { PostgresArguments.types(of: arguments) }

    /// The most bytes that a server as it is delivered keeps of a name.
    static let nameLimit = 63

    /// The longest start of a text that has at most so many bytes and no half of a character.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var start = Substring(text).unicodeScalars
        while start.reduce(0, { $0 + String($1).utf8.count }) > limit { start.removeLast() }
        return String(start)
    }

    /// As the manual orders operators.
    ///
    /// https://www.postgresql.org/docs/15/sql-syntax-lexical.html#SQL-PRECEDENCE
    private static let expressions = ExpressionRules(
        precedence: [
            "or": 1, "and": 2, "<": 5, ">": 5, "=": 5, "<=": 5, ">=": 5, "<>": 5, "+": 8, "-": 8, "*": 9, "/": 9,
            "%": 9, "^": 10,
        ],
        otherPrecedence: 7,
        notPrecedence: 3,
        isPrecedence: 4,
        matchPrecedence: 6,
        signPrecedence: 12,
        synonyms: [
            "!=": "<>", "like": "~~", "not like": "!~~", "ilike": "~~*", "not ilike": "!~~*", "isnull": "is null",
            "notnull": "is not null",
        ],
        rewritesLists: true,
        takesNamesForText: false,
        collationEnds: [
            "ascii", "bit_length", "char_length", "character_length", "convert_to", "cardinality", "array_length",
            "length", "octet_length", "position", "strpos", "to_date", "to_number", "to_timestamp", "to_tsquery",
            "to_tsvector",
        ]
    )
}
