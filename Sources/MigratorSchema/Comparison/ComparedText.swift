import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// A text of one of the schemas, in a spelling that it shares with texts which surely mean the same.
struct ComparedText {
    /// The spelling.
    let spelling: String
    /// What a server is asked where the spellings of two texts differ.
    let question: SchemaQuestion
    /// Whether the next number of a sequence, which another spelling takes from another sequence.
    var isNumber = false
}

/// How alike two things are, as far as that is known.
enum Likeness: Comparable {
    case different, unknown, equal
}

/// The spellings of one side's texts.
struct TextSpeller {
    let side: ComparedSide
    /// The names that tables and columns get in statements, as far as each means one thing there.
    let newWords: [ExactText: String]
    /// The relations of the home schema, which statements may name with it or without.
    let homeNames: Set<ExactText>

    /// A condition or an expression over a table's rows, or over VALUE of a domain.
    func expression(
        _ text: String,
        _ question: (String) -> SchemaQuestion,
        _ context: ExpressionContext
    ) -> ComparedText {
        let dialect = side.dialect
        let renamed = StatementSpelling.renamed(text, context.newNames, dialect)
        if let tree = ExpressionParser.tree(of: text, in: context) {
            return ComparedText(spelling: "expression " + tree.spelling, question: question(renamed))
        }
        let spelling = StatementSpelling.tokens(renamed, homeNames: homeNames, dialect)
        return ComparedText(spelling: "tokens " + spelling, question: question(renamed))
    }

    /// A query or a statement; of a query whose columns have no names beside it, these stay where others change.
    func statement(
        _ text: String,
        keepingColumns: Bool = false,
        _ question: (String) -> SchemaQuestion
    ) -> ComparedText {
        let keeps = keepingColumns && side.dialect.comparisonRules.replacesViews
        let renamed = StatementSpelling.renamed(text, newWords, keepingColumns: keeps, side.dialect)
        let spelling = StatementSpelling.tokens(renamed, homeNames: homeNames, side.dialect)
        return ComparedText(spelling: spelling, question: question(renamed))
    }

    /// A default of a column or a domain; `nil` for one that is as good as none.
    func value(
        _ value: DefaultValue?,
        of type: ComparedType,
        _ question: (String) -> SchemaQuestion
    ) -> ComparedText? {
        guard let value, let text = side.dialect.text(of: value) else { return nil }
        guard let tree = ExpressionParser.tree(of: text, in: side.context) else {
            let spelling = StatementSpelling.tokens(text, homeNames: homeNames, side.dialect)
            return ComparedText(spelling: "tokens " + spelling, question: question(text))
        }
        guard let constant = DefaultSpelling(type, side.dialect).spelling(of: tree) else { return nil }
        var compared = ComparedText(spelling: "value " + constant, question: question(text))
        if case .call("nextval", let arguments) = tree, arguments.count == 1, case .string = arguments[0] {
            compared.isNumber = true
        }
        return compared
    }
}
