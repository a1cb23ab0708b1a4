package import MigrationDSL
package import MigratorCore
package import MigratorDatabase
import MigratorSystem

/// Literals that both databases spell alike.
extension Dialect {
    package func literal(_ value: Value) throws(MigratorError) -> String {
        switch value {
        case .null: return "NULL"
        case .bool(let value): return truth(value)
        case .int(let value): return String(value)
        case .double(let value):
            guard value.isFinite else {
                throw MigratorError(.invalidRevision, "a number in a revision is not finite")
            }
            return value.description
        case .decimal(let digits):
            guard Self.isDecimal(digits) else {
                throw MigratorError(.invalidRevision, "a decimal in a revision is no number")
            }
            return digits
        case .text(let text): return try string(text)
        case .bytes(let bytes): return self.bytes(Digest.hex(bytes))
        case .uuid(let text): return try string(text.lowercased())
        case .json, .array, .object: return try string(value.jsonText)
        case .date(let text):
            guard let date = CalendarDate(text) else {
                throw MigratorError(.invalidRevision, "a date in a revision is no date; write YYYY-MM-DD")
            }
            return try string(date.description)
        case .timestamp(let text):
            guard let parsed = CalendarText.timestamp(Array(text.utf8)) else {
                throw MigratorError(.invalidRevision, "a timestamp in a revision is none; write YYYY-MM-DD HH:MM:SS")
            }
            return try timestamp(parsed.timestamp, hasZone: parsed.hasZone)
        }
    }

    package func string(_ text: String) throws(MigratorError) -> String {
        guard !text.utf8.contains(0) else {
            throw MigratorError(.invalidRevision, "a text in a revision holds the character U+0000")
        }
        var quoted = "'"
        // By scalars: to Swift a quote and an accent after it are one character.
        for scalar in text.unicodeScalars {
            if scalar == "'" { quoted += "'" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }

    /// As standard SQL writes it.
    package func truth(_ value: Bool) -> String { value ? "TRUE" : "FALSE" }

    /// As standard SQL writes it.
    package func bytes(_ hexadecimal: String) -> String { "X'\(hexadecimal)'" }

    /// As text without its zone, in UTC.
    package func timestamp(_ timestamp: Timestamp, hasZone: Bool) throws(MigratorError) -> String {
        try string(timestamp.description)
    }

    /// As standard SQL writes it.
    package func like(_ column: String, _ pattern: String) throws(MigratorError) -> SQLFragment {
        "\(quote(column)) LIKE \(try string(pattern))"
    }

    private static func isDecimal(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}
