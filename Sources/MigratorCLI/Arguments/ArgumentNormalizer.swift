/// Puts a command line in the order that the parser wants.
///
/// Options may stand before or after the verb, verbs may be written with underscores, and `-1` is a target: the parser
/// knows none of this. What is made is `VERB options -- operands`; what cannot be understood is left as it was, for
/// the parser to complain about.
struct ArgumentNormalizer {
    private let verbs: [String]
    private let pairs: [String]
    private var verb: String?
    /// The second word of a verb that has two.
    private var member: String?
    private var options: [String] = []
    private var operands: [String] = []
    /// Whether an option lacks its value: it must not take the next target for it.
    private var lacksValue = false

    /// Normalises the arguments of a program, its own name not among them.
    ///
    /// - Parameters:
    ///   - arguments: What was typed.
    ///   - verbs: The first words of all verbs.
    ///   - pairs: The verbs that have two words.
    /// - Returns: What the parser takes.
    static func normalize(
        _ arguments: [String],
        verbs: [String],
        pairs: [String] = RootCommand.pairs
    ) -> [String] {
        // Completion scripts, and what they call, are the parser's own affair.
        if arguments.first?.hasPrefix("---") == true { return arguments }
        var normalizer = ArgumentNormalizer(verbs: verbs, pairs: pairs)
        normalizer.read(arguments)
        return normalizer.result
    }

    private init(verbs: [String], pairs: [String]) {
        self.verbs = verbs
        self.pairs = pairs
    }

    private var result: [String] {
        var result = [verb, member].compactMap { $0 } + options
        let needsMark = lacksValue || operands.contains { $0.hasPrefix("-") }
        if needsMark, !operands.isEmpty { result.append("--") }
        return result + operands
    }

    private mutating func read(_ arguments: [String]) {
        var rest = arguments[...]
        while let token = rest.popFirst() {
            if token == "--" {
                for operand in rest { take(operand) }
                return
            }
            if token.hasPrefix("--") {
                readLong(token, &rest)
            } else if token.hasPrefix("-"), token.count > 1, !Self.isRelative(token) {
                readShort(token, &rest)
            } else {
                take(token)
            }
        }
    }

    /// A word that is no option: the verb, or what it is about.
    private mutating func take(_ word: String) {
        switch verb {
        case nil: verb = verbName(word)
        case "help": operands.append(verbName(word))
        case let first? where member == nil && operands.isEmpty && pairs.contains("\(first) \(word)"): member = word
        default: operands.append(word)
        }
    }

    private func verbName(_ word: String) -> String {
        let dashed = String(word.map { $0 == "_" ? "-" : $0 })
        return verbs.contains(dashed) ? dashed : word
    }

    private mutating func readLong(_ token: String, _ rest: inout ArraySlice<String>) {
        let name = String(token.dropFirst(2))
        let isValued = OptionTable.valued.contains(name)
        guard isValued, let value = rest.first, Self.canBeValue(value) else {
            lacksValue = lacksValue || isValued
            options.append(token)
            return
        }
        rest.removeFirst()
        // The parser looks for the shell as a word of its own.
        options += name == "generate-completion-script" ? [token, value] : ["\(token)=\(value)"]
    }

    /// One letter or several: flags, and at the end perhaps an option with its value.
    private mutating func readShort(_ token: String, _ rest: inout ArraySlice<String>) {
        var parts: [String] = []
        var letters = token.dropFirst()
        while let letter = letters.popFirst() {
            if OptionTable.shortFlags.contains(letter) {
                parts.append("-\(letter)")
            } else if OptionTable.shortValued.contains(letter) {
                if letters.first == "=" { letters.removeFirst() }
                if !letters.isEmpty {
                    parts.append("-\(letter)=\(letters)")
                } else if let value = rest.first, Self.canBeValue(value) {
                    rest.removeFirst()
                    parts.append("-\(letter)=\(value)")
                } else {
                    lacksValue = true
                    parts.append("-\(letter)")
                }
                break
            } else {
                options.append(token)
                return
            }
        }
        options += parts
    }

    /// Whether a token is a target such as `-1`, and not an option.
    static func isRelative(_ token: String) -> Bool {
        guard token.hasPrefix("-"), let digit = token.utf8.dropFirst().first else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
    }

    /// Whether a token can be the value of the option before it: anything but an option that is known.
    private static func canBeValue(_ token: String) -> Bool {
        if token.hasPrefix("--") {
            let name = String(token.dropFirst(2).prefix { $0 != "=" })
            return !(name.isEmpty || OptionTable.valued.contains(name) || OptionTable.flags.contains(name))
        }
        guard token.hasPrefix("-"), token.count == 2, let letter = token.last else { return true }
        return !(OptionTable.shortFlags.contains(letter) || OptionTable.shortValued.contains(letter))
    }
}
