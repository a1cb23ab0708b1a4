import Migrator
import Synchronization

/// Standard output and standard error: answers go to the first, all else to the second.
///
/// Written at once and in whole lines, by the command and by what it observes; a progress line gives way to them.
final class Console: Sendable {
    /// Whether the output is one JSON object.
    let isJSON: Bool
    let isVerbose: Bool
    let isQuiet: Bool
    /// Colour of standard output, and of standard error.
    let style: Style
    let errorStyle: Style
    /// Whether a progress line may be drawn.
    let showsProgress: Bool
    /// Whether there is a person who can be asked.
    let canAsk: Bool

    /// Whether standard output is a terminal, which would obey what is in a script.
    private let isTerminal: Bool

    private struct State {
        var progress = ""
        /// The state of standard output; once it is not `.done`, nothing more is written.
        var output = System.Writing.done
        /// Whether a script was shown with escapes in it.
        var isEscaped = false
        /// The messages that are not repeated.
        var said: Set<String> = []
    }
    private let state = Mutex(State())

    init(_ settings: Settings) {
        isJSON = settings.format == .json
        isVerbose = settings.isVerbose && !isJSON
        isQuiet = settings.isQuiet
        isTerminal = System.isTerminal(1)
        style = Style(isEnabled: settings.color && !isJSON && isTerminal)
        errorStyle = Style(isEnabled: settings.color && !isJSON && System.isTerminal(2))
        canAsk = settings.format == .text && System.isTerminal(0) && System.isTerminal(2)
        showsProgress = settings.progress && !isQuiet && !isJSON && System.isTerminal(2)
    }

    /// Prints part of the answer, with a line break behind it.
    func answer(_ text: String) {
        guard !isJSON else { return }
        print(text + "\n")
    }

    /// Prints what is worth knowing and no answer: left out when quiet.
    func status(_ text: String) {
        if !isQuiet { answer(text) }
    }

    /// Prints the answer for programs.
    func answer(_ json: JSON) {
        guard isJSON else { return }
        print(json.text + "\n")
    }

    /// Prints to standard error, if more output was asked for.
    func log(_ text: String) {
        if isVerbose { note(text) }
    }

    /// Prints to standard error, unless quiet.
    func note(_ text: String) {
        guard !isQuiet, !isJSON else { return }
        complain(text)
    }

    /// Prints a warning to standard error, unless quiet.
    func warn(_ text: String) {
        note("\(errorStyle.yellow("warning:")) \(text)")
    }

    /// Whether a matter comes up for the first time.
    func isNew(_ matter: String) -> Bool { state.withLock { $0.said.insert(matter).inserted } }

    /// Prints to standard error, even where little output was asked for.
    func complain(_ text: String) {
        state.withLock { state in
            erase(&state)
            _ = System.write(text + "\n", to: 2)
        }
    }

    /// Prints a question to standard error, which is answered on the same line.
    func ask(_ question: String) {
        state.withLock { state in
            erase(&state)
            _ = System.write(question, to: 2)
        }
    }

    /// Prints an error to standard error, as people or programs read it.
    func complain(_ error: ErrorReport) {
        complain(isJSON ? error.json.text : error.text(errorStyle))
    }

    /// Prints to standard output as it is; once it cannot be written any more, does nothing.
    func print(_ text: String) {
        state.withLock { state in
            erase(&state)
            guard state.output == .done else { return }
            state.output = System.write(text, to: 1)
        }
    }

    /// Whether standard output still takes what is printed.
    var takesAnswers: Bool { state.withLock { $0.output == .done } }

    /// Prints part of a script, unless the answer is an object.
    ///
    /// A script is for programs, so nothing in it is escaped, except for a terminal.
    ///
    /// - Throws: `fileSystem` once it cannot be written, except when its reader has closed it.
    func printScript(_ text: String) throws(MigratorError) {
        if !isJSON { try printDocument(text) }
    }

    /// Prints a document that is the answer, in any format, as ``printScript(_:)`` prints part of a script.
    ///
    /// - Throws: `fileSystem` if it cannot be written, except when its reader has closed it.
    func printDocument(_ text: String) throws(MigratorError) {
        let shown = isTerminal ? TerminalText.block(text) : text
        print(shown)
        let output = state.withLock { state in
            if shown.utf8.count != text.utf8.count { state.isEscaped = true }
            return state.output
        }
        guard case .failed(let reason) = output else { return }
        throw Self.unwritable(reason, "the script is not complete; do not run what there is of it")
    }

    /// Prints the last messages once all else is printed.
    ///
    /// - Returns: The error that kept the answer from being written; `nil` if it is written, or if its reader has
    ///   closed the output.
    func finish() -> MigratorError? {
        let (output, isEscaped) = state.withLock { state in
            if state.output == .done { state.output = System.settle(1) }
            return (state.output, state.isEscaped)
        }
        if isEscaped {
            warn("control characters are shown as \\u{…} on a terminal; to run the script, write it to a file")
        }
        guard case .failed(let reason) = output else { return nil }
        return Self.unwritable(reason, "the command did what it says, but its answer is not complete")
    }

    private static func unwritable(_ reason: String, _ consequence: String) -> MigratorError {
        MigratorError(.fileSystem, "standard output could not be written: \(reason); \(consequence)")
    }

    /// Draws the progress line anew, or erases it if there is nothing to say.
    func drawProgress(_ text: String) {
        guard showsProgress else { return }
        state.withLock { state in
            guard text != state.progress else { return }
            guard !text.isEmpty else { return erase(&state) }
            state.progress = text
            _ = System.write("\r\u{1B}[2K" + TerminalText.shortened(text, to: System.terminalWidth(2) - 1), to: 2)
        }
    }

    private func erase(_ state: inout State) {
        guard !state.progress.isEmpty else { return }
        state.progress = ""
        _ = System.write("\r\u{1B}[2K", to: 2)
    }
}
