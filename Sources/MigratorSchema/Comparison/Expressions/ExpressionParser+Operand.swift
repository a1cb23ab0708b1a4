import MigrationDSL
import MigratorDialects
import MigratorSystem

extension ExpressionParser {
    /// An operand, with the casts behind it.
    mutating func operand() throws(Unread) -> ExpressionNode {
        var operand = try atom()
        while rules.rewritesLists, skip("::") { operand = cast(operand, try type()) }
        return operand
    }

    private mutating func atom() throws(Unread) -> ExpressionNode {
        guard let token = next else { throw Unread() }
        switch token.kind {
        case .number, .string, .bits:
            _ = try take()
            if token.kind == .bits { return .bits(token.text) }
            return token.kind == .number ? .number(token.text) : .string(token.text)
        case .open:
            let parts = try arguments()
            // Several are a row.
            guard parts.count == 1, let part = parts.first else { throw Unread() }
            return part
        case .word: return try word(token.text)
        case .name: return try named()
        case .doubtfulName:
            let isCalled = self.token(after: 1)?.kind == .open
            let isPath = self.token(after: 1)?.text == "."
            let name = ExactText(context.dialect.comparedName(token.text))
            if isCalled || isPath || context.columns[name] != nil { return try named() }
            _ = try take()
            return .string(token.text)
        case .sign, .close: throw Unread()
        }
    }

    private mutating func word(_ word: String) throws(Unread) -> ExpressionNode {
        let following = token(after: 1)
        switch word {
        case "case": return try cases()
        case "cast" where following?.kind == .open:
            _ = try take()
            try pass("(")
            let operand = try expression(0)
            try pass("as")
            let type = try type()
            try pass(")")
            return cast(operand, type)
        case "array" where following?.text == "[":
            _ = try take()
            try pass("[")
            return .array(try list(to: "]"))
        case "extract" where following?.kind == .open: return try extract()
        case _ where Self.values.contains(word) && following?.kind != .open && following?.text != ".":
            _ = try take()
            return .word(word)
        case _ where Self.structure.contains(word): throw Unread()
        case _ where following?.kind == .string && rules.rewritesLists:
            let type = try type()
            let literal = try take()
            return cast(.string(literal.text), type)
        default: return try named()
        }
    }

    private mutating func named() throws(Unread) -> ExpressionNode {
        let path = try path()
        guard next?.kind == .open else { return .name(context.column(path)) }
        return call(context.function(path), try arguments())
    }

    private mutating func cases() throws(Unread) -> ExpressionNode {
        try pass("case")
        var parts: [ExpressionNode] = []
        var name = "case"
        if next?.text != "when" {
            parts.append(try expression(0))
            name = "case of"
        }
        while skip("when") {
            parts.append(try expression(0))
            try pass("then")
            parts.append(try expression(0))
        }
        // Without ELSE it is null.
        parts.append(skip("else") ? try expression(0) : .word("null"))
        try pass("end")
        return operated(name, parts)
    }

    private mutating func extract() throws(Unread) -> ExpressionNode {
        try pass("extract")
        try pass("(")
        let field = try take()
        guard field.kind == .word || field.kind == .string else { throw Unread() }
        try pass("from")
        let source = try expression(0)
        try pass(")")
        return call("extract", [.string(field.text.lowercased()), source])
    }

    /// A type's name behind a cast or before a literal.
    private mutating func type() throws(Unread) -> ComparedType {
        var text = ""
        let first = next
        repeat {
            let token = try take()
            switch token.kind {
            case .word: text += token.text
            case .name: text += "\"\(token.text)\""
            default: throw Unread()
            }
            if next?.text == "." { text += "." }
        } while skip(".")
        let isLong = first.map { $0.kind == .word && Self.longTypes.contains($0.text) } ?? false
        while true {
            if next?.kind == .open, !text.hasSuffix(")") {
                text += "("
                _ = try take()
                while let token = next, token.kind != .close { text += try take().text }
                try pass(")")
                text += ")"
            } else if isLong, let word = next, word.kind == .word, Self.typeWords.contains(word.text) {
                text += " " + (try take().text)
            } else if rules.rewritesLists, next?.text == "[" {
                try pass("[")
                if next?.kind == .number { _ = try take() }
                try pass("]")
                text += "[]"
            } else {
                return context.dialect.comparedType(.custom(text), in: [])
            }
        }
    }

    /// The key words that are values.
    private static let values: Set<String> = [
        "null", "true", "false", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp",
        "current_user", "session_user", "user", "current_role", "current_catalog", "current_schema", "system_user",
        "default",
    ]

    /// The key words that begin what is not read here, or end what is.
    private static let structure: Set<String> = [
        "select", "with", "values", "exists", "from", "where", "when", "then", "else", "end", "and", "or", "not", "is",
        "in", "like", "between", "as", "any", "all", "some", "row", "distinct", "collate", "escape", "array",
        "variadic", "order", "group", "over", "filter", "within", "using", "table", "operator", "raise", "both",
        "leading", "trailing", "unique",
    ]

    private static let longTypes: Set<String> = [
        "double", "character", "char", "nchar", "national", "bit", "time", "timestamp", "interval",
    ]

    private static let typeWords: Set<String> = [
        "precision", "varying", "character", "char", "with", "without", "time", "zone", "year", "month", "day", "hour",
        "minute", "second", "to",
    ]
}
