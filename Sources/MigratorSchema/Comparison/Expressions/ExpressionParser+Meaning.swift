import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

// What the database makes of what is written, as far as it is so whatever the tables hold.
extension ExpressionParser {
    func operated(_ name: String, _ operands: [ExpressionNode]) -> ExpressionNode {
        guard operands.count == 2, Self.comparisons.contains(name) else { return .call("operator \(name)", operands) }
        return compared(name, operands[0], operands[1])
    }

    /// AND and OR: `a AND (b AND c)` is `(a AND b) AND c`.
    func joined(_ word: String, _ left: ExpressionNode, _ right: ExpressionNode) -> ExpressionNode {
        let name = "operator \(word)"
        func parts(_ node: ExpressionNode) -> [ExpressionNode] {
            if case .call(name, let parts) = node { parts } else { [node] }
        }
        return .call(name, parts(left) + parts(right))
    }

    func signed(_ sign: String, _ operand: ExpressionNode) -> ExpressionNode {
        guard case .number(let digits) = operand else { return .call("operator sign \(sign)", [operand]) }
        if sign == "+" { return operand }
        guard sign == "-" else { return .call("operator sign \(sign)", [operand]) }
        return .number(digits.hasPrefix("-") ? String(digits.dropFirst()) : "-" + digits)
    }

    func between(
        _ value: ExpressionNode,
        _ low: ExpressionNode,
        _ high: ExpressionNode,
        isNot: Bool
    ) -> ExpressionNode {
        guard rules.rewritesLists else { return operated(isNot ? "not between" : "between", [value, low, high]) }
        let ends = [operated(isNot ? "<" : ">=", [value, low]), operated(isNot ? ">" : "<=", [value, high])]
        return joined(isNot ? "or" : "and", ends[0], ends[1])
    }

    /// IN: a comparison with an array where the operand is text or a whole number and the list is of its own kind.
    func within(_ value: ExpressionNode, _ list: [ExpressionNode], isNot: Bool) -> ExpressionNode {
        guard rules.rewritesLists else { return operated(isNot ? "not in" : "in", [value] + list) }
        let sign = isNot ? "<>" : "="
        if list.count == 1 { return operated(sign, [value, list[0]]) }
        let bare = list.map(withoutTextCast)
        let isText = isTextColumn(withoutTextCast(value)) && bare.allSatisfy(Self.isString)
        let isWhole = context.type(of: value)?.text == "integer" && list.allSatisfy(Self.isWhole)
        guard isText || isWhole else { return operated(isNot ? "not in" : "in", [value] + list) }
        return compared("\(sign) \(isNot ? "all" : "any")", value, .array(list))
    }

    /// A comparison, without the casts that the server adds where a column is compared with a text in quotes.
    ///
    /// Beside an operand of a known type a text in quotes is of that type; a `varchar` is compared as `text`.
    func compared(_ name: String, _ left: ExpressionNode, _ right: ExpressionNode) -> ExpressionNode {
        let plain = ExpressionNode.call("operator \(name)", [left, right])
        guard rules.rewritesLists else { return plain }
        let column = withoutTextCast(left)
        if isTextColumn(column) {
            let bare = withoutTextCast(right)
            if Self.isString(bare) || isTextColumn(bare) { return .call("operator \(name)", [column, bare]) }
            guard case .array(let elements) = bare else { return plain }
            let texts = elements.map(withoutTextCast)
            return texts.allSatisfy(Self.isString) ? .call("operator \(name)", [column, .array(texts)]) : plain
        }
        guard case .cast(.string(let text), let type) = right, let own = context.type(of: left) else { return plain }
        guard own.isBuiltIn, own.text.isExactly(type.text) else { return plain }
        return .call("operator \(name)", [left, .string(text)])
    }

    func cast(_ operand: ExpressionNode, _ type: ComparedType) -> ExpressionNode {
        if case .cast(_, let inner) = operand, inner.text.isExactly(type.text) { return operand }
        switch (operand, type.text) {
        case (.string(let digits), "integer"), (.number(let digits), "integer"):
            // A whole number of 32 bits is of this type without a word.
            return Int32(digits).map { .number(String($0)) } ?? .cast(operand, type)
        case (.string(let digits), "numeric") where Self.isDecimal(digits): return .number(digits)
        default: return .cast(operand, type)
        }
    }

    func call(_ name: String, _ arguments: [ExpressionNode]) -> ExpressionNode {
        guard context.dialect.hasSearchPath else { return .call(name, arguments) }
        switch (name, arguments.first) {
        case ("nextval", .cast(.string(let sequence), _)?), ("nextval", .string(let sequence)?):
            return .call(name, [.string(SequenceName.own(sequence, context.dialect))])
        case ("now", nil), ("transaction_timestamp", nil): return .word("current_timestamp")
        case ("timezone", .cast(.string(let zone), let type)?) where type.text == "text":
            return .call(name, [.string(zone)] + arguments.dropFirst())
        default: return .call(name, arguments)
        }
    }

    private func isTextColumn(_ node: ExpressionNode) -> Bool {
        guard let type = context.type(of: node), type.isBuiltIn, case .text = type.family else { return false }
        return true
    }

    /// A column, a text or a list of such without a cast to text that changes none of them.
    private func withoutTextCast(_ node: ExpressionNode) -> ExpressionNode {
        guard case .cast(let operand, let type) = node else { return node }
        let isText = ["text", "varchar"].contains(type.text)
        let isTexts = ["text[]", "varchar[]"].contains(type.text)
        switch operand {
        case .string where isText: return operand
        case .cast where isText || isTexts: return withoutTextCast(operand)
        case .name where isText && isTextColumn(operand): return operand
        case .array where isTexts: return operand
        default: return node
        }
    }

    private static func isString(_ node: ExpressionNode) -> Bool {
        if case .string = node { true } else { false }
    }

    private static func isWhole(_ node: ExpressionNode) -> Bool {
        if case .number(let digits) = node { Int32(digits) != nil } else { false }
    }

    private static func isDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }
    }

    private static let comparisons: Set<String> = [
        "=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*",
    ]
}
