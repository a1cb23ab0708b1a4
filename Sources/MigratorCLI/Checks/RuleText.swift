import Migrator

/// The rules of `check` in words: for `check --explain`, for SARIF, and as the documentation has them.
enum RuleText {
    /// A rule as it is explained in a terminal.
    static func plain(_ rule: CheckRule) -> String {
        "\(rule.title)\n\nWhy: \(rule.why)\n\nMending: \(rule.mending)"
    }

    /// A rule behind its name, its gate and its level.
    static func explained(_ rule: CheckRule) -> String {
        "\(rule.id) (\(heading(rule)))\n\n\(plain(rule))"
    }

    /// A rule as Markdown, without a heading: words in single quotes are code.
    static func markdown(_ rule: CheckRule) -> String {
        "\(code(rule.title))\n\n**Why.** \(code(rule.why))\n\n**Mending.** \(code(rule.mending))"
    }

    /// The section of a rule in the article.
    static func section(_ rule: CheckRule) -> String {
        "### \(rule.id)\n\nOf \(heading(rule)). \(markdown(rule))"
    }

    /// All rules, a line each.
    static func list() -> String {
        TextTable.draw(
            ["RULE", "GATE", "LEVEL", "WHAT IT FINDS"],
            CheckRule.all.map { rule in
                [rule.id, rule.gate?.rawValue ?? "each", rule.level.rawValue, rule.title]
            }
        )
    }

    /// The rule of a word.
    ///
    /// - Throws: `UsageError`, with a guess, if there is none.
    static func rule(_ word: String) throws(UsageError) -> CheckRule {
        if let rule = CheckRule.named(word) { return rule }
        let known = CheckRule.all.map(\.id)
        let guess = VerbProblem.guess(word, among: known).map { "did you mean '\($0)'? " } ?? ""
        throw UsageError("there is no rule '\(word)'; \(guess)there are \(known.joined(separator: ", "))")
    }

    private static func heading(_ rule: CheckRule) -> String {
        let gate = rule.gate.map { "gate \($0.rawValue)" } ?? "each gate"
        switch rule.level {
        case .error: return "\(gate), an error"
        case .warn: return "\(gate), a warning"
        case .off: return "\(gate), an error where it is asked for"
        }
    }

    /// Commands, which stand in single quotes, and flags as code.
    private static func code(_ text: String) -> String {
        // What is between two quotes has an odd number; an apostrophe is none.
        var parts: [Substring] = []
        var start = text.startIndex
        var isOpen = false
        for index in text.indices where text[index] == "'" {
            let isApart = index == text.startIndex || [" ", "("].contains(text[text.index(before: index)])
            guard isOpen || isApart else { continue }
            parts.append(text[start..<index])
            start = text.index(after: index)
            isOpen.toggle()
        }
        parts.append(text[start...])
        return parts.enumerated().map { $0.isMultiple(of: 2) ? flags($1) : "`\($1)`" }.joined()
    }

    /// Flags as code.
    private static func flags(_ text: Substring) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard word.hasPrefix("--") else { return String(word) }
            let flag = word.prefix { $0.isLetter || $0 == "-" }
            return "`\(flag)`\(word[flag.endIndex...])"
        }.joined(separator: " ")
    }
}

extension JSON {
    /// Rules, for programs.
    static func rules(_ rules: [CheckRule]) -> JSON {
        .object([
            "rules": .array(
                rules.map { rule in
                    .object([
                        "rule": .string(rule.id),
                        "gate": rule.gate.map { .string($0.rawValue) } ?? .null,
                        "level": .string(rule.level.rawValue),
                        "title": .string(rule.title),
                        "why": .string(rule.why),
                        "mending": .string(rule.mending),
                    ])
                }
            )
        ])
    }
}
