/// Text from files and databases, made harmless for a terminal.
enum TerminalText {
    /// Whether a terminal obeys a character instead of showing it, or shows others in another order for it.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The text on one line, its control characters written as `\u{1B}`.
    static func line(_ text: String) -> String {
        escaped(text, keeping: [])
    }

    /// The text with its own line breaks and tabs, all other control characters written as `\u{1B}`.
    static func block(_ text: String) -> String {
        escaped(text, keeping: ["\n", "\t"])
    }

    private static func escaped(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) && !kept.contains($0) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar), !kept.contains(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The first characters of a text, with an ellipsis if some are left out.
    static func shortened(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        return width > 1 ? text.prefix(width - 1) + "…" : ""
    }
}
