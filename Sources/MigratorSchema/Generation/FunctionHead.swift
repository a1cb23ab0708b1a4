import MigrationDSL
import MigratorCatalogue
import MigratorCore
import MigratorDatabase
import MigratorDialects
import MigratorSystem

/// What a function's definition says ahead of its body: its parameters and its result.
struct FunctionHead {
    private let parameters: [String]
    /// Whether each has a default.
    private let defaults: [Bool]
    private let result: String

    /// Reads a definition; `nil` if it is none of a function.
    init?(_ function: Function, _ dialect: any Dialect) {
        guard let text = dialect.text(function.definition),
            let tokens = ExpressionToken.read(text, dialect.kind, takesNamesForText: false),
            let open = tokens.firstIndex(where: { $0.kind == .open })
        else { return nil }
        var (parts, depth): ([[String]], Int) = ([[]], 0)
        var end = open
        for index in open..<tokens.count {
            let token = tokens[index]
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            end = index
            if depth == 0 { break }
            if depth == 1, token.kind == .sign, token.text == "," {
                parts.append([])
            } else if index > open {
                parts[parts.count - 1].append(token.text)
            }
        }
        let given = parts.filter { !$0.isEmpty }
        parameters = given.map { Self.parameter($0, dialect) }
        defaults = given.map { $0.contains { Self.isDefault($0) } }
        let rest = tokens[(end + 1)...]
        guard rest.first?.text == "returns" else {
            result = ""
            return
        }
        let ends: Set = [
            "language", "as", "immutable", "stable", "volatile", "strict", "called", "security", "cost", "rows",
            "parallel", "leakproof", "not", "window", "set", "support", "transform", "begin", "return", "external",
        ]
        let words = rest.dropFirst().prefix { !($0.kind == .word && ends.contains($0.text)) }.map(\.text)
        result = Self.type(words, dialect)
    }

    /// A parameter's mode, name and type, without its default.
    private static func parameter(_ tokens: [String], _ dialect: any Dialect) -> String {
        let words = Array(tokens.prefix { !isDefault($0) })
        guard words.count > 1 else { return type(words, dialect) }
        let whole = dialect.comparedType(.custom(words.joined(separator: " ")), in: [])
        // A type of several words has no name before it.
        if whole.isBuiltIn { return whole.text }
        return "\(words[0]) \(type(Array(words.dropFirst()), dialect))"
    }

    /// Whether a default begins here.
    private static func isDefault(_ token: String) -> Bool { ["default", "=", ":", ":="].contains(token) }

    private static func type(_ words: [String], _ dialect: any Dialect) -> String {
        dialect.comparedType(.custom(words.joined(separator: " ")), in: []).text
    }

    /// Whether another definition can take this one's place under its name.
    ///
    /// What is called with fewer arguments goes on to be.
    func isReplaceable(by other: FunctionHead) -> Bool {
        parameters == other.parameters && result.isExactly(other.result)
            && zip(defaults, other.defaults).allSatisfy { !$0 || $1 }
    }
}

extension Function {
    /// The function with a definition that replaces one that is there.
    func replacing(_ dialect: any Dialect) -> Function {
        guard let text = dialect.text(definition) else { return self }
        let bytes = Array(text.utf8)
        var lexer = SQLLexer(bytes, kind: dialect.kind)
        guard let create = try? lexer.next(), let second = try? lexer.next(),
            bytes.lowercasedText(second.start..<second.end) != "or"
        else { return self }
        let said = bytes.text(0..<create.end) + " OR REPLACE" + bytes.text(create.end..<bytes.count)
        let function = Function(name, arguments, SQLText(said), procedure: isProcedure)
        return comment.map { function.comment($0) } ?? function
    }
}
