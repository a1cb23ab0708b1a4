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

    private struct State {
        var progress = ""
        var isClosed = false
    }
    private let state = Mutex(State())

    init(_ settings: Settings) {
        isJSON = settings.format == .json
        isVerbose = settings.isVerbose && !isJSON
        isQuiet = settings.isQuiet
        style = Style(isEnabled: settings.color && !isJSON && System.isTerminal(1))
        errorStyle = Style(isEnabled: settings.color && !isJSON && System.isTerminal(2))
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

    /// Prints to standard error: for those who asked to hear more.
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

    /// Prints to standard error, whatever was asked for.
    func complain(_ text: String) {
        state.withLock { state in
            erase(&state)
            _ = System.write(text + "\n", to: 2)
        }
    }

    /// Prints an error to standard error, as people or programs read it.
    func complain(_ error: ErrorReport) {
        complain(isJSON ? error.json.text : error.text(errorStyle))
    }

    /// Prints to standard output as it is; once nobody reads it any more, does nothing.
    func print(_ text: String) {
        state.withLock { state in
            erase(&state)
            guard !state.isClosed else { return }
            state.isClosed = !System.write(text, to: 1)
        }
    }

    /// Prints part of a script, unless the answer is an object; a script is for programs, so nothing in it is escaped.
    func printScript(_ text: String) {
        if !isJSON { print(text) }
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
