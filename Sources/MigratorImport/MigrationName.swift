import MigratorCore

/// The parts of a file's name: a version in front, then what it does.
struct MigrationName {
    /// The version as it is written.
    let version: String
    /// What stands behind it, without what separates the two.
    let title: String

    /// Reads `VERSION_TITLE`; `nil` if there are no digits in front, or no underscore behind them.
    init?(_ stem: String) {
        guard let version = String(stem.utf8.prefix { $0.isSQLDigit }), !version.isEmpty else { return nil }
        let rest = stem.dropFirst(version.count)
        guard rest.utf8.first == UInt8(ascii: "_") else { return nil }
        self.version = version
        title = String(rest.dropFirst())
    }

    /// The version as a number; `nil` if it is too large for one.
    var number: UInt64? { UInt64(version) }

    /// A title as a message: words on one line.
    static func message(_ title: some StringProtocol, else whole: String) -> String {
        func words(_ text: some StringProtocol) -> String {
            text.split { character in
                character == "_"
                    || character.unicodeScalars.contains { scalar in
                        switch scalar.properties.generalCategory {
                        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
                        default: false
                        }
                    }
            }
            .joined(separator: " ")
        }
        let message = words(title)
        return message.isEmpty ? words(whole) : message
    }
}

extension String {
    /// The text without an end, if it has it in just these letters.
    func without(end: String) -> String? {
        hasSuffix(end) && utf8.count > end.utf8.count ? String(dropLast(end.count)) : nil
    }

    /// Where a text of ASCII stands first.
    func range(ofText text: String) -> Range<Index>? {
        guard let first = text.utf8.first else { return nil }
        var rest = utf8[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: text.utf8) { return start..<rest.index(start, offsetBy: text.utf8.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}

extension ForeignProject {
    /// Refuses two migrations of one version, as the tools do.
    static func checkDistinct(_ versions: [(version: String, file: ForeignFile)]) throws(MigratorError) {
        var seen: [String: String] = [:]
        for (version, file) in versions {
            if let other = seen[version] {
                throw file.error("the version \(version) is that of \(other) as well; give one of them another")
            }
            seen[version] = file.path
        }
    }
}
