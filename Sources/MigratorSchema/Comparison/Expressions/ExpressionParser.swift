import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// Reads an expression into a tree, as the database reads it.
///
/// What it does not know, a query within it for example, is not read at all: its tokens are compared then.
struct ExpressionParser {
    struct Unread: Error {}

    let context: ExpressionContext
    let rules: ExpressionRules
    private let tokens: [ExpressionToken]
    private var index = 0

    /// The tree of a text; `nil` where it cannot be read.
    static func tree(of text: String, in context: ExpressionContext) -> ExpressionNode? {
        let rules = context.dialect.expressionRules
        let tokens = ExpressionToken.read(
            text,
            context.dialect.kind,
            takesNamesForText: rules.takesNamesForText
        )
        guard let tokens, !tokens.isEmpty else { return nil }
        var parser = ExpressionParser(context: context, rules: rules, tokens: tokens)
        guard let tree = try? parser.expression(0), parser.index == tokens.count else { return nil }
        return tree
    }

    private init(context: ExpressionContext, rules: ExpressionRules, tokens: [ExpressionToken]) {
        self.context = context
        self.rules = rules
        self.tokens = tokens
    }

    /// Reads operators that bind at least so tightly.
    mutating func expression(_ least: Int) throws(Unread) -> ExpressionNode {
        var left = try prefix()
        while let token = next {
            guard let operation = try self.operation(token, left, least) else { break }
            left = operation
        }
        return left
    }

    private mutating func operation(
        _ token: ExpressionToken,
        _ left: ExpressionNode,
        _ least: Int
    ) throws(Unread) -> ExpressionNode? {
        if token.kind == .sign {
            guard ![",", ".", "[", "]", ":", "::"].contains(token.text) else { return nil }
            let sign = rules.synonyms[token.text] ?? token.text
            guard let precedence = rules.precedence[sign] ?? rules.otherPrecedence else { throw Unread() }
            guard precedence >= least else { return nil }
            index += 1
            if let list = try self.list(sign, left) { return list }
            return operated(sign, [left, try expression(precedence + 1)])
        }
        guard token.kind == .word else { return nil }
        switch token.text {
        case "and", "or":
            guard let precedence = rules.precedence[token.text], precedence >= least else { return nil }
            index += 1
            return joined(token.text, left, try expression(precedence + 1))
        case "is", "isnull", "notnull":
            guard rules.isPrecedence >= least else { return nil }
            index += 1
            return token.text == "is" ? try test(left) : operated(rules.synonyms[token.text] ?? token.text, [left])
        case "not", "between", "in", "like", "ilike", "glob", "regexp", "match":
            guard rules.matchPrecedence >= least else { return nil }
            return try match(left)
        case "collate":
            guard rules.signPrecedence > least else { return nil }
            index += 1
            let name = try path().map { "\"\($0)\"" }.joined(separator: ".")
            return operated("collate \(context.dialect.comparedCollation(name) ?? "")", [left])
        case "at":
            guard rules.rewritesLists, rules.signPrecedence > least else { return nil }
            for word in ["at", "time", "zone"] { try pass(word) }
            return call("timezone", [try expression(rules.signPrecedence), left])
        default: return nil
        }
    }

    private mutating func test(_ left: ExpressionNode) throws(Unread) -> ExpressionNode {
        let isNot = skip("not")
        let name = isNot ? "is not" : "is"
        if skip("distinct") {
            try pass("from")
            return operated("\(name) distinct", [left, try expression(rules.isPrecedence + 1)])
        }
        for word in ["null", "true", "false", "unknown"] where skip(word) { return operated("\(name) \(word)", [left]) }
        guard !rules.rewritesLists else { throw Unread() }
        return operated(name, [left, try expression(rules.isPrecedence + 1)])
    }

    /// BETWEEN, IN and LIKE, and what each is with NOT.
    private mutating func match(_ left: ExpressionNode) throws(Unread) -> ExpressionNode {
        let isNot = skip("not")
        let tight = rules.matchPrecedence + 1
        if skip("between") {
            if next?.text == "symmetric" { throw Unread() }
            let low = try expression(tight)
            try pass("and")
            let high = try expression(tight)
            return between(left, low, high, isNot: isNot)
        }
        if skip("in") { return within(left, try arguments(), isNot: isNot) }
        if isNot, !rules.rewritesLists, skip("null") { return operated("is not null", [left]) }
        guard let word = next, word.kind == .word else { throw Unread() }
        guard ["like", "ilike", "glob", "regexp", "match"].contains(word.text) else { throw Unread() }
        index += 1
        let right = try expression(tight)
        guard next?.text != "escape" else { throw Unread() }
        let name = isNot ? "not \(word.text)" : word.text
        return operated(rules.synonyms[name] ?? name, [left, right])
    }

    /// `= ANY (…)` and its like behind an operator.
    private mutating func list(_ sign: String, _ left: ExpressionNode) throws(Unread) -> ExpressionNode? {
        guard rules.rewritesLists, let word = next, word.kind == .word else { return nil }
        guard ["any", "some", "all"].contains(word.text) else { return nil }
        index += 1
        let operands = try arguments()
        guard operands.count == 1, let list = operands.first else { throw Unread() }
        return compared("\(sign) \(word.text == "all" ? "all" : "any")", left, list)
    }

    private mutating func prefix() throws(Unread) -> ExpressionNode {
        guard let token = next else { throw Unread() }
        if token.kind == .word, token.text == "not" {
            index += 1
            return operated("not", [try expression(rules.notPrecedence)])
        }
        guard token.kind == .sign else { return try operand() }
        guard token.text == "-" || token.text == "+" || (token.text == "~" && !rules.rewritesLists) else {
            throw Unread()
        }
        index += 1
        return signed(token.text, try expression(rules.signPrecedence))
    }
}

// The way through the tokens.
extension ExpressionParser {
    var next: ExpressionToken? { index < tokens.count ? tokens[index] : nil }

    func token(after distance: Int) -> ExpressionToken? {
        index + distance < tokens.count ? tokens[index + distance] : nil
    }

    mutating func take() throws(Unread) -> ExpressionToken {
        guard let token = next else { throw Unread() }
        index += 1
        return token
    }

    /// Passes this key word or sign, if it comes next.
    mutating func skip(_ text: String) -> Bool {
        guard let token = next, token.text == text else { return false }
        guard [.word, .sign, .open, .close].contains(token.kind) else { return false }
        index += 1
        return true
    }

    mutating func pass(_ text: String) throws(Unread) {
        guard skip(text) else { throw Unread() }
    }

    /// A list in parentheses.
    mutating func arguments() throws(Unread) -> [ExpressionNode] {
        try pass("(")
        return try list(to: ")")
    }

    mutating func list(to end: String) throws(Unread) -> [ExpressionNode] {
        var list: [ExpressionNode] = []
        if skip(end) { return list }
        repeat { list.append(try expression(0)) } while skip(",")
        try pass(end)
        return list
    }

    /// A name, with what qualifies it.
    mutating func path() throws(Unread) -> [String] {
        var path: [String] = []
        repeat {
            let token = try take()
            guard [.word, .name, .doubtfulName].contains(token.kind) else { throw Unread() }
            path.append(token.text)
        } while skip(".")
        return path
    }
}
