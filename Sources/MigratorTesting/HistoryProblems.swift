/// What is wrong with a history.
public struct HistoryProblems: Error, Sendable, CustomStringConvertible {
    /// Each problem in a sentence, with its place if it has one.
    public let problems: [String]

    init(_ problems: [String]) {
        self.problems = problems
    }

    /// All of them, one a line.
    public var description: String {
        guard problems.count != 1 else { return problems[0] }
        return (["\(problems.count) problems:"] + problems.map { "- \($0)" }).joined(separator: "\n")
    }
}
