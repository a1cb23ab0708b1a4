import MigrationDSL
import MigratorCatalogue
import MigratorDialects
import MigratorSystem

/// The spelling of a default, in which constants that a column of its type keeps as one value are one.
struct DefaultSpelling {
    private let type: ComparedType
    private let dialect: any Dialect

    init(_ type: ComparedType, _ dialect: any Dialect) {
        self.type = type
        self.dialect = dialect
    }

    /// The spelling; `nil` for null, which is as good as no default unless a domain beneath has one.
    func spelling(of tree: ExpressionNode) -> String? {
        let bare = withoutOwnCast(tree)
        switch bare {
        case .word("null"): return type.isBuiltIn ? nil : "null"
        case .number(let digits): return number(digits) ?? bare.spelling
        case .string(let text): return constant(text) ?? bare.spelling
        case .word("true"), .word("false"): return truth(bare.spelling) ?? bare.spelling
        default: return bare.spelling
        }
    }

    /// A constant without the cast to the type that it is put into anyway.
    private func withoutOwnCast(_ tree: ExpressionNode) -> ExpressionNode {
        guard case .cast(let operand, let cast) = tree else { return tree }
        switch (operand, type.family, cast.family) {
        case (.word("null"), _, _): return operand
        // A cast without a length changes no text, and one without digits no number.
        case (.string, .text, .text(limit: nil)), (.cast, .text, .text(limit: nil)),
            (.string, .decimal, .decimal(scale: nil)), (.number, .decimal, .decimal(scale: nil)):
            return withoutOwnCast(operand)
        case (.string, .filledText, .filledText) where cast.text == "bpchar": return operand
        case (.string, _, _), (.number, _, _), (.cast, _, _):
            return cast.text.isExactly(type.text) ? withoutOwnCast(operand) : tree
        default: return tree
        }
    }

    private func number(_ digits: String) -> String? {
        switch type.family {
        case .integer: whole(digits)
        case .real: real(digits)
        case .decimal(let scale): decimal(digits, scale)
        case .boolean: nil
        // Where a column takes numbers for text, it keeps a whole number as its digits.
        case .text where !dialect.hasSearchPath: Int64(digits).map { ExpressionNode.string(String($0)).spelling }
        case .text, .filledText, .other: nil
        }
    }

    private func constant(_ text: String) -> String? {
        switch type.family {
        case .boolean: Self.truths[text.lowercased()].map { $0 ? "true" : "false" }
        case .integer, .real, .decimal: number(text)
        case .text, .filledText, .other: nil
        }
    }

    private func truth(_ word: String) -> String? {
        // Where truth is a number, these words are 1 and 0.
        dialect.hasSearchPath ? word : number(word == "true" ? "1" : "0") ?? (word == "true" ? "#1" : "#0")
    }

    private func whole(_ digits: String) -> String? {
        if digits.hasPrefix("0x"), let value = Int64(digits.dropFirst(2), radix: 16) { return "#\(value)" }
        return Int64(digits).map { "#\($0)" }
    }

    private func real(_ digits: String) -> String? {
        guard Self.isPlain(digits), let value = Double(digits) else { return nil }
        return "#\(value)"
    }

    private func decimal(_ digits: String, _ scale: Int?) -> String? {
        if !dialect.hasSearchPath { return whole(digits) ?? real(digits) }
        guard Self.isPlain(digits) else { return nil }
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map { $0.drop { $0 == "0" } } ?? ""
        var fraction = parts.count > 1 ? parts[1] : ""
        if let scale {
            // What is rounded is another number.
            guard fraction.count <= scale else { return nil }
            while fraction.last == "0" { fraction.removeLast() }
        }
        let isZero = whole.isEmpty && fraction.allSatisfy { $0 == "0" }
        return "#\(isNegative && !isZero ? "-" : "")\(whole.isEmpty ? "0" : whole).\(fraction)"
    }

    private static func isPlain(_ digits: String) -> Bool {
        let unsigned = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
        return unsigned.contains { ("0"..."9").contains($0) }
            && unsigned.allSatisfy { ("0"..."9").contains($0) || $0 == "." } && unsigned.filter { $0 == "." }.count < 2
    }

    /// The texts that are truth values.
    ///
    /// https://www.postgresql.org/docs/15/datatype-boolean.html
    private static let truths = [
        "t": true, "true": true, "y": true, "yes": true, "on": true, "1": true,
        "f": false, "false": false, "n": false, "no": false, "off": false, "0": false,
    ]
}
