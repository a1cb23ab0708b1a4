extension Declaration {
    /// What the revision does, in a line: the first sentence of its doc comment, else its name in words.
    var message: String {
        let sentence = doc?.firstSentence ?? ""
        return sentence.isEmpty ? Self.words(of: name) : sentence
    }

    /// The words of a name in camel case: `CreateURLTable` is "Create URL table".
    private static func words(of name: String) -> String {
        var words: [[Character]] = [[]]
        let characters = Array(name.filter { $0 != "`" })
        for (index, character) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : nil
            let after = index + 1 < characters.count ? characters[index + 1] : nil
            let begins =
                character.isUppercase
                && (before?.isUppercase == false || (before?.isUppercase == true && after?.isLowercase == true))
            if begins || character == "_" { words.append([]) }
            if character != "_" { words[words.count - 1].append(character) }
        }
        return words.filter { !$0.isEmpty }.enumerated().map { index, word in
            let isAcronym = word.count > 1 && word.allSatisfy { !$0.isLowercase }
            return index == 0 || isAcronym ? String(word) : String(word).lowercased()
        }.joined(separator: " ")
    }
}

extension DocComment {
    /// The first sentence, without its full stop.
    fileprivate var firstSentence: String {
        let lines = lines.map { $0.split(whereSeparator: \.isBreak).map(String.init) }
        let words = lines.drop(while: \.isEmpty).prefix { !$0.isEmpty }.flatMap(\.self)
        var sentence: [String] = []
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            sentence.append(word)
            // "e.g. PostgreSQL" goes on.
            let isAbbreviation = word.dropLast().contains(".")
            if word.hasSuffix("."), next.first?.isUppercase ?? true, !isAbbreviation { break }
        }
        let text = sentence.joined(separator: " ")
        return text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }
}

extension Character {
    /// Whether it parts words; control characters do, so that a message stays one line.
    fileprivate var isBreak: Bool {
        isWhitespace || unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
    }
}
