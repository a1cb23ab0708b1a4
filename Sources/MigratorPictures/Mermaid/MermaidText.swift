/// Texts as Mermaid reads them.
enum MermaidText {
    /// A text for between double quotes: what Mermaid, its directives and HTML would take for theirs is written as
    /// entities.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in PlainText.label(text).unicodeScalars { result += escaped(scalar) }
        return result + "\""
    }

    /// A word as attributes have for names and types, and whether it still says the whole text.
    static func word(_ text: String) -> (word: String, isWhole: Bool) {
        var (word, isWhole) = ("", true)
        for scalar in PlainText.label(text).unicodeScalars {
            switch scalar {
            case "A"..."Z", "a"..."z": word.unicodeScalars.append(scalar)
            case "0"..."9", "-", "_", "(", ")", "[", "]":
                if word.isEmpty { (word, isWhole) = ("_", false) }
                word.unicodeScalars.append(scalar)
            // Types are known without their spaces; nothing else is.
            case " ": word += "_"
            default: (word, isWhole) = (word + "_", false)
            }
        }
        // What Mermaid takes for a key is no name.
        if word.isEmpty || ["pk", "fk", "uk"].contains(word.lowercased()) { (word, isWhole) = (word + "_", false) }
        return (word, isWhole)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "#", "&", "<", ">", "%", "`", "\\", ";", "{", "}", "|": "#\(scalar.value);"
        default: String(scalar)
        }
    }
}
