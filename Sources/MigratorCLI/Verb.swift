import ArgumentParser

/// One command of the program.
protocol Verb: ParsableCommand, Sendable {
    /// The verb on the command line: one word, or a family's and its own.
    static var name: String { get }

    /// Whether a signal ends it within a moment, during any work.
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
