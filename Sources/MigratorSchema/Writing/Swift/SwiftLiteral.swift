/// The spelling of a text as a literal of Swift.
enum SwiftLiteral {
    /// The literal on one line, without escapes where `#"…"#` can do without.
    static func line(_ text: String) -> String {
        needsEscapes(text) && fitsRaw(text) ? "#\"\(text)\"#" : "\"\(escaped(text))\""
    }

    /// The lines of a literal between `"""`, its marks first and last, each without indentation.
    ///
    /// Lines that are wider than `width` go on after a backslash, if they have spaces.
    static func block(_ text: String, width: Int) -> [String] {
        let isRaw = text.unicodeScalars.contains("\\") && !holds(text, "\\#") && !holds(text, "\"\"\"#")
        let hash = isRaw ? "#" : ""
        var lines = ["\(hash)\"\"\""]
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lines += wrapped(blockLine(String(line) ?? "", isRaw: isRaw), width: width, mark: "\\" + hash)
        }
        return lines + ["\"\"\"\(hash)"]
    }

    // MARK: One line

    private static func needsEscapes(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0 == "\"" || $0 == "\\" }
    }

    private static func fitsRaw(_ text: String) -> Bool {
        // Two quotes at the start, or a single one alone, could be taken for the marks of a longer literal.
        if text.utf8.elementsEqual("\"".utf8) || holds(text.prefix(2), "\"\"") { return false }
        if holds(text, "\"#") || holds(text, "\\#") { return false }
        return !text.unicodeScalars.contains { escape($0) != nil }
    }

    private static func escaped(_ text: String) -> String {
        var literal = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            default:
                if let escape = escape(scalar) {
                    literal += "\\" + escape
                } else {
                    literal.unicodeScalars.append(scalar)
                }
            }
        }
        return literal
    }

    /// What follows the backslash for a character that must not, or should not, stand in a source file as it is.
    private static func escape(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\n": return "n"
        case "\r": return "r"
        case "\t": return "t"
        case "\0": return "0"
        default: break
        }
        let isInvisible =
            switch scalar.value {
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
            default:
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
                default: false
                }
            }
        return isInvisible ? "u{\(String(scalar.value, radix: 16))}" : nil
    }

    // MARK: Several lines

    private static func blockLine(_ line: String, isRaw: Bool) -> String {
        let mark = isRaw ? "\\#" : "\\"
        let escapesQuotes = !isRaw && holds(line, "\"\"\"")
        var text = ""
        for scalar in line.unicodeScalars {
            if let escape = escape(scalar) {
                text += mark + escape
            } else if scalar == "\\", !isRaw {
                text += "\\\\"
            } else if scalar == "\"", escapesQuotes {
                text += "\\\""
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        // Editors strip spaces at the end of a line.
        if text.utf8.last == UInt8(ascii: " ") { text = text.dropLast() + mark + "u{20}" }
        return text
    }

    private static func wrapped(_ line: String, width: Int, mark: String) -> [String] {
        guard line.count > width else { return [line] }
        var lines: [String] = []
        var current = ""
        for word in words(of: line) {
            if !current.isEmpty, current.count + word.count + mark.count > width {
                lines.append(current + mark)
                current = ""
            }
            current += word
        }
        return lines + [current]
    }

    /// Pieces that each end with the spaces behind a word.
    private static func words(of line: String) -> [Substring] {
        var words: [Substring] = []
        var start = line.startIndex
        var index = start
        while index < line.endIndex {
            let next = line.index(after: index)
            if line[index] == " ", next < line.endIndex, line[next] != " " {
                words.append(line[start..<next])
                start = next
            }
            index = next
        }
        return words + [line[start...]]
    }

    private static func holds(_ text: some StringProtocol, _ part: String) -> Bool {
        Array(text.utf8).firstRange(of: Array(part.utf8)) != nil
    }
}
