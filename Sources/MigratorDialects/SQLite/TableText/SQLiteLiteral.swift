import MigrationDSL
import MigratorCore
import MigratorSystem

/// A literal after DEFAULT, with its sign.
struct SQLiteLiteral {
    private let text: String
    private let kind: SQLToken.Kind
    private let sign: String

    init(_ text: String, _ kind: SQLToken.Kind, sign: String) {
        self.text = text
        self.kind = kind
        self.sign = sign
    }

    /// The value that it stands for; an expression where no value is written so.
    var defaultValue: DefaultValue {
        if kind == .number { return number }
        guard sign.isEmpty else { return expression }
        switch kind {
        case .string: return string
        // A name stands for its own text.
        case .quotedIdentifier: return .value(.text(SQLiteName.unquoted(text)))
        case .word: return word
        default: return expression
        }
    }

    private var expression: DefaultValue { .expression(SQLText(sign + text)) }

    private var word: DefaultValue {
        switch text.uppercased() {
        case "NULL": .value(.null)
        case "TRUE": .value(.bool(true))
        case "FALSE": .value(.bool(false))
        case "CURRENT_TIMESTAMP": .currentTimestamp
        case "CURRENT_DATE": .currentDate
        case "CURRENT_TIME": .currentTime
        default: .value(.text(text))
        }
    }

    private var string: DefaultValue {
        if text.utf8.first == UInt8(ascii: "'") { return .value(.text(SQLiteName.unquoted(text))) }
        guard text.utf8.first.map({ $0 | 0x20 }) == UInt8(ascii: "x") else { return expression }
        var bytes: [UInt8] = []
        var digits = text.utf8.dropFirst(2).dropLast()
        while let high = digits.popFirst(), let low = digits.popFirst() {
            guard let byte = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16) else { return expression }
            bytes.append(byte)
        }
        return .value(.bytes(bytes))
    }

    private var number: DefaultValue {
        let signed = (sign == "-" ? "-" : "") + text
        if let whole = Int64(signed) ?? hexadecimal { return .value(.int(whole)) }
        if let double = Double(signed), double.description.isExactly(signed) { return .value(.double(double)) }
        // The digits of a decimal are kept; in any other spelling the number is kept as it is written.
        return isDecimal ? .value(.decimal(signed)) : expression
    }

    private var hexadecimal: Int64? {
        guard text.hasPrefix("0x") || text.hasPrefix("0X"), text.utf8.count <= 18,
            let bits = UInt64(text.dropFirst(2), radix: 16)
        else { return nil }
        let value = Int64(bitPattern: bits)
        return sign == "-" ? 0 &- value : value
    }

    private var isDecimal: Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0.isSQLDigit }
            }
    }
}
