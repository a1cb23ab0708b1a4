import ArgumentParser

/// One command of the program.
protocol Verb: ParsableCommand, Sendable {
    /// The verb on the command line: one word, or a family's and its own.
    static var name: String { get }

    /// Whether a signal ends it within a moment, during any work.
    static var endsOnSignal: Bool { get }

    /// The formats in which it can answer.
    static var formats: [OutputFormat] { get }

    /// The flags that all verbs have.
    var global: GlobalOptions { get }

    /// Does what was asked for.
    func run(_ session: Session) async throws -> ExitStatus
}

extension Verb {
    /// The words of its name.
    static var words: [String] { name.split(separator: " ").map(String.init) }

    static var endsOnSignal: Bool { true }

    static var formats: [OutputFormat] { OutputFormat.everywhere }

    /// Refuses a format in which the verb cannot answer.
    func checkFormat() throws(UsageError) {
        guard let format = global.format, !Self.formats.contains(format) else { return }
        let known = Self.formats.map(\.rawValue)
        let list = known.dropLast().joined(separator: ", ") + " or \(known.last ?? "")"
        throw UsageError("'\(Self.name)' prints \(list), not \(format.rawValue)")
    }
}
