import MigrationDSL
import MigratorSystem

extension DefaultValue {
    /// A default as a person would write it: a value where the server shows a literal, else the expression.
    init(postgres text: String, of use: PostgresTypeUse) {
        let value: Value? =
            switch text {
            case "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME": nil
            case "true" where use.isTruth: .bool(true)
            case "false" where use.isTruth: .bool(false)
            default: Value(postgres: text, of: use)
            }
        switch text {
        case "CURRENT_TIMESTAMP": self = .currentTimestamp
        case "CURRENT_DATE": self = .currentDate
        case "CURRENT_TIME": self = .currentTime
        default: self = value.map { .value($0) } ?? .expression(SQLText(text))
        }
    }
}

extension Value {
    fileprivate init?(postgres text: String, of use: PostgresTypeUse) {
        if let (content, behind) = PostgresServerText.literal(text) {
            guard use.casts.contains(where: { behind.isExactly("::\($0)") }) else { return nil }
            self = (use.isNumber ? Value(number: content) : nil) ?? .text(content)
        } else if use.isNumber, let number = Value(number: text) {
            self = number
        } else {
            return nil
        }
    }

    /// A number in the shortest form that is written back as it is.
    private init?(number text: String) {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }), !digits.isEmpty else {
            return nil
        }
        if let whole = Int64(text) {
            self = .int(whole)
        } else if let number = Double(text), number.description == text {
            self = .double(number)
        } else if digits.first != ".", digits.last != ".", digits.utf8.count(where: { $0 == UInt8(ascii: ".") }) < 2 {
            self = .decimal(text)
        } else {
            return nil
        }
    }
}
