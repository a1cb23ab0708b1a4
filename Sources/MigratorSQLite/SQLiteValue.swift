import MigratorDatabase

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads what SQLite stored as the type that its column declares, and as it was stored where that does not fit.
package enum SQLiteValue {
    static func value(_ number: Int64, as kind: ColumnKind) -> DatabaseCell {
        switch kind {
        case .boolean where number == 0 || number == 1: .bool(number == 1)
        case .decimal(_, let scale): .decimal(padded(whole: String(number), fraction: "", scale: scale))
        // A column declared JSON has numeric affinity, and a document may be a number.
        case .json: .json(String(number))
        default: .int(number)
        }
    }

    static func value(_ number: Double, as kind: ColumnKind) -> DatabaseCell {
        switch kind {
        case .decimal(_, let scale) where number.isFinite: .decimal(digits(of: number, scale: scale))
        case .json where number.isFinite: .json(digits(of: number, scale: nil))
        default: .double(number)
        }
    }

    static func value(_ text: String, as kind: ColumnKind) -> DatabaseCell {
        let typed: DatabaseCell? =
            switch kind {
            case .uuid: UUID(text: text).map { .uuid($0) }
            case .json: .json(text)
            case .date: CalendarDate(text).map { .date($0) }
            case .time: TimeOfDay(text).map { .time($0) }
            case .timestamp:
                CalendarText.timestamp(Array(text.utf8)).flatMap { $0.hasZone ? nil : .timestamp($0.timestamp) }
            case .timestampTZ: Timestamp(text).map { .timestampTZ($0) }
            case .decimal: significantDigits(of: text).map { _ in .decimal(text) }
            default: nil
            }
        return typed ?? .text(text)
    }

    /// Says why SQLite would not give a value back as it is.
    static func reasonNotToStore(_ value: DatabaseCell) -> String? {
        switch value {
        case .double(let number) where number.isNaN:
            return "SQLite has no NaN and would store a null"
        case .decimal(let text):
            guard let digits = significantDigits(of: text) else { return "not the digits of a decimal number" }
            // A whole number of 64 bits is kept exactly, anything else as a binary number of 53.
            guard digits > 15, Int64(text) == nil else { return nil }
            return "SQLite keeps 15 significant digits of a decimal and this one has \(digits); store it as text"
        default:
            return nil
        }
    }

    /// The number of digits between the first and the last that are not zero; `nil` if the text is no decimal.
    private static func significantDigits(of text: String) -> Int? {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber =
            parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
        guard isNumber else { return nil }
        let all = parts.joined()
        guard let first = all.enumerated().first(where: { $0.element != UInt8(ascii: "0") })?.offset else { return 0 }
        let last = all.enumerated().reduce(first) { $1.element == UInt8(ascii: "0") ? $0 : $1.offset }
        return last - first + 1
    }

    /// The shortest digits that mean the number, without an exponent.
    package static func digits(of number: Double, scale: Int?) -> String {
        let parts = number.magnitude.description.split(separator: "e")
        let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".")
        var whole = String(mantissa[0])
        var fraction = mantissa.count == 2 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        if exponent > 0 {
            fraction += String(repeating: "0", count: max(0, exponent - fraction.count))
            whole += fraction.prefix(exponent)
            fraction = String(fraction.dropFirst(exponent))
        } else if exponent < 0 {
            // With an exponent the mantissa has one digit before its point.
            fraction = String(repeating: "0", count: -exponent - 1) + whole + fraction
            whole = "0"
        }
        return padded(whole: (number < 0 ? "-" : "") + whole, fraction: fraction, scale: scale)
    }

    private static func padded(whole: String, fraction: String, scale: Int?) -> String {
        let zeros = String(repeating: "0", count: max(0, min(scale ?? 0, 100) - fraction.count))
        let digits = fraction + zeros
        return digits.isEmpty ? whole : "\(whole).\(digits)"
    }
}
