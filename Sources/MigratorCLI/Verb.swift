import ArgumentParser

/// One command of the program.
protocol Verb: ParsableCommand, Sendable {
    /// What it is called on the command line: one word, or a family's and its own.
    static var name: String { get }

    /// Whether a signal ends it within a moment, whatever it is at.
    static var endsOnSignal: Bool { get }

    /// The flags that all verbs have.
    var global: GlobalOptions { get }

    /// Does what was asked for.
    func run(_ session: Session) async throws -> ExitStatus
}

extension Verb {
    /// The words of its name.
    static var words: [String] { name.split(separator: " ").map(String.init) }

    static var endsOnSignal: Bool { true }
}
