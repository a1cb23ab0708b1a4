/// Texts as Graphviz reads them.
enum DotText {
    /// A text in double quotes, whose escapes are those of a label.
    static func quoted(_ lines: String...) -> String {
        let escaped = lines.map { line in
            PlainText.label(line).unicodeScalars.reduce(into: "") { text, scalar in
                if scalar == "\"" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        }
        return "\"\(escaped.joined(separator: "\\n"))\""
    }

    /// A text within a label that is written as HTML.
    static func markup(_ text: String) -> String {
        PlainText.markup(PlainText.label(text))
    }
}
