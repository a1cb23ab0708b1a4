/// Texts of files and databases, made fit for a line of a picture.
enum PlainText {
    /// The longest label of a box.
    static let longest = 120

    /// The text on one line, without characters that are not seen or that turn others around, and not too long.
    static func label(_ text: String) -> String {
        let line = line(text)
        return line.count > longest ? line.prefix(longest - 1) + "…" : line
    }

    /// The text on one line, control characters as spaces.
    static func line(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            line.unicodeScalars.append(isUnseen(scalar) ? " " : scalar)
        }
        return line
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// A text in which nothing is markup of HTML.
    static func markup(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
