import Migrator

/// Asks a person what a thing is called now that is not there any more.
///
/// ```
/// column customers.mail is not there any more. What became of it?
///   1  column customers.mail -> email
///   0  neither: it is dropped, and its data with it
/// which [0]:
/// ```
struct RenameDialog: Sendable {
    /// Prints a line.
    let say: @Sendable (String) -> Void
    /// Prints a question whose answer stands behind it.
    let ask: @Sendable (String) -> Void
    /// Reads an answer; `nil` once nobody gives any more.
    let readLine: @Sendable () throws -> String?

    /// The suggestion that the person chooses; `nil` for none of them, which is what an empty answer means.
    func choose(_ question: RenameQuestion) throws -> RenameSuggestion? {
        let suggestions = question.suggestions
        say(TerminalText.line("\(question.thing) is not there any more. What became of it?"))
        for (index, suggestion) in suggestions.enumerated() {
            say(TerminalText.line("  \(index + 1)  \(suggestion.summary)"))
        }
        say("  0  neither: it is dropped, and its data with it")
        while true {
            ask("which [0]: ")
            guard let line = try readLine() else {
                // The answer that never came ends the line that it should have stood on.
                say("")
                return nil
            }
            let answer = line.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            if ["", "0", "neither", "none", "n", "no"].contains(answer) { return nil }
            if let number = Int(answer), suggestions.indices.contains(number - 1) { return suggestions[number - 1] }
            say("a number from 0 to \(suggestions.count) is an answer; nothing means 0")
        }
    }
}

extension Console {
    /// The dialog on the terminal; `nil` where there is no person to ask.
    var renameDialog: RenameDialog? {
        guard canAsk else { return nil }
        return RenameDialog(say: { self.complain($0) }, ask: { self.ask($0) }, readLine: { try System.readLine() })
    }
}
