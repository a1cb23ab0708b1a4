package import MigrationDSL
package import MigratorCore

/// The header `imported-from` of a revision: the tool, and what its own table calls the revision.
///
/// A revision may stand for several migrations of a tool, or for none.
package struct ImportedFrom: Hashable, Sendable {
    package let format: ImportFormat
    package let keys: [String]

    package init(_ format: ImportFormat, _ keys: [String]) {
        self.format = format
        self.keys = keys
    }

    /// The header's value: the tool, and the names with commas between.
    package var text: String {
        keys.isEmpty ? format.rawValue : "\(format.rawValue) \(keys.map(Self.escaped).joined(separator: ", "))"
    }

    /// Reads a header's value.
    ///
    /// - Throws: `MigratorError` with the place for a tool that is not known.
    package init(parsing text: String, at location: SourceLocation?) throws(MigratorError) {
        let word = text.prefix { $0 != " " && $0 != "\t" }
        guard let format = ImportFormat(rawValue: String(word)) else {
            let known = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw MigratorError(
                .invalidRevision,
                "imported-from names no tool that is known; there are \(known)",
                location: location
            )
        }
        self.format = format
        let list = text.dropFirst(word.count)
        keys = list.split(separator: ",").map { Self.plain($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// A name in which nothing separates, as `%2C` for a comma.
    private static func escaped(_ key: String) -> String {
        var text = ""
        for scalar in key.unicodeScalars {
            let isPlain =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
                default: scalar != "," && scalar != "%"
                }
            if isPlain {
                text.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 {
                    let digits = String(byte, radix: 16, uppercase: true)
                    text += "%\(digits.count < 2 ? "0" : "")\(digits)"
                }
            }
        }
        return text
    }

    private static func plain(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
