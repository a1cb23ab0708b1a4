import MigratorDialects

/// An expression as a tree, in which brackets and the spelling of operators have no part.
indirect enum ExpressionNode {
    /// A column, with what qualifies it.
    case name([String])
    /// A key word that is a value, such as `null` or `current_date`.
    case word(String)
    case number(String)
    case string(String)
    /// A literal of bytes or bits.
    case bits(String)
    /// A function, or an operator whose name begins with `operator`.
    case call(String, [ExpressionNode])
    case cast(ExpressionNode, ComparedType)
    case array([ExpressionNode])
}

extension ExpressionNode {
    /// One text for the tree, which no other tree has.
    var spelling: String {
        switch self {
        case .name(let parts): parts.map { "\"\(Self.doubled($0, "\""))\"" }.joined(separator: ".")
        case .word(let word): word
        case .number(let digits): "#\(digits)"
        case .string(let text): "'\(Self.doubled(text, "'"))'"
        case .bits(let text): text
        case .call(let name, let arguments): "\(name)(\(arguments.map(\.spelling).joined(separator: ", ")))"
        case .cast(let operand, let type): "\(operand.spelling)::\(type.text)"
        case .array(let elements): "[\(elements.map(\.spelling).joined(separator: ", "))]"
        }
    }

    private static func doubled(_ text: String, _ quote: Unicode.Scalar) -> String {
        var doubled = ""
        // By scalars: to Swift a quote and an accent after it are one character.
        for scalar in text.unicodeScalars {
            doubled.unicodeScalars.append(scalar)
            if scalar == quote { doubled.unicodeScalars.append(scalar) }
        }
        return doubled
    }

    /// The columns that the tree names, each without what qualifies it.
    var columns: [String] {
        switch self {
        case .name(let parts): parts.last.map { [$0] } ?? []
        case .word, .number, .string, .bits: []
        case .call(_, let arguments), .array(let arguments): arguments.flatMap(\.columns)
        case .cast(let operand, _): operand.columns
        }
    }
}
